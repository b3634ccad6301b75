// From when to when, and whether it is over: a date answers what the choice beside it leaves open, so that they never contradict each other.
// Markup: <div data-period="ongoing"> round two inputs of dates and the radios of the status. The server decides the same (publishing/periods.py).
import { read } from "./dates.js";

const ENDED = "ended";
const UNKNOWN = "unknown";
// What says nothing but when it was.
const PLAIN = /^(\d{4}(-\d\d){0,2})?$/;

/** Return {start, end, radios} of a period. */
function partsOf(period) {
  const [start, end] = period.querySelectorAll("input[data-reads-date]");
  return { start, end, radios: [...period.querySelectorAll('input[type="radio"]')] };
}

function tell(input) {
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
}

function choose(radios, value) {
  const wanted = radios.find((radio) => radio.value === value);
  if (!wanted || wanted.checked || wanted.disabled) return;
  wanted.checked = true;
  wanted.dispatchEvent(new Event("change", { bubbles: true }));
}

/** While there is a date of the end, nothing else can be chosen than that it is over. */
function followEnd(period) {
  const { end, radios } = partsOf(period);
  const hasEnd = end.value.trim() !== "";
  const chosen = radios.find((radio) => radio.checked)?.value;
  if (hasEnd && chosen !== ENDED) {
    period.dataset.before = chosen ?? "";
    choose(radios, ENDED);
  }
  for (const radio of radios) radio.disabled = hasEnd && radio.value !== ENDED;
  if (!hasEnd && "before" in period.dataset) {
    choose(radios, period.dataset.before);
    delete period.dataset.before;
  }
}

/** "Since 2020" begins in 2020 and goes on. */
async function takeApart(period) {
  const { start, end, radios } = partsOf(period);
  const said = await read(start);
  const chosen = radios.find((radio) => radio.checked)?.value;
  if (!said?.edtf.endsWith("/..") || end.value.trim() || chosen === ENDED) return;
  start.value = said.edtf.slice(0, -"/..".length);
  if (chosen === UNKNOWN) choose(radios, period.dataset.period);
  tell(start);
}

for (const name of ["input", "change"]) {
  document.addEventListener(name, ({ target }) => {
    const period = target.closest?.("[data-period]");
    if (!period || !target.matches("input[data-reads-date]") || target.disabled) return;
    const { start, end } = partsOf(period);
    if (target === end) followEnd(period);
    // Not while it is being typed: "2020 –" may become "2020 – 2021".
    else if (name === "change" && target === start && !PLAIN.test(start.value.trim())) takeApart(period).catch(() => {});
  });
}

// As the page came: an end that says it is over leaves nothing else to choose.
for (const period of document.querySelectorAll("[data-period]")) {
  const { end, radios } = partsOf(period);
  if (!end || end.disabled || !end.value.trim() || !radios.some((radio) => radio.checked && radio.value === ENDED)) continue;
  for (const radio of radios) radio.disabled = radio.value !== ENDED;
}
