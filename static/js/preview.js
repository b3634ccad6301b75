// The bar above a preview, and the links of a page that is not public. Without this script the languages can still be changed.
const bar = document.querySelector(".preview");
const form = bar?.querySelector("form");
const framed = window.parent !== window;

/** The control that shows the preview in the language of a public address, if the address is that of this page. */
function languageAt(link) {
  return [...bar.querySelectorAll("[data-address]")].find((control) => control.dataset.address === link.pathname && link.host === location.host);
}

/** Show the page in a frame of a phone's width. The frame is asked for again, since a page cannot be made narrower than its window. */
function showPhone() {
  const stage = Object.assign(document.createElement("div"), { className: "preview-phone" });
  const frame = Object.assign(document.createElement("iframe"), { name: "preview-phone", title: bar.dataset.phone });
  stage.append(frame);
  bar.after(stage);
  const address = new URL(location.href);
  const current = bar.querySelector("[aria-current]").lang;
  address.searchParams.set("language", current);
  address.searchParams.set("frame", "page");
  if (form.getAttribute("method") === "get") {
    frame.src = address;
    return;
  }
  // A field of the form may be called "action" or "submit", so nothing is read from the form by name.
  form.setAttribute("action", address);
  form.setAttribute("target", frame.name);
  HTMLFormElement.prototype.submit.call(form);
  form.removeAttribute("action");
  form.removeAttribute("target");
}

function setWidth(width) {
  document.querySelector(".preview-phone")?.remove();
  for (const part of document.body.children) {
    if (part !== bar) part.hidden = width === "phone";
  }
  for (const control of bar.querySelectorAll("[data-width]")) control.setAttribute("aria-pressed", String(control.dataset.width === width));
  if (width === "phone") showPhone();
}

function listen() {
  for (const control of bar.querySelectorAll("[data-widths], [data-close]")) control.hidden = false;
  bar.addEventListener("click", (event) => {
    const control = event.target.closest("button");
    if (control?.dataset.width !== undefined) setWidth(control.dataset.width);
    if (control?.dataset.close !== undefined) window.close();
  });
  // A link inside the frame to this page in another language.
  addEventListener("preview:language", (event) => bar.querySelector(`button[lang="${event.detail}"]`)?.click());
}

/** Links of the page lead to a public page in a tab of its own; those to this text in another language stay in the preview. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || !bar || link.getAttribute("href").startsWith("#") || link.closest(".preview__advice")) return;
  const language = languageAt(link);
  if (!language) {
    link.target = "_blank";
    link.relList.add("noreferrer");
    return;
  }
  event.preventDefault();
  if (framed) parent.dispatchEvent(new CustomEvent("preview:language", { detail: language.lang }));
  else language.click();
});

if (bar && !framed) listen();
