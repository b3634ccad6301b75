// Saves the open form by itself, a few seconds after a change, and says in one calm line how it stands.
// The kernel's side is publishing/admin/autosave.py; what the browser keeps meanwhile is in kept.js.
import { bodyOf, changedKeys, inputs, labelsOf, snapshot, valuesOf } from "./entries.js";
import { Kept } from "./kept.js";
import { ask, send } from "./session.js";
import { fill, moment, say, words } from "./words.js";

const LOOK_EVERY = 1000;
const AFTER_REST = 2500;
const AT_LEAST_EVERY = 15_000;
const RETRY = [5000, 10_000, 20_000, 30_000];
const STILL_HERE = 20_000;
// A browser lets a page that is closing send no more than 64 KiB.
const LAST_WORDS = 60_000;
// After these nothing is saved until the editor has done something about it.
const FINAL = new Set(["conflict", "reload", "gone", "locked", "login"]);

class Autosave {
  constructor(form, facts) {
    Object.assign(this, { form, facts, kept: new Kept(facts), line: document.querySelector("[data-saved]") });
    this.last = snapshot(form);
    // What the server has of the form; null: nothing of it.
    this.stored = facts.unsaved ? null : this.last;
    this.restedSince = this.changedSince = 0;
    this.running = null;
    this.trouble = facts.undecided.length ? "conflict" : "";
    this.troubleSince = "";
    this.failures = this.notBefore = 0;
    // Keys sent without an answer: the server may have them.
    this.unsure = new Set();
    this.isLeaving = this.isSubmitting = false;
  }

