// Clashes with somebody else's text, decided one by one. Without script the form works as it stands: what is sent from it stays.
import { autosave } from "./autosave.js";
import { fill as put, inputs } from "./entries.js";
import { words } from "./words.js";

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
}

class Clash {
  constructor(form, section) {
    Object.assign(this, { form, section, key: section.dataset.key });
    const theirs = JSON.parse(section.querySelector("script[type='application/json']").textContent);
    const groups = inputs(form);
    const buttons = document.createElement("p");
    if (Object.keys(theirs.values).every((key) => groups.has(key))) {
      const take = () => Object.entries(theirs.values).forEach(([key, values]) => put(groups.get(key), values, theirs.labels));
      buttons.append(button(words.autosave.takeTheirs, () => this.decide(words.autosave.theirsTaken, take)), " ");
    }
    buttons.append(button(words.autosave.keepMine, () => this.decide(words.autosave.mineKept)));
    section.append(buttons);
    this.buttons = buttons;
  }

  decide(said, act = () => {}) {
    act();
    this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "_decided", value: this.key }));
    this.section.classList.add("record-conflict--decided");
    this.buttons.replaceChildren(said);
    this.isDecided = true;
    if (this.onDecided) this.onDecided();
  }
}

const sections = [...document.querySelectorAll(".record-conflict[data-key]")];
if (autosave && sections.length) {
  const { form } = autosave;
  const clashes = sections.map((section) => new Clash(form, section));
  for (const clash of clashes) {
    clash.onDecided = () => clashes.every((each) => each.isDecided) && form.dispatchEvent(new Event("record:decided"));
  }
}
