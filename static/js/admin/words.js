// What the scripts say, in the language of the interface; the page brings it as data.
const source = document.getElementById("admin-words");

export const words = source ? JSON.parse(source.textContent) : {};

/** Put values into a text with names in it, as gettext writes them: "%(name)s". */
export function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
}

/** Write a moment as the pages do: "22 Nov 2026, 14:05". */
export function moment(at, options) {
  const language = document.documentElement.lang;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { hourCycle: "h23", ...options }).format(at);
}

let region;

/** Say something to those who do not see the page, when they are not being told something else. */
export function say(text) {
  if (!region) {
    region = document.createElement("div");
    region.className = "visually-hidden";
    region.setAttribute("aria-live", "polite");
    document.body.append(region);
  }
  region.textContent = text;
}
