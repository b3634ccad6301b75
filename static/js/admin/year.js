// A date without a year gets the one that stands nearest to it, and is marked as inferred. Whoever writes another year takes the mark off.
// Markup: <input data-proposes-year="/where/to/ask"> beside the box "the year is inferred".
const WORDS = "input[name^=date_words], input[name^=title], textarea[name^=lead], textarea[name^=body]";
const HAS_YEAR = /\d{4}/;

const box = document.querySelector("input[data-proposes-year]");
const inferred = document.getElementById("id_year_inferred");

function tell(input) {
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
}

function note(text) {
  let line = box.parentElement.querySelector(".year-note");
  if (!line && !text) return;
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "year-note help" });
    line.setAttribute("role", "status");
    (box.nextElementSibling ?? box).after(line);
  }
  line.textContent = text;
}

function mark(isInferred) {
  if (!inferred || inferred.disabled || inferred.checked === isInferred) return;
  inferred.checked = isInferred;
  tell(inferred);
}

async function propose(text) {
  const asked = new URLSearchParams({ text });
  for (const input of document.querySelectorAll(WORDS)) if (input.value) asked.append("words", input.value.slice(0, 500));
  asked.set("parent", document.getElementById("id_parent")?.value ?? "");
  asked.set("chronology", document.querySelector('[name^="entries-"][name$="-chronology"]:not([name*="__prefix__"])')?.value ?? "");
  const answer = await fetch(`${box.dataset.proposesYear}?${asked}`, { headers: { Accept: "application/json" } });
  const found = answer.ok && !answer.redirected ? await answer.json() : {};
  if (!found.text || box.value.trim() !== text) return;
  box.dataset.proposed = found.text;
  box.value = found.text;
  tell(box);
  mark(true);
  note(found.said);
}

box?.addEventListener("change", () => {
  const text = box.value.trim();
  if (text === box.dataset.proposed) return;
  note("");
  if (text && !HAS_YEAR.test(text)) propose(text).catch(() => {});
  else if ("proposed" in box.dataset) mark(false);
});
