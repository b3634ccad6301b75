/* Offers public records by name while somebody types into the search box: a combobox with a list (WAI-ARIA Authoring Practices).
   Arrows walk, Enter opens the one that is chosen or else searches, Escape closes. Without this script the box searches. */
const PAUSE = 150;
const LEAST = 2;

class Suggestions {
  constructor(box) {
    this.box = box;
    this.list = document.getElementById(box.dataset.list);
    this.status = document.getElementById(box.dataset.status);
    this.asked = "";
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id]]) box.setAttribute(name, value);
    box.addEventListener("input", () => this.wait());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    // Pressing on the list must not take the focus from the box before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")));
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const asked = this.box.value.trim();
    if (asked === this.asked) return;
    this.asked = asked;
    this.request?.abort();
    if ([...asked].length < LEAST) return this.show([]);
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.box.dataset.suggest}?q=${encodeURIComponent(asked)}`, { signal: this.request.signal });
      if (answer.ok) this.show((await answer.json()).found);
    } catch {
      // Asked anew meanwhile, or without a network: the box searches all the same.
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((each, place) => this.option(each, place)));
    this.expand(found.length > 0 && document.activeElement === this.box);
    this.status.textContent = found.length ? this.status.dataset.some.replace("0", found.length) : "";
  }

  option({ title, url, kind, lang }, place) {
    const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${place}` });
    option.setAttribute("role", "option");
    option.dataset.url = url;
    const name = Object.assign(document.createElement("span"), { textContent: title });
    if (lang) name.lang = lang;
    option.append(name, " ", Object.assign(document.createElement("span"), { className: "suggestions__kind", textContent: kind }));
    return option;
  }

  expand(isOpen) {
    this.list.hidden = !isOpen;
    this.box.setAttribute("aria-expanded", String(isOpen));
    this.choose(null);
  }

  close() {
    this.expand(false);
  }

  get chosen() {
    return this.list.querySelector("[aria-selected=true]");
  }

  choose(option) {
    this.chosen?.removeAttribute("aria-selected");
    this.box.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    this.box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      const from = this.list.hidden ? -1 : options.indexOf(this.chosen);
      if (this.list.hidden) this.expand(true);
      // From the box, up leads to the last; from either end, back to the box.
      const to = from < 0 && step < 0 ? options.length - 1 : from + step;
      this.choose(options[to] ?? null);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && !this.list.hidden && this.chosen) {
      event.preventDefault();
      this.open(this.chosen);
    }
  }

  open(option) {
    if (option) location.assign(option.dataset.url);
  }
}

for (const box of document.querySelectorAll("[data-suggest]")) new Suggestions(box);
