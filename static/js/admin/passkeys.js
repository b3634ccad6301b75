// The button that asks the browser for a passkey (WebAuthn level 2): its answer goes with the form it stands in.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const described = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

/** What the server asks, with bytes where it could only write text. */
function asked({ publicKey }) {
  const found = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (found.user) found.user = { ...found.user, id: bytes(found.user.id) };
  if (found.excludeCredentials) found.excludeCredentials = described(found.excludeCredentials);
  if (found.allowCredentials) found.allowCredentials = described(found.allowCredentials);
  return { publicKey: found };
}

/** What the browser answers, as text. */
function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

const form = document.querySelector("form[data-passkey]");
if (form && window.PublicKeyCredential) {
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  const complaint = form.querySelector("[role=alert]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.passkey.value) return;
    event.preventDefault();
    complaint.hidden = true;
    try {
      const credential = await navigator.credentials[form.dataset.passkey](asked(options));
      const name = form.querySelector("[data-passkey-name]");
      if (name) name.value = document.getElementById("id_name").value;
      form.elements.passkey.value = answered(credential);
      form.submit();
    } catch (error) {
      complaint.textContent = `${form.dataset.refused} (${error.name})`;
      complaint.hidden = false;
    }
  });
}
