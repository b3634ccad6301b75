/* Shows "Copy link", "Copy citation" and "Share" where the browser can do them, and does them. */
const copyButtons = document.querySelectorAll("[data-copy], [data-copy-text]");
const shareButtons = document.querySelectorAll("[data-share]");

for (const button of copyButtons) {
  if (!navigator.clipboard) break;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy ?? textOf(button.dataset.copyText));
    } catch {
      return; // The reader refused; the address stands beside the button.
    }
    const status = button.parentElement.querySelector("[role=status]");
    button.textContent = status.textContent = button.dataset.done;
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 2500);
  });
}

for (const button of shareButtons) {
  if (!navigator.share) break;
  button.hidden = false;
  button.addEventListener("click", () => {
    // Closing the system's dialog rejects the promise; nothing is wrong then.
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}

/** Return what an element says, in one line. */
function textOf(id) {
  return document.getElementById(id).textContent.replace(/\s+/g, " ").replace(/ ,/g, ",").trim();
}
