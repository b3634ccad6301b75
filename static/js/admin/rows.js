// Rows of a record's form: added from a template, removed by their box, moved by buttons. Nothing is renumbered:
// the server takes rows by their keys, and their order from the hidden place of each.
// Other scripts hear of it by "formset:added", as the stock admin says it.
import { fill, say, words } from "./words.js";

const PLACE = 'input[type="hidden"][name$="-position"], input[type="hidden"][name$="-ORDER"]';
const KEY = 'input[type="hidden"][name$="-id"]';

const rowsOf = (list) => [...list.children];
const changed = (input) => input?.dispatchEvent(new Event("change", { bubbles: true }));

/** Write every row's place into its hidden field, and let the first not go up nor the last down. */
function number(list) {
  const rows = rowsOf(list);
  rows.forEach((row, index) => {
    const place = row.querySelector(PLACE);
    if (place) place.value = String(index + 1);
    const [up, down] = row.querySelectorAll(".record-row__order button");
    if (up) up.disabled = index === 0;
    if (down) down.disabled = index === rows.length - 1;
  });
}

function move(row, list, step) {
  const rows = rowsOf(list);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  number(list);
  const buttons = [...row.querySelectorAll(".record-row__order button")];
  const pressed = buttons[step < 0 ? 0 : 1];
  (pressed.disabled ? buttons.find((button) => !button.disabled) : pressed)?.focus();
  changed(row.querySelector(PLACE));
  say(fill(words.moved, { position: rows.indexOf(other) + 1, total: rows.length }));
}

/** Buttons, and on them and anywhere else in the row Alt with an arrow. */
function letMove(row, list) {
  if (!("moves" in list.dataset) || !row.querySelector(PLACE)) return;
  const order = Object.assign(document.createElement("span"), { className: "record-row__order" });
  for (const [sign, label, step] of [["↑", words.moveUp, -1], ["↓", words.moveDown, 1]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: label });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => move(row, list, step));
    order.append(button);
  }
  row.querySelector(".record-row__head").prepend(order);
  row.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !step || event.target.closest(".select2-container, .prose-editor, textarea")) return;
    event.preventDefault();
    move(row, list, step);
  });
}

function add(group, list) {
  const total = group.querySelector('input[name$="-TOTAL_FORMS"]');
  const index = Number(total.value);
  const made = group.querySelector("template").innerHTML.replaceAll("__prefix__", String(index));
  list.insertAdjacentHTML("beforeend", made);
  const row = list.lastElementChild;
  row.querySelector(KEY).value = crypto.randomUUID();
  total.value = String(index + 1);
  letMove(row, list);
  number(list);
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: group.dataset.rows } }));
  changed(row.querySelector(PLACE));
  row.querySelector('.record-row__cells :is(input, textarea, select, [contenteditable="true"])')?.focus();
  say(words.added);
}

/** A row that nobody has stored goes at once; another one stays, struck out, until the form is sent. */
function remove(row, list) {
  if ("stored" in row.dataset) return;
  row.hidden = true;
  list.closest(".record-rows").querySelector(".add-row button")?.focus();
}

function sortByPlace(list) {
  const place = (row) => Number(row.querySelector(PLACE)?.value || Infinity);
  list.append(...rowsOf(list).sort((a, b) => place(a) - place(b)));
}

for (const group of document.querySelectorAll("[data-rows]")) {
  const list = group.querySelector(".record-rows__list");
  sortByPlace(list);
  for (const row of rowsOf(list)) letMove(row, list);
  number(list);
  group.querySelector(".add-row button")?.addEventListener("click", () => add(group, list));
  list.addEventListener("change", (event) => {
    if (!event.target.matches('[name$="-DELETE"]')) return;
    if (event.target.checked) remove(event.target.closest(".record-row"), list);
    say(event.target.checked ? words.removed : words.kept);
  });
}

// Rows that are the stock admin's (aliases of a tag).
document.addEventListener("formset:added", (event) => {
  if (event.target.closest("[data-rows]")) return;
  event.target.querySelector('input:not([type="hidden"]), textarea, select')?.focus();
  say(words.added);
});
document.addEventListener("formset:removed", () => say(words.removed));
