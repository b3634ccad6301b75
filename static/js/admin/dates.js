// What a date means, under it, while it is typed. Markup: <input data-reads-date="/where/to/ask"><output>.
const PAUSE = 250;
const waiting = new WeakMap();

/** Ask what an input's date means, show it, and return {edtf, words, meaning, error}; null if there is no answer, or if it comes too late. */
export async function read(input) {
  clearTimeout(waiting.get(input));
  const output = input.nextElementSibling;
  const text = input.value.trim();
  const answer = await fetch(`${input.dataset.readsDate}?${new URLSearchParams({ text })}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return null;
  const said = await answer.json();
  // Somebody typed on meanwhile: the next answer is on its way.
  if (input.value.trim() !== text) return null;
  output.textContent = said.meaning || said.error;
  output.dataset.words = said.words;
  output.classList.toggle("date-meaning--wrong", Boolean(said.error));
  input.dispatchEvent(new CustomEvent("date:read", { bubbles: true, detail: said }));
  return said;
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("input[data-reads-date]")) return;
  clearTimeout(waiting.get(target));
  // Without an answer the page says it after saving, as it does without scripts.
  waiting.set(target, setTimeout(() => read(target).catch(() => {}), PAUSE));
});
