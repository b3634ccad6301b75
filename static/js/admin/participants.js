// As what people took part: the title of the day stands in the empty box, and under it what the record says against another one.
// Markup: inputs with data-titles="/where/to/ask" in the rows of participants. The server says the same after each step (chronicle/checks.py).
const PAUSE = 400;
const FIELDS = ["actor", "post", "tenure", "capacity_en", "capacity_ka", "is_former"];
const waiting = new WeakMap();

const rowOf = (element) => element.closest?.(".record-row:has([data-titles])");
const fieldOf = (row, name) => row.querySelector(`[name$="-${name}"]`);
const boxes = (row) => [...row.querySelectorAll("[data-titles]")];

function noteOf(row) {
  let note = row.querySelector(".capacity-note");
  if (note) return note;
  note = Object.assign(document.createElement("p"), { className: "capacity-note help" });
  note.setAttribute("role", "status");
  boxes(row).at(-1).closest(".cell").after(note);
  return note;
}

function show(row, { titles, said, warnings }) {
  for (const box of boxes(row)) {
    const title = titles[box.lang] ?? "";
    box.placeholder = title;
  }
  const note = noteOf(row);
  note.textContent = [...warnings, said].filter(Boolean).join(" ");
  note.classList.toggle("capacity-note--warning", warnings.length > 0);
}

async function ask(row) {
  const date = document.getElementById("id_date")?.value.trim() ?? "";
  const asked = new URLSearchParams({ date });
  for (const name of FIELDS) {
    const input = fieldOf(row, name);
    asked.set(name, input?.type === "checkbox" ? input.checked : (input?.value ?? ""));
  }
  if (!asked.get("actor") && !asked.get("post")) return show(row, { titles: {}, said: "", warnings: [] });
  const answer = await fetch(`${boxes(row)[0].dataset.titles}?${asked}`, { headers: { Accept: "application/json" } });
  if (answer.ok && !answer.redirected) show(row, await answer.json());
}

function renew(row) {
  clearTimeout(waiting.get(row));
  waiting.set(row, setTimeout(() => ask(row).catch(() => {}), PAUSE));
}

/** Look at what somebody sees: rows that are folded are asked about when they open. */
function renewOpen() {
  for (const row of document.querySelectorAll(".record-row:has([data-titles])")) if (row.querySelector("details[open]")) renew(row);
}

function follow({ target }) {
  if (target.id === "id_date") renewOpen();
  const row = rowOf(target);
  if (row && !target.matches('[name$="-position"], [name$="-DELETE"]')) renew(row);
}

for (const name of ["input", "change"]) document.addEventListener(name, follow);
document.addEventListener("toggle", ({ target }) => target.open && rowOf(target) && renew(rowOf(target)), true);
// The boxes that search tell of a choice through jQuery only.
window.django?.jQuery?.(document).on("change", follow);
renewOpen();
