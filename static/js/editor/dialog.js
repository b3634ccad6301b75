/** Dialogs of the editor: a form in a <dialog>, outside the form of the page. */

let number = 0

/** Make an element. Names with a dash, `role`, `for` and `lang` become attributes, others properties. */
export function element(tag, options = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(options)) {
    if (name.includes("-") || ["role", "for", "lang"].includes(name)) made.setAttribute(name, value)
    else made[name] = value
  }
  made.append(...children)
  return made
}

/** Make a labelled control: { row, control }. */
export function field(label, options = {}, tag = "input") {
  const id = `editor-field-${++number}`
  const control = element(tag, { id, ...(tag === "input" ? { type: "text" } : {}), ...options })
  const name = element("label", { for: id }, label)
  const order = control.type === "checkbox" ? [control, name] : [name, control]
  return { control, row: element("p", { className: "editor-dialog__field" }, ...order) }
}

/** Make a button that belongs to a block of the text. */
export function tool(words, act) {
  const button = element("button", { type: "button" }, words)
  button.addEventListener("click", act)
  return button
}

/**
 * Show a dialog and wait for the answer: "save", "remove", or null for Cancel and Escape.
 * `check` may return words that say what is missing; the dialog then stays. `onOpen` gets two functions: to close the
 * dialog with an answer, and to say something in it.
 */
export function openDialog({ title, body, labels, save = labels.save, remove = "", check = () => "", onOpen }) {
  const id = `editor-dialog-${++number}`
  const said = element("p", { className: "editor-dialog__alert", role: "alert" })
  const cancel = element("button", { type: "button", className: "editor-dialog__quiet" }, labels.cancel)
  const buttons = [element("button", { type: "submit" }, save), cancel]
  const form = element(
    "form",
    { noValidate: true },
    element("h2", { id }, title),
    ...body,
    said,
    element("p", { className: "editor-dialog__buttons" }, ...buttons),
  )
  const dialog = element("dialog", { className: "editor-dialog", "aria-labelledby": id }, form)

  return new Promise((resolve) => {
    let answer = null
    const close = (value) => {
      answer = value
      dialog.close()
    }
    if (remove) {
      const button = element("button", { type: "button", className: "editor-dialog__remove" }, remove)
      button.addEventListener("click", () => close("remove"))
      buttons[1].after(button)
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      said.textContent = check()
      if (!said.textContent) close("save")
    })
    cancel.addEventListener("click", () => close(null))
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(answer)
    })
    document.body.append(dialog)
    dialog.showModal()
    onOpen?.(close, (words) => {
      said.textContent = words
    })
  })
}
