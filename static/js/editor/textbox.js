/**
 * Makes the editor a text box that assistive technology knows: name and description from the field it stands for, the
 * language of the text, errors. And keeps it within the Content-Security-Policy: its styles are in css/editor.css.
 */
import { Extension, Plugin } from "django-prose-editor/editor"
import { lineBelow } from "editor/below"
import { typedMarks } from "editor/marks"
import { fromElsewhere } from "editor/paste"
import { nameToolbar, tellState } from "editor/toolbar"

export const Textbox = Extension.create({
  name: "textbox",
  // After the menu, whose buttons it names.
  priority: 10,

  addOptions() {
    return { labels: {}, buttons: {}, marks: {}, labelledBy: "", lang: "" }
  },

  addStorage() {
    return { buttons: {}, marks: {}, lang: "", leaving: false }
  },

  onBeforeCreate() {
    // It would add a <style> element, which the policy refuses.
    this.editor.options.injectCSS = false
    this.storage.buttons = this.options.buttons
    this.storage.marks = this.options.marks
    this.storage.lang = this.options.lang || (textareaOf(this.editor)?.lang ?? "")
  },

  addProseMirrorPlugins() {
    const keydown = (_view, event) => {
      // Tab moves within lists and tables; Escape and then Tab leaves, so that nobody is trapped.
      const leave = this.storage.leaving && event.key === "Tab"
      this.storage.leaving = event.key === "Escape" || (this.storage.leaving && event.key === "Shift")
      return leave
    }
    const attributes = { role: "textbox", "aria-multiline": "true", ...describe(this.editor, this.options) }
    return [
      new Plugin({ props: { attributes, transformPastedHTML: fromElsewhere, handleDOMEvents: { keydown } } }),
      typedMarks(() => this.storage.marks[this.storage.lang]),
    ]
  },

  onCreate() {
    // A text that somebody may read and not change.
    if (textareaOf(this.editor)?.disabled) this.editor.setEditable(false)
    const { dom } = this.editor.view
    const bar = dom.parentElement.querySelector(".prose-menubar")
    if (bar) {
      nameToolbar(bar, { name: this.options.labels.toolbar, buttons: this.options.buttons, controls: dom.id })
      this.editor.on("transaction", () => tellState(bar))
      tellState(bar)
    }
    if (textareaOf(this.editor)) lineBelow(this.editor, this.options.labels)
    for (const label of textareaOf(this.editor)?.labels ?? []) {
      label.addEventListener("click", () => this.editor.commands.focus())
    }
  },
})

function textareaOf(editor) {
  return editor.options.element?.querySelector?.(":scope > textarea")
}

function describe(editor, { labelledBy, lang }) {
  const textarea = textareaOf(editor)
  if (!textarea) return { "aria-labelledby": labelledBy, ...(lang ? { lang } : {}) }
  const [label] = textarea.labels
  if (label) label.id ||= `${textarea.id}_label`
  const kept = ["lang", "aria-describedby", "aria-invalid"].filter((name) => textarea.hasAttribute(name))
  return {
    id: `${textarea.id}_editor`,
    ...(label ? { "aria-labelledby": label.id } : { "aria-label": textarea.getAttribute("aria-label") ?? textarea.name }),
    ...Object.fromEntries(kept.map((name) => [name, textarea.getAttribute(name)])),
  }
}
