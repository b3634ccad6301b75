// What waits for its moment can be dragged to another day of the calendar: its own form is sent, with that day and the same time.
// Without this script, and by keyboard, the form itself is filled and sent.
const calendar = document.querySelector("[data-calendar]");
let dragged = null;

function dayAt(event) {
  return event.target.closest?.("[data-day]");
}

function mark(day) {
  for (const each of calendar.querySelectorAll(".month__day--over")) each.classList.toggle("month__day--over", each === day);
  day?.classList.add("month__day--over");
}

if (calendar) {
  for (const entry of calendar.querySelectorAll("[data-moves]")) entry.draggable = true;

  calendar.addEventListener("dragstart", (event) => {
    const entry = event.target.closest?.("[data-moves]");
    if (!entry) return;
    dragged = entry;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", entry.dataset.moves);
  });

  calendar.addEventListener("dragover", (event) => {
    const day = dayAt(event);
    if (!dragged || !day) return;
    event.preventDefault();
    mark(day);
  });

  calendar.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });

  calendar.addEventListener("drop", (event) => {
    const day = dayAt(event);
    if (!dragged || !day) return;
    event.preventDefault();
    mark(null);
    const form = dragged.querySelector("form");
    const time = form.elements.at.value.split("T")[1];
    if (day.dataset.day !== dragged.closest("[data-day]").dataset.day) {
      form.elements.at.value = `${day.dataset.day}T${time}`;
      form.requestSubmit();
    }
    dragged = null;
  });
}
