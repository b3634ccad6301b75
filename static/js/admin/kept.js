// Unsaved text in this browser: kept per user and record while the server cannot have it, gone once it has.
// Whoever works on a shared computer switches it off; that is remembered here too.
const PREFIX = "matiane:text:";
const CHOICE = "matiane:keep";
let isOver = false;

function store(action) {
  try {
    return action(localStorage);
  } catch {
    // Storage that is full or forbidden: then nothing is kept, and the form says so.
    return null;
  }
}

export function isKeeping() {
  return store((storage) => storage.getItem(CHOICE) !== "no") ?? false;
}

export function choose(keeps) {
  store((storage) => (keeps ? storage.removeItem(CHOICE) : storage.setItem(CHOICE, "no")));
  if (!keeps) forget();
}

/** Forget the texts of a user, or of everybody who used this browser. */
export function forget(user = "") {
  store((storage) => {
    for (const name of Object.keys(storage)) if (name.startsWith(user ? `${PREFIX}${user}:` : PREFIX)) storage.removeItem(name);
  });
}

/** The text of one record. */
export class Kept {
  constructor({ user, record }) {
    this.name = `${PREFIX}${user}:${record}`;
  }

  /** Keep a text; tell whether it is kept. */
  put(text) {
    return !isOver && isKeeping() && (store((storage) => (storage.setItem(this.name, JSON.stringify(text)), true)) ?? false);
  }

  get() {
    return store((storage) => JSON.parse(storage.getItem(this.name)));
  }

  drop() {
    store((storage) => storage.removeItem(this.name));
  }
}

/** Forget the texts of a form that a button has stored: the page after it brings its name. */
export function forgetSaved() {
  const saved = /(?:^|; )saved_form=(\w+)/.exec(document.cookie)?.[1];
  if (!saved) return;
  store((storage) => {
    for (const name of Object.keys(storage)) {
      if (name.startsWith(PREFIX) && JSON.parse(storage.getItem(name))?.form === saved) storage.removeItem(name);
    }
  });
}

forgetSaved();
document.querySelector("form[data-log-out]")?.addEventListener("submit", (event) => {
  // The page that is left says its last words after this.
  isOver = true;
  forget(event.target.dataset.logOut);
});