  begin() {
    setInterval(() => this.look(), LOOK_EVERY);
    addEventListener("online", () => this.retry());
    addEventListener("focus", () => this.resume());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush() : this.resume()));
    addEventListener("pagehide", () => this.flush());
    // A page that the browser had put away knows nothing of what happened since.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    addEventListener("beforeunload", (event) => this.mayLose && event.preventDefault());
    this.form.addEventListener("submit", (event) => this.guard(event));
    document.querySelector("form[data-log-out]")?.addEventListener("submit", (event) => this.sayGoodbye(event));
    this.form.addEventListener("record:expired", () => this.meet({ state: "login" }));
    this.form.addEventListener("record:unlocked", () => this.trouble === "locked" && this.retry());
    this.form.addEventListener("record:decided", () => this.trouble === "conflict" && this.retry());
    if (this.trouble) this.show(words.autosave.undecided, "trouble");
  }

  get changes() {
    return this.stored ? changedKeys(this.stored, snapshot(this.form)) : [...snapshot(this.form).keys()];
  }

  /** Whether closing the page now could lose text. */
  get mayLose() {
    if (this.isLeaving || !this.changes.length) return false;
    return Boolean(this.trouble) || bodyOf(this.form, this.changes).toString().length > LAST_WORDS;
  }

  look() {
    if (this.isLeaving || this.isSubmitting) return;
    const now = snapshot(this.form);
    const isWriting = changedKeys(this.last, now).length > 0;
    if (isWriting) this.restedSince = Date.now();
    this.last = now;
    if (this.stored && !changedKeys(this.stored, now).length) {
      this.changedSince = 0;
      return;
    }
    this.changedSince ||= Date.now();
    if (isWriting || !this.isKept) this.keep();
    const isTime = Date.now() - this.restedSince >= AFTER_REST || Date.now() - this.changedSince >= AT_LEAST_EVERY;
    if (isTime && !FINAL.has(this.trouble) && Date.now() >= this.notBefore) this.save();
  }

  /** Keep in the browser what the server does not have. */
  keep() {
    const groups = inputs(this.form);
    const fields = {};
    for (const key of this.changes) {
      const group = groups.get(key);
      fields[key] = group ? { values: group.flatMap(valuesOf), labels: labelsOf(group) } : null;
    }
    this.isKept = this.kept.put({ at: Date.now(), form: this.form.elements._form.value, fields });
  }

  save(options) {
    this.running ??= this.sendChanges(options).finally(() => (this.running = null));
    return this.running;
  }

  async sendChanges(options) {
    const sent = snapshot(this.form);
    const keys = this.changes;
    this.form.elements._unsure.value = [...this.unsure].join(" ");
    const body = bodyOf(this.form, keys);
    for (const key of keys) this.unsure.add(key.replace(/_\d$/, ""));
    const found = await send(this.facts.save, body, options);
    this.meet(found ?? { state: "unreachable" }, sent);
  }

  /** Take an answer in. */
  meet(found, sent) {
    if (found.state === "saved" || found.state === "blank") this.settle(found, sent);
    else this.suffer(found);
  }

  settle(found, sent) {
    this.stored = sent;
    this.failures = this.notBefore = this.changedSince = 0;
    this.unsure.clear();
    this.trouble = this.troubleSince = "";
    this.kept.drop();
    if (found.state === "blank") return;
    this.form.elements._seen.value = found.seen;
    this.form.elements._token.value = found.token;
    this.form.elements._unsure.value = "";
    if (!this.facts.presence) this.move(found);
    this.tellAlong(found.along);
    const elsewhere = found.elsewhere.length ? fill(words.autosave.elsewhere, { names: found.elsewhere.join(", ") }) : "";
    this.show([found.message, elsewhere].filter(Boolean).join(". "), "saved", elsewhere && { text: words.autosave.reload, href: location.pathname });
    this.form.dispatchEvent(new CustomEvent("record:saved", { detail: found }));
  }

  /** Say what would go along with one language, as it is stored now. */
  tellAlong(names) {
    const line = document.querySelector("[data-along]");
    if (!line) return;
    line.hidden = !names.length;
    line.querySelector("strong").textContent = names.join(", ");
  }

  /** A new record has an address now: whoever loads the page again goes on with it. */
  move(found) {
    Object.assign(this.facts, { save: found.autosave, presence: found.presence });
    history.replaceState(history.state, "", found.address + location.hash);
    for (const input of document.querySelectorAll(".languages input[name=next]")) input.value = found.address;
  }

  suffer({ state, message }) {
    this.trouble = state;
    this.notBefore = Date.now() + RETRY[Math.min(this.failures++, RETRY.length - 1)];
    if (state === "again" || state === "token") return;
    this.troubleSince ||= moment(Date.now(), { hour: "2-digit", minute: "2-digit" });
    this.keep();
    const keeping = this.isKept ? words.autosave.isKept : words.autosave.isNotKept;
    const said = { unreachable: words.autosave.unreachable, login: message || words.autosave.expired }[state] ?? message;
    const link = { login: { text: words.autosave.logIn, href: this.facts.login, blank: true }, reload: { text: words.autosave.reload, href: "" } }[state];
    this.show(`${fill(said, { time: this.troubleSince })} ${keeping}`, "trouble", link);
  }

  show(text, tone, link) {
    if (!this.line || this.line.dataset.said === text) return;
    this.line.dataset.said = text;
    this.line.dataset.tone = tone;
    this.line.replaceChildren(text);
    if (!link) return;
    const anchor = Object.assign(document.createElement("a"), { textContent: link.text, href: link.href || location.pathname });
    if (link.blank) Object.assign(anchor, { target: "_blank", rel: "noopener" });
    this.line.append(" ", anchor);
  }

  retry() {
    this.notBefore = 0;
    this.trouble = "";
    if (this.changes.length) this.save();
    else this.show("", "");
  }

  /** Somebody may have logged in in another tab meanwhile. */
  async resume() {
    if (this.trouble !== "login") return;
    const found = await ask(this.facts.save);
    if (found?.state === "ready" && found.user === this.facts.user) this.retry();
    else if (found?.state === "ready") this.suffer({ state: "login", message: words.autosave.otherUser });
  }

  /** The page is going: say what there is to say. */
  flush() {
    if (this.isLeaving || !this.changes.length) return;
    this.keep();
    if (FINAL.has(this.trouble)) return;
    const body = bodyOf(this.form, this.changes).toString();
    const options = { keepalive: body.length <= LAST_WORDS };
    if (this.running) this.sendChanges(options);
    else this.save(options);
  }

  /** Nobody can save after logging out, so that waits for the last words. */
  async sayGoodbye(event) {
    if (this.isGoing || FINAL.has(this.trouble) || !this.changes.length) return;
    event.preventDefault();
    this.isGoing = true;
    await this.save();
    event.target.requestSubmit();
  }

  /** Before a button sends the form, make sure that somebody hears it: a refused log-in would lose the text. */
  async guard(event) {
    const { submitter } = event;
    if (event.defaultPrevented || this.isCertain || submitter?.hasAttribute("formaction") || submitter?.hasAttribute("formtarget")) return;
    event.preventDefault();
    if (this.isSubmitting) return;
    this.isSubmitting = true;
    await this.running;
    if (this.changes.length) this.keep();
    const found = await ask(this.facts.save);
    this.isSubmitting = false;
    if (found?.state !== "ready" || found.user !== this.facts.user) {
      const state = found?.state === "ready" || found?.state === "login" ? "login" : "unreachable";
      this.suffer({ state, message: found?.state === "ready" ? words.autosave.otherUser : "" });
      say(this.line?.textContent ?? "");
      return;
    }
    this.form.elements._unsure.value = [...this.unsure].join(" ");
    this.isCertain = this.isLeaving = true;
    this.form.requestSubmit(submitter);
    this.isCertain = false;
    // Nobody left: the browser had something against it.
    setTimeout(() => (this.isLeaving = false), STILL_HERE);
  }
}

const form = document.querySelector(".change-form #content-main form[id$=_form]");
const facts = form && JSON.parse(document.getElementById("autosave")?.textContent ?? "null");

/** The one of this page; null where there is nothing to save. */
export const autosave = facts ? new Autosave(form, facts) : null;
if (autosave) form.dataset.autosave = "on";
autosave?.begin();
