// Choices among the rows of the same form follow these rows: one that was added can be chosen before it is stored, one that was removed is named as such.
// Markup: <select data-chooses-row="prefix of the rows">.
import { lineOf } from "./lines.js";
import { words } from "./words.js";

const KEY = 'input[type="hidden"][name$="-id"]';
const choosing = (prefix) => document.querySelectorAll(`select[data-chooses-row="${CSS.escape(prefix)}"]`);

/** Return [[key, line], …] of the rows that will be there. */
function rowsOf(group) {
  const rows = [...group.querySelectorAll(".record-rows__list > .record-row")].filter((row) => !row.querySelector('[name$="-DELETE"]')?.checked);
  return rows.map((row) => [row.querySelector(KEY).value, lineOf(row)]);
}

function renew(select, rows) {
  const chosen = select.value;
  const own = select.closest(".record-row")?.querySelector(KEY)?.value;
  const found = rows.filter(([key]) => key !== own);
  if (chosen && !found.some(([key]) => key === chosen)) found.push([chosen, words.gone]);
  const options = [["", ""], ...found];
  if (options.length === select.options.length && options.every(([key, text], at) => select.options[at].value === key && select.options[at].text === text)) return;
  select.replaceChildren(...options.map(([key, text]) => new Option(text, key, false, key === chosen)));
}

function follow(group) {
  const selects = choosing(group.dataset.rows);
  if (!selects.length) return;
  const rows = rowsOf(group);
  for (const select of selects) renew(select, rows);
}

for (const name of ["change", "row:said"]) {
  document.addEventListener(name, ({ target }) => {
    const group = target.closest?.("[data-rows]");
    if (group) follow(group);
  });
}
// A new row begins with the rows as they are now.
document.addEventListener("formset:added", ({ target }) => {
  for (const select of target.querySelectorAll?.("select[data-chooses-row]") ?? []) {
    const group = document.querySelector(`[data-rows="${CSS.escape(select.dataset.choosesRow)}"]`);
    if (group) renew(select, rowsOf(group));
  }
  const group = target.closest?.("[data-rows]");
  if (group) follow(group);
});
