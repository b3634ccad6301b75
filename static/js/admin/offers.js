// Text that this browser kept because the server could not have it: offered when the record is opened again, to take or to drop.
import { autosave } from "./autosave.js";
import { fill as put, inputs, nameOf, rowOf, valuesOf } from "./entries.js";
import { choose, isKeeping } from "./kept.js";
import { fill, moment, words } from "./words.js";

const SHOWN = 300;
const plain = (values) => values.join(", ").replace(/\r\n/g, "\n").trim();

function element(tag, options = {}, ...children) {
  const made = Object.assign(document.createElement(tag), options);
  made.append(...children);
  return made;
}

/** Return [{key, name, kept, now}] for what the kept text says otherwise than the form. */
function differences(form, { fields }) {
  const groups = inputs(form);
  const found = [];
  for (const [key, kept] of Object.entries(fields)) {
    const group = groups.get(key);
    // The place of a row, and a row taken out of the form, say nothing by themselves.
    if (!kept || /\/(?:id|position|ORDER)$/.test(key)) continue;
    const now = group ? group.flatMap(valuesOf) : [];
    if (plain(now) === plain(kept.values)) continue;
    const labels = { ...(group ? chosen(group) : {}), ...kept.labels };
    const [mine, stored] = [kept.values, now].map((values) => values.map((value) => labels[value] ?? value));
    // A word typed newly has another key once it is stored.
    if (plain(mine) === plain(stored)) continue;
    found.push({ key, name: group ? nameOf(group[0]) : key.split("/").at(-1), kept: asText(mine), now: asText(stored) });
  }
  return found;
}

function chosen(group) {
  const radios = group.filter((input) => input.type === "radio").map((input) => [input.value, input.labels[0]?.textContent.trim()]);
  return Object.fromEntries([...radios, ...group.flatMap((input) => [...(input.options ?? [])].map((option) => [option.value, option.text]))]);
}

/** Rich text is shown by its words. */
function asText(values) {
  const text = values.join(", ");
  const said = text.startsWith("<") ? new DOMParser().parseFromString(text, "text/html").body.innerText : text;
  return said.length > SHOWN ? `${said.slice(0, SHOWN)}…` : said || words.autosave.empty;
}

function take(form, { fields }) {
  for (const key of Object.keys(fields)) {
    const [prefix, row, field] = key.split("/");
    if (field && fields[key] && !row.startsWith("#") && field === "id") rowOf(form, prefix, row);
  }
  for (const [key, kept] of Object.entries(fields)) {
    const group = inputs(form).get(key);
    if (kept && group && !key.endsWith("/id")) put(group, kept.values, kept.labels);
  }
}

function offer(form, text, found) {
  const at = moment(text.at, { dateStyle: "medium", timeStyle: "short" });
  const list = element("dl", { className: "record-kept__list" });
  for (const { name, kept, now } of found) {
    list.append(
      element("dt", { textContent: name }),
      element("dd", {}, element("span", { className: "record-kept__side", textContent: words.autosave.kept }), kept),
      element("dd", {}, element("span", { className: "record-kept__side", textContent: words.autosave.now }), now),
    );
  }
  const heading = element("h2", { id: "kept-heading", textContent: fill(words.autosave.offer, { time: at }) });
  const box = element("section", { className: "record-conflict record-kept" }, heading, list);
  box.setAttribute("aria-labelledby", heading.id);
  const close = (act) => () => {
    act();
    autosave.kept.drop();
    box.remove();
  };
  box.append(
    element("button", { type: "button", className: "button button--main", textContent: words.autosave.take, onclick: close(() => take(form, text)) }),
    " ",
    element("button", { type: "button", className: "button", textContent: words.autosave.drop, onclick: close(() => {}) }),
  );
  form.querySelector(".record-bar")?.after(box) ?? form.prepend(box);
}

/** The choice whether this browser keeps anything, as a box that is remembered here. */
function offerChoice() {
  const box = document.querySelector("[data-keep]");
  if (!box) return;
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.checked = isKeeping();
  box.closest("details")?.toggleAttribute("open", !box.checked);
  box.addEventListener("change", () => {
    choose(box.checked);
    if (box.checked && autosave.changes.length) autosave.keep();
  });
}

if (autosave) {
  offerChoice();
  const text = autosave.kept.get();
  const found = text && !autosave.facts.unsaved ? differences(autosave.form, text) : [];
  if (found.length) offer(autosave.form, text, found);
  else if (!autosave.facts.unsaved) autosave.kept.drop();
}
