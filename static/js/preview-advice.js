// Draws on a preview what the checks say: the words that a line of advice is about are marked in the text, and its button leads there.
// Without this script the list above the page names them.
import { rangeOf, show } from "./range.js";

const advice = document.querySelector(".preview__advice");
const text = document.querySelector("main");
const drawn = [];

for (const button of advice?.querySelectorAll("button[data-words]") ?? []) {
  const range = rangeOf(text, button.dataset.words);
  if (!range) continue;
  drawn.push(range);
  button.hidden = false;
  button.addEventListener("click", () => show(range));
}

// The page itself stays as readers would get it: nothing is put into it.
if (drawn.length && globalThis.Highlight) CSS.highlights.set("advice", new Highlight(...drawn));
