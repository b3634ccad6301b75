// What a form says to the server behind the page: with the token of today's session, and an answer in JSON or none.
const PATIENCE = 15_000;

async function answerOf(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (isJson) return { status: response.status, ...(await response.json()) };
  if (response.status === 204) return { status: 204, state: "done" };
  // A page of ours with 403 is the refusal of an old token; anything else is no answer of the site at all.
  return response.status === 403 ? { status: 403, state: "token" } : null;
}

/** Ask who is logged in, and take the token of that session into every form of the page. Null: no answer. */
export async function ask(url) {
  try {
    const found = await answerOf(await fetch(url, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) }));
    if (found?.csrf) for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = found.csrf;
    return found;
  } catch {
    return null;
  }
}

/** Post a form; once more with a fresh token, if the session is another one by now. Null: no answer. */
export async function send(url, body, { keepalive = false } = {}) {
  try {
    const options = { method: "POST", body, keepalive, headers: { Accept: "application/json" } };
    if (!keepalive) options.signal = AbortSignal.timeout(PATIENCE);
    const found = await answerOf(await fetch(url, options));
    if (found?.state !== "token") return found;
    const fresh = await ask(url);
    if (fresh?.state !== "ready") return fresh;
    body.set("csrfmiddlewaretoken", fresh.csrf);
    return await answerOf(await fetch(url, options));
  } catch {
    return null;
  }
}
