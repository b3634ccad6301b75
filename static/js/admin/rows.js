// Rows of a form: a new row gets the key it will keep, and rows change places by buttons.
// Adding and removing is the admin's own inlines.js; it announces both by events.
import { fill, say, words } from "./words.js";

const POSITION = 'input[name$="-position"], input[name$="-ORDER"]';

function rowsOf(group) {
  return [...group.querySelectorAll(".inline-related:not(.tabular), tr.form-row")].filter((row) => !row.classList.contains("empty-form"));
}

/** Write every row's place into its hidden field, and let the first not go up nor the last down. */
function number(group) {
  const rows = rowsOf(group);
  rows.forEach((row, index) => {
    const position = row.querySelector(POSITION);
    if (position) position.value = String(index);
    const [up, down] = row.querySelectorAll(".row-order button");
    if (up) up.disabled = index === 0;
    if (down) down.disabled = index === rows.length - 1;
  });
}

function move(row, group, step) {
  const rows = rowsOf(group);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  number(group);
  const buttons = [...row.querySelectorAll(".row-order button")];
  const pressed = buttons[step < 0 ? 0 : 1];
  (pressed.disabled ? buttons.find((button) => !button.disabled) : pressed)?.focus();
  row.querySelector(POSITION)?.dispatchEvent(new Event("change", { bubbles: true }));
  say(fill(words.moved, { position: rows.indexOf(other) + 1, total: rows.length }));
}

function addOrderButtons(row, group) {
  if (!row.querySelector(POSITION) || row.querySelector(".row-order")) return;
  const order = Object.assign(document.createElement("span"), { className: "row-order" });
  for (const [sign, label, step] of [["↑", words.moveUp, -1], ["↓", words.moveDown, 1]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: label });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => move(row, group, step));
    order.append(button);
  }
  const heading = row.querySelector("h3");
  const place = heading ?? row.querySelector("td:last-child");
  if (heading) heading.querySelector(".inline_label")?.after(order);
  else place?.append(order);
}

function sortByPosition(group) {
  const rows = rowsOf(group);
  const place = (row) => Number(row.querySelector(POSITION)?.value || Infinity);
  if (!rows.some((row) => row.querySelector(POSITION))) return;
  const anchor = rows.at(-1)?.nextSibling;
  const parent = rows.at(-1)?.parentNode;
  [...rows].sort((a, b) => place(a) - place(b)).forEach((row) => parent.insertBefore(row, anchor));
}

document.addEventListener("formset:added", (event) => {
  const row = event.target;
  const key = row.querySelector('input[type="hidden"][name$="-id"]');
  if (key && !key.value) key.value = crypto.randomUUID();
  const group = row.closest(".inline-group");
  addOrderButtons(row, group);
  number(group);
  row.querySelector('input:not([type="hidden"]), textarea, select')?.focus();
  say(words.added);
});

document.addEventListener("formset:removed", (event) => {
  const group = document.getElementById(`${event.detail.formsetName}-group`);
  if (group) number(group);
  say(words.removed);
});

for (const group of document.querySelectorAll(".inline-group")) {
  sortByPosition(group);
  for (const row of rowsOf(group)) addOrderButtons(row, group);
  number(group);
}
