// Ask before unsaved work is left. A form that saves itself knows better, and asks by itself (autosave.js).
const form = document.querySelector(".change-form #content-main form");

if (form) {
  let changed = false;
  const mark = (event) => {
    if (event.isTrusted || event.type !== "change") changed = true;
  };

  form.addEventListener("input", mark);
  form.addEventListener("change", mark);
  document.addEventListener("formset:added", () => (changed = true));
  document.addEventListener("formset:removed", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => {
    if (changed && !form.dataset.autosave) event.preventDefault();
  });
}
