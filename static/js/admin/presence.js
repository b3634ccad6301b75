// Says every few seconds that the form is open, and hears who else is there, who saved, and who locked the record.
import { autosave } from "./autosave.js";
import { send } from "./session.js";
import { words } from "./words.js";

const EVERY = 20_000;

class Presence {
  constructor(form) {
    Object.assign(this, { form, isShut: Boolean(document.querySelector("[data-shut]")) });
    setInterval(() => document.hidden || this.beat(), EVERY);
    document.addEventListener("visibilitychange", () => document.hidden || this.beat());
    form.addEventListener("record:saved", () => this.isKnown || this.beat());
    addEventListener("pagehide", () => this.leave());
    this.beat();
  }

  get url() {
    return autosave?.facts.presence || this.form.querySelector("[data-presence]").dataset.presence;
  }

  get body() {
    const { csrfmiddlewaretoken, _form, _token } = this.form.elements;
    return new URLSearchParams({ csrfmiddlewaretoken: csrfmiddlewaretoken.value, _form: _form.value, _token: _token?.value ?? "" });
  }

  async beat() {
    if (!this.url) return;
    this.isKnown = true;
    const found = await send(this.url, this.body);
    if (found?.state === "login") this.form.dispatchEvent(new Event("record:expired"));
    if (found?.state !== "here") return;
    autosave?.resume();
    this.tell("[data-company]", found.editors);
    this.tell("[data-news]", found.news);
    this.tell("[data-lock]", this.isShut && !found.shut ? words.autosave.unlocked : found.lock);
    if (!found.shut) this.form.dispatchEvent(new Event("record:unlocked"));
  }

  tell(selector, text) {
    const place = document.querySelector(selector);
    if (place && place.textContent !== text) place.textContent = text;
  }

  leave() {
    if (!this.url || !this.isKnown) return;
    const body = this.body;
    body.set("leave", "1");
    navigator.sendBeacon(this.url, body);
  }
}

const form = document.querySelector(".change-form #content-main form[id$=_form]");
if (form?.querySelector("[data-presence]")) new Presence(form);
