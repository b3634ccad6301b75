// What a row says in one line, kept in step with its inputs. publishing/lines.py says the same.
const UNKNOWN = "?";

const inputsOf = (row, name) => [...row.querySelectorAll(`[name$="-${name}"]`)].filter((input) => input.name.split("-").at(-1) === name);

/** Return what an input says: the words of a choice, of a date, or what was typed. */
function wordsOf(input) {
  if (!input) return "";
  if (input.matches("select")) return [...input.selectedOptions].filter((option) => option.value).map((option) => option.text.trim()).join(", ");
  if (input.dataset.readsDate) return input.value.trim() && (input.nextElementSibling?.dataset.words || input.value.trim());
  return input.value.trim();
}

/** Return from when to when. */
function spanOf(period) {
  const [start, end] = [...period.querySelectorAll("input[data-reads-date]")].map(wordsOf);
  const status = period.querySelector('input[type="radio"]:checked');
  const over = status && status.value !== "unknown" ? status.labels[0].textContent.trim() : "";
  return start || end || over ? `${start || UNKNOWN} – ${end || over || UNKNOWN}` : "";
}

function saidBy(row, name) {
  const [input] = inputsOf(row, name);
  const period = input?.closest("[data-period]");
  if (period) return spanOf(period);
  if (input) return wordsOf(input);
  // A translated text: in the language of the interface, else in another one.
  const texts = [...row.querySelectorAll("input[lang]")].filter((each) => each.name.split("-").at(-1) === `${name}_${each.lang}`);
  const active = document.documentElement.lang;
  return texts.sort((one, other) => (other.lang === active) - (one.lang === active)).map(wordsOf).find(Boolean) ?? "";
}

/** Write the line of a row. */
function renew(row) {
  const names = row.closest("[data-named-by]").dataset.namedBy.split(" ");
  row.querySelector(".record-row__title").textContent = names.map((name) => saidBy(row, name)).filter(Boolean).join(", ");
  row.dispatchEvent(new CustomEvent("row:said", { bubbles: true }));
}

/** Return the line of a row, or the name and the number of one that says nothing yet. */
export function lineOf(row) {
  const line = row.querySelector(".record-row__title")?.textContent.trim();
  if (line) return line;
  const standing = [...row.parentElement.children].filter((each) => !each.hidden);
  return `${row.querySelector(".record-row__name").textContent.trim()} ${standing.indexOf(row) + 1}`;
}

for (const name of ["input", "change", "date:read"]) {
  document.addEventListener(name, ({ target }) => {
    const row = target.closest?.("[data-named-by] .record-row");
    if (row && !target.matches('[name$="-DELETE"], [name$="-position"]')) renew(row);
  });
}
// The boxes that search, and windows that hand back what was added there, tell of a choice through jQuery only.
window.django?.jQuery?.(document).on("select2:select select2:unselect select2:clear change", ({ target }) => {
  const row = target.closest("[data-named-by] .record-row");
  if (row) renew(row);
});
