// What a date means, under it, while it is typed. Markup: <input data-reads-date="/where/to/ask"><output>.
const PAUSE = 250;
const waiting = new WeakMap();

async function ask(input) {
  const output = input.nextElementSibling;
  const text = input.value.trim();
  const answer = await fetch(`${input.dataset.readsDate}?${new URLSearchParams({ text })}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const { meaning, error } = await answer.json();
  // Somebody typed on meanwhile: the next answer is on its way.
  if (input.value.trim() !== text) return;
  output.textContent = meaning || error;
  output.classList.toggle("date-meaning--wrong", Boolean(error));
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("input[data-reads-date]")) return;
  clearTimeout(waiting.get(target));
  // Without an answer the page says it after saving, as it does without scripts.
  waiting.set(target, setTimeout(() => ask(target).catch(() => {}), PAUSE));
});
