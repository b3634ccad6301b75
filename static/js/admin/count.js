// How long a text is, while it is written. Markup: <textarea data-count="120-320"> or <input>, the usual number of characters.
import { say, words } from "./words.js";

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;

function countWords(text) {
  if (!segmenter) return text.split(/\s+/).filter(Boolean).length;
  return [...segmenter.segment(text)].filter((part) => part.isWordLike).length;
}

function watch(field) {
  const [least, most] = (field.dataset.count.match(/\d+/g) ?? []).map(Number);
  const tally = document.createElement("p");
  tally.className = "tally";
  const figures = document.createElement("span");
  const verdict = Object.assign(document.createElement("span"), { className: "tally__verdict" });
  tally.append(figures, verdict);
  field.after(tally);
  let timer;

  const update = () => {
    const text = field.value.trim();
    const characters = [...text].length;
    figures.textContent = `${words.words}: ${countWords(text)} · ${words.characters}: ${characters}`;
    verdict.textContent = characters && characters < least ? words.tooShort : characters > most ? words.tooLong : "";
  };
  field.addEventListener("input", () => {
    update();
    clearTimeout(timer);
    // Said once the writer pauses, not at every letter.
    timer = setTimeout(() => say(`${figures.textContent}. ${verdict.textContent}`), 1500);
  });
  update();
}

document.querySelectorAll("textarea[data-count], input[data-count]").forEach(watch);
