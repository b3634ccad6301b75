// What the checks say about the draft: asked for when the form is opened, and again whenever it was saved. Each line leads to its
// words in the form. Markup: <details data-advice="/where/to/ask/"> with [data-count] and [data-list]; without this script a link
// leads to the same list as a page.
import { rangeOf, show } from "../range.js";
import { say } from "./words.js";

const place = document.querySelector("[data-advice]");

/** Ask anew and show the answer; what is shown stays if there is none. */
async function renew() {
  const answer = await fetch(`${place.dataset.advice}?part=1`, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || answer.redirected) return;
  const list = place.querySelector("[data-list]");
  const before = list.querySelector("[data-found]")?.dataset.found;
  list.innerHTML = await answer.text();
  for (const button of list.querySelectorAll("button[data-rows]")) button.hidden = !document.getElementById(`${button.dataset.rows}-group`);
  const found = list.querySelector("[data-found]").dataset.found;
  place.querySelector("[data-count]").textContent = found;
  place.hidden = false;
  if (before !== undefined && before !== found) say(place.dataset.said + found);
}

/** Put the cursor where a line of advice points: into the editor of a rich text, into a box, or into the first box of a part. */
function go(link) {
  const id = decodeURIComponent(link.hash.slice(1));
  const sought = link.dataset.words;
  const editor = document.getElementById(`${id}_editor`);
  const target = document.getElementById(id);
  if (editor) {
    editor.focus();
    const range = rangeOf(editor, sought);
    if (range) show(range);
  } else if (target?.matches("textarea, input[type=text]")) {
    target.focus();
    const begin = sought ? target.value.indexOf(sought) : -1;
    if (begin >= 0) target.setSelectionRange(begin, begin + sought.length);
  } else if (target?.matches(".select2-hidden-accessible")) {
    target.nextElementSibling?.querySelector("[role=combobox]")?.focus();
  } else {
    target?.querySelector("summary, button, input:not([type=hidden]), select, textarea")?.focus();
  }
}

/** Add the row that a line of advice offers; it is saved like one that somebody added by hand. */
function take(button) {
  const { rows, field, value, label } = button.dataset;
  const group = document.getElementById(`${rows}-group`);
  group.querySelector(".add-row button").click();
  const select = [...group.querySelectorAll(`select[name$="-${field}"]:not([name*=__prefix__])`)].at(-1);
  select.append(new Option(label, value, true, true));
  select.dispatchEvent(new Event("change", { bubbles: true }));
  button.disabled = true;
  place.querySelector("summary").focus();
}

if (place) {
  // Whoever works with it open finds it open on the next form.
  place.open = sessionStorage.getItem("advice") === "open";
  place.addEventListener("toggle", () => sessionStorage.setItem("advice", place.open ? "open" : ""));
  place.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    // The tab of the place opens first (tabs.js).
    if (link) setTimeout(() => go(link));
    const button = event.target.closest("button[data-rows]");
    if (button) take(button);
  });
  place.closest("form").addEventListener("record:saved", ({ detail }) => {
    place.dataset.advice ||= detail.address.replace(/change\/$/, "advice/");
    renew().catch(() => {});
  });
  if (place.dataset.advice) renew().catch(() => {});
}
