// Quick search: Ctrl and K, or “/”, opens a dialog that asks the page of the search while somebody types.
// Arrows walk through what was found, Enter opens the first of it. Without this script the link leads to that page.
const PAUSE = 200;
const link = document.querySelector("[data-quick]");
const dialog = document.querySelector("dialog.quick");

class QuickSearch {
  constructor() {
    this.input = dialog.querySelector("input");
    this.results = dialog.querySelector(".quick__results");
    this.asked = "";
    link.addEventListener("click", (event) => this.open(event));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("keydown", (event) => this.walk(event));
    this.input.addEventListener("input", () => this.wait());
    dialog.querySelector("form").addEventListener("submit", (event) => this.go(event));
    document.addEventListener("keydown", (event) => this.shortcut(event));
  }

  shortcut(event) {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]:not([contenteditable=false])");
    const letter = event.key.toLowerCase() === "k" || event.code === "KeyK";
    const isShortcut = (letter && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && !event.target.closest?.("[contenteditable=true]"))
      || (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey);
    if (isShortcut && !document.querySelector("dialog[open]")) this.open(event);
  }

  open(event) {
    if (event.ctrlKey && event.type === "click") return;
    event.preventDefault();
    dialog.showModal();
    this.input.select();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  /** Ask for what is typed, unless that was asked already; resolves when the answer stands there. */
  ask() {
    const asked = this.input.value.trim();
    if (asked !== this.asked) {
      this.asked = asked;
      this.answered = this.show(asked);
    }
    return this.answered;
  }

  async show(asked) {
    const answer = await fetch(`${link.dataset.quick}?part=1&q=${encodeURIComponent(asked)}`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    // A later question may have been answered meanwhile; a session that ended is met by the page itself.
    if (!answer?.ok || answer.redirected || asked !== this.asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (asked === this.asked) this.results.replaceChildren(...page.body.childNodes);
  }

  async go(event) {
    event.preventDefault();
    clearTimeout(this.timer);
    await this.ask();
    const first = this.results.querySelector("a");
    if (first) first.click();
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [this.input, ...this.results.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}

if (link && dialog?.showModal) new QuickSearch();
