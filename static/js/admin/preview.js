// The preview of a form that is not saved: beside the form where there is room, else in a tab of its own.
// Without this script the button opens a tab.
import { say } from "./words.js";

const form = document.querySelector(".change-form #content-main form");
const button = form?.querySelector("[data-preview]");
const template = document.getElementById("preview-panel");
// Narrower windows have no room beside the form.
const wide = matchMedia("(width >= 70rem)");
const DESKTOP = 1280;
const MEMORY = "preview-width";
// Several saves in a row are one change to look at.
const PATIENCE = 400;

/** Post the form as it stands to where it is previewed. No "submit" is told, since nothing is saved and nobody leaves. */
function send(target, language, frame) {
  const before = { action: form.getAttribute("action"), target: form.getAttribute("target") };
  const query = new URLSearchParams(frame ? { language, frame } : { language });
  form.setAttribute("action", `${button.dataset.preview}?${query}`);
  form.setAttribute("target", target);
  // A field of the form may be called "submit".
  HTMLFormElement.prototype.submit.call(form);
  for (const [name, value] of Object.entries(before)) {
    if (value === null) form.removeAttribute(name);
    else form.setAttribute(name, value);
  }
}

/** The language somebody is writing in, or the one of the button. */
function languageOfForm() {
  const open = document.querySelector("section[data-language]:not([hidden])");
  return open?.dataset.language ?? new URL(button.formAction, location.href).searchParams.get("language");
}

/** Open, or bring forward, the one tab of this form's preview. */
function openTab(language) {
  const name = `preview-${form.querySelector('[name="_record"]').value}`;
  const tab = window.open("", name);
  send(name, language, "");
  tab?.focus();
}

class Panel {
  constructor() {
    this.element = template.content.firstElementChild.cloneNode(true);
    this.stage = this.element.querySelector(".preview-panel__stage");
    this.failed = this.element.querySelector(".preview-panel__failed");
    this.made = 0;
    document.getElementById("content-main").append(this.element);
    document.body.classList.add("with-preview");
    this.element.addEventListener("click", (event) => this.press(event.target.closest("button")));
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.resized = new ResizeObserver(() => this.scale());
    this.resized.observe(this.stage);
    this.choose("language", languageOfForm());
    this.choose("width", localStorage.getItem(MEMORY) ?? "phone");
    this.refresh();
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", this.element.id);
    say(this.element.dataset.opened);
  }

  press(control) {
    if (!control) return;
    if (control.dataset.language) {
      this.choose("language", control.dataset.language);
      this.refresh();
    }
    if (control.dataset.width) {
      localStorage.setItem(MEMORY, control.dataset.width);
      this.choose("width", control.dataset.width);
    }
    if ("refresh" in control.dataset) this.refresh();
    if ("tabAlone" in control.dataset) openTab(this.language);
    if ("close" in control.dataset) this.close();
  }

  choose(what, value) {
    this[what] = value;
    for (const control of this.element.querySelectorAll(`[data-${what}]`)) {
      control.setAttribute("aria-pressed", String(control.dataset[what] === value));
    }
    document.body.classList.toggle("with-preview--desktop", this.width === "desktop");
    this.scale();
  }

  /** A desktop's page is drawn at its own width and made smaller. */
  scale() {
    const scale = this.width === "desktop" ? Math.min(1, this.stage.clientWidth / DESKTOP) : 1;
    this.stage.style.setProperty("--scale", scale);
    this.stage.classList.toggle("preview-panel__stage--desktop", this.width === "desktop");
  }

  /** Make the page anew behind the one that is seen, and change them when it is there: nothing flickers, and the place is kept. */
  refresh() {
    clearTimeout(this.waiting);
    this.made += 1;
    const mine = this.made;
    const frame = Object.assign(document.createElement("iframe"), {
      name: `preview-beside-${mine}`,
      title: this.element.dataset.frame,
      className: "preview-panel__coming",
      tabIndex: -1,
    });
    this.stage.append(frame);
    this.element.setAttribute("aria-busy", "true");
    frame.addEventListener("load", () => (mine === this.made ? this.show(frame) : frame.remove()));
    send(frame.name, this.language, "panel");
  }

  show(frame) {
    if (frame.contentWindow.location.href === "about:blank") return;
    const old = this.stage.querySelector("iframe:not(.preview-panel__coming)");
    const works = Boolean(frame.contentDocument?.body);
    this.element.removeAttribute("aria-busy");
    this.failed.hidden = works;
    this.failed.textContent = works ? "" : this.element.dataset.failed;
    if (!works) {
      frame.remove();
      return;
    }
    frame.contentWindow.scrollTo(0, old?.contentWindow.scrollY ?? 0);
    old?.remove();
    frame.removeAttribute("tabindex");
    frame.classList.remove("preview-panel__coming");
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.refresh(), PATIENCE);
  }

  close() {
    clearTimeout(this.waiting);
    const had = this.element.contains(document.activeElement);
    this.resized.disconnect();
    this.element.remove();
    document.body.classList.remove("with-preview", "with-preview--desktop");
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-controls");
    panel = null;
    if (had) button.focus();
    say(template.content.firstElementChild.dataset.closed);
  }
}

let panel = null;

if (button && template) {
  if (wide.matches) button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (!wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) openTab(languageOfForm());
    else if (panel) panel.close();
    else panel = new Panel();
  });
  wide.addEventListener("change", () => {
    if (!wide.matches) panel?.close();
    if (wide.matches) button.setAttribute("aria-expanded", "false");
    else button.removeAttribute("aria-expanded");
  });
  // Whoever saves without leaving says so.
  form.addEventListener("record:saved", () => panel?.soon());
  addEventListener("preview:language", (event) => {
    panel?.choose("language", event.detail);
    panel?.refresh();
  });
}

for (const control of document.querySelectorAll("[data-copy]")) {
  const field = control.parentElement.querySelector("input");
  control.hidden = !navigator.clipboard;
  field.addEventListener("focus", () => field.select());
  control.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    say(control.dataset.copied);
    control.textContent = control.dataset.copied;
  });
}
