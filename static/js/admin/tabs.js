// The parts of a long form as tabs. Without this script they stand one below another.
// Markup: <section class="tab-panel" data-tab="Label" data-language="ka">; nothing else is asked of the page.
import { words } from "./words.js";

const TEXTS = 'input[type="text"]:not([name^="slug"]), textarea';

/** Count the fields of a panel that the server refused. */
function errorsIn(panel) {
  return panel.querySelectorAll(".errorlist:not(.nonfield) li, .errorlist.nonfield li").length;
}

/** Tell whether nothing is written in a field. */
function isEmpty(field) {
  return field.value.replace(/<[^>]*>/g, "").trim() === "" && !field.value.includes("<img");
}

/** Tell whether a text lacks in its language: a long one that a record may do without only where another language has it. */
function isMissing(field) {
  if (!isEmpty(field) || field.closest(".inline-group, .further")) return false;
  if (!field.closest("[data-optional]")) return true;
  const nameOf = (text) => text.name.replace(/_[a-z]+$/, "");
  return [...document.querySelectorAll("[data-language] textarea")].some((other) => nameOf(other) === nameOf(field) && field.matches("textarea") && !isEmpty(other));
}

/** Tell whether a text of this language is still to be written. Rows and fields that few records need do not count. */
function isIncomplete(panel) {
  if ("off" in panel.dataset) return false;
  if (!panel.dataset.language) return panel.hasAttribute("data-incomplete");
  return [...panel.querySelectorAll(TEXTS)].some(isMissing);
}

class Tabs {
  constructor(panels) {
    this.panels = panels;
    // By record: another new form begins at its beginning.
    this.memory = `tab:${document.querySelector("input[name=_record]")?.value ?? location.pathname}`;
    this.list = document.createElement("div");
    this.list.className = "tab-list";
    this.list.setAttribute("role", "tablist");
    this.list.setAttribute("aria-label", words.tabs);
    this.tabs = panels.map((panel, index) => this.makeTab(panel, index));
    panels[0].before(this.list);
    this.list.addEventListener("keydown", (event) => this.move(event));
    for (const name of ["input", "change"]) panels[0].parentElement.addEventListener(name, () => this.updateBadges());
    addEventListener("hashchange", () => this.reveal(location.hash, true));
    document.addEventListener("click", (event) => this.follow(event));
    this.updateBadges();
    this.open(this.first());
  }

  makeTab(panel, index) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-${index}`;
    tab.setAttribute("role", "tab");
    panel.id ||= `tab-panel-${index}`;
    tab.setAttribute("aria-controls", panel.id);
    tab.append(Object.assign(document.createElement("span"), { textContent: panel.dataset.tab }));
    tab.addEventListener("click", () => this.open(index));
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    this.list.append(tab);
    return tab;
  }

  /** Which tab to begin with: where an error is, where the address points, where the editor was, the first to write in. */
  first() {
    const wrong = this.panels.findIndex((panel) => errorsIn(panel) > 0);
    if (wrong >= 0) return wrong;
    const pointed = this.indexOf(location.hash);
    if (pointed >= 0) return pointed;
    const writable = this.panels.findIndex((panel) => !("off" in panel.dataset));
    const remembered = Number(sessionStorage.getItem(this.memory) ?? writable);
    return this.panels[remembered] ? remembered : 0;
  }

  open(index, { focus = false } = {}) {
    this.tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === index));
      tab.tabIndex = at === index ? 0 : -1;
      this.panels[at].hidden = at !== index;
    });
    sessionStorage.setItem(this.memory, String(index));
    if (focus) this.tabs[index].focus();
    this.tabs[index].scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  move(event) {
    const last = this.tabs.length - 1;
    const now = this.tabs.indexOf(event.target.closest("[role=tab]"));
    const next = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now === 0 ? last : now - 1, Home: 0, End: last }[event.key];
    if (now < 0 || next === undefined) return;
    event.preventDefault();
    this.open(next, { focus: true });
  }

  indexOf(hash) {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    return target ? this.panels.findIndex((panel) => panel.contains(target)) : -1;
  }

  /** Open the tab that hides what a link points at, and go there. */
  reveal(hash, focus) {
    const index = this.indexOf(hash);
    if (index < 0) return false;
    this.open(index);
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.querySelector(":scope > details")?.setAttribute("open", "");
    target.scrollIntoView({ block: "center" });
    if (focus) target.focus({ preventScroll: true });
    return true;
  }

  follow(event) {
    const link = event.target.closest('a[href^="#"]');
    if (link && this.reveal(link.getAttribute("href"), true)) event.preventDefault();
  }

  updateBadges() {
    this.panels.forEach((panel, index) => {
      const errors = errorsIn(panel);
      this.badge(this.tabs[index], errors ? `${errors}` : isIncomplete(panel) ? words.incomplete : "", errors > 0);
    });
  }

  badge(tab, text, wrong) {
    let badge = tab.querySelector(".tab-badge");
    if (!text) {
      badge?.remove();
      return;
    }
    if (!badge) {
      badge = document.createElement("span");
      tab.append(badge);
    }
    badge.className = wrong ? "tab-badge tab-badge--errors" : "tab-badge";
    badge.textContent = text;
    if (wrong) badge.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${words.errors}` }));
  }
}

const panels = [...document.querySelectorAll("section[data-tab]")];
if (panels.length > 1) new Tabs(panels);

// Whoever opens a new form begins to write: not in its bar, whose first button stores it.
if (location.pathname.endsWith("/add/") && !document.querySelector(".errorlist, .errornote")) {
  const texts = panels.flatMap((panel) => [...panel.querySelectorAll(TEXTS)]);
  texts.find((text) => !text.disabled && text.offsetParent)?.focus({ preventScroll: true });
}
