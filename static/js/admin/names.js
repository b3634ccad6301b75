// Give select2's inner fields the name of the field they stand for; its own markup leaves them without one.
function nameOf(select) {
  return select.labels?.[0]?.textContent.trim().replace(/:$/, "") || select.getAttribute("aria-label") || "";
}

function name(container) {
  const select = container.previousElementSibling;
  if (!(select instanceof HTMLSelectElement)) return;
  const text = nameOf(select);
  if (!text) return;
  for (const part of container.querySelectorAll("[role=combobox]")) {
    const chosen = container.querySelector(".select2-selection__rendered[id]");
    part.setAttribute("aria-label", text);
    part.removeAttribute("aria-labelledby");
    if (chosen && part.classList.contains("select2-selection--single")) part.setAttribute("aria-description", chosen.textContent.trim());
  }
  for (const part of container.querySelectorAll(".select2-selection__rendered, .select2-search__field")) part.setAttribute("aria-label", text);
}

function nameOpen() {
  const open = document.querySelector(".select2-container--open:has(.select2-selection)");
  const select = open?.previousElementSibling;
  if (select instanceof HTMLSelectElement) {
    document.querySelector(".select2-dropdown .select2-search__field")?.setAttribute("aria-label", nameOf(select));
    document.querySelector(".select2-results__options")?.setAttribute("aria-label", nameOf(select));
  }
}

function nameAll() {
  document.querySelectorAll(".select2-container").forEach(name);
  nameOpen();
}

// The cross that clears a multiple choice stands inside its list, where nothing but items may; each item has its own.
for (const select of document.querySelectorAll("select.admin-autocomplete[multiple]")) select.dataset.allowClear = "false";

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    nameAll();
  });
}).observe(document.body, { childList: true, subtree: true });
nameAll();
