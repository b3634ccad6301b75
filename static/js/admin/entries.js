// A form's content under keys that stay the same while its rows are renumbered: "title_en", "bylines/<row key>/author".
const ROW = /^(.+?)-(\d+)-(.+)$/;
const COUNTS = /-(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
const PLACE = /-(?:position|ORDER|DELETE)$/;
const UNSENT = new Set(["submit", "button", "reset", "image", "file"]);

/** Tell whether an input holds something that somebody writes; names that begin with "_" are the kernel's own. */
function isContent({ name, type, disabled }) {
  return name && !disabled && !UNSENT.has(type) && !name.startsWith("_") && !COUNTS.test(name) && !name.includes("__prefix__") && name !== "csrfmiddlewaretoken";
}

export function keyOf(form, name) {
  const [, prefix, index, field] = ROW.exec(name) ?? [];
  if (!prefix) return name;
  return `${prefix}/${form.elements[`${prefix}-${index}-id`]?.value || `#${index}`}/${field}`;
}

/** Return {key: [input, …]}, in the order of the form; several inputs are one group of boxes. */
export function inputs(form) {
  const found = new Map();
  for (const input of form.elements) {
    if (!isContent(input)) continue;
    const key = keyOf(form, input.name);
    found.get(key)?.push(input) ?? found.set(key, [input]);
  }
  return found;
}

export function valuesOf(input) {
  if (input.type === "checkbox" || input.type === "radio") return input.checked ? [input.value] : [];
  return input.multiple ? [...input.selectedOptions].map((option) => option.value) : [input.value];
}

/** Return {key: its values as text}, to be compared. */
export function snapshot(form) {
  return new Map([...inputs(form)].map(([key, group]) => [key, JSON.stringify(group.flatMap(valuesOf))]));
}

/** Return the keys that differ between two snapshots; rows that are in one of them only count with everything in them. */
export function changedKeys(before, after) {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
}

/** Return what is sent of a form when only some keys changed: those, the places of all rows, and what the kernel put in. */
export function bodyOf(form, keys) {
  const wanted = new Set(keys);
  const body = new URLSearchParams();
  const sent = new Set();
  const parts = new Set([...inputs(form)].filter(([key]) => wanted.has(key)).flatMap(([, group]) => group.map((input) => whole(input.name))));
  for (const input of form.elements) {
    if (!input.name || input.disabled || UNSENT.has(input.type)) continue;
    const isOurs = (input.type === "hidden" && input.name.startsWith("_")) || input.name === "csrfmiddlewaretoken" || COUNTS.test(input.name);
    const isChanged = isContent(input) && parts.has(whole(input.name));
    const isPlace = ROW.test(input.name) && (input.type === "hidden" || PLACE.test(input.name)) && isContent(input);
    if (!isOurs && !isChanged && !isPlace) continue;
    if (isChanged) sent.add(input.name);
    for (const value of valuesOf(input)) body.append(input.name, value);
  }
  body.set("_sent", [...sent].join(" "));
  return body;
}

/** A date and its time are two inputs of one field: name_0, name_1. */
function whole(name) {
  return name.replace(/_\d$/, "");
}

/** Put values into the inputs of a key, as if somebody had typed them; `labels` name choices that the page does not know. */
export function fill(group, values, labels = {}) {
  for (const input of group) {
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else if (input.tagName === "SELECT") choose(input, values, labels);
    else write(input, values[0] ?? "");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (input.tagName === "SELECT") window.django?.jQuery?.(input).trigger("change");
  }
}

function choose(select, values, labels) {
  const known = new Set([...select.options].map((option) => option.value));
  for (const value of values) if (!known.has(value)) select.add(new Option(labels[value] ?? value, value));
  for (const option of select.options) option.selected = values.includes(option.value);
}

function write(input, value) {
  input.value = value;
  input.closest(".prose-editor")?.querySelector(".ProseMirror")?.editor?.commands.setContent(value);
  input.value = value;
}

/** Return the texts of the chosen options, by value. */
export function labelsOf(group) {
  return Object.fromEntries(group.flatMap((input) => [...(input.selectedOptions ?? [])].map((option) => [option.value, option.text])));
}

/** Return what an editor calls an input: its label, with the part of the form it stands in. */
export function nameOf(input) {
  const legend = input.type === "radio" ? input.closest("fieldset")?.querySelector("legend")?.textContent : null;
  const label = legend ?? input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? input.name;
  const part = input.closest("section[data-tab]")?.dataset.tab;
  return [part, label.trim().replace(/:$/, "")].filter(Boolean).join(": ");
}

/** Return the inputs of a row under its key, adding the row if the form has none. */
export function rowOf(form, prefix, key) {
  const ids = () => [...form.elements].filter((input) => input.name?.startsWith(`${prefix}-`) && input.name.endsWith("-id") && !input.name.includes("__prefix__"));
  const found = () => ids().some((input) => input.value === key);
  if (!found()) {
    const before = new Set(ids());
    document.querySelector(`#${CSS.escape(prefix)}-group .add-row a, #${CSS.escape(prefix)}-group .add-row button`)?.click();
    const fresh = ids().find((input) => !before.has(input));
    if (fresh) fresh.value = key;
  }
  return found();
}
