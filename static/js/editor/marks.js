/** The key " gives the quotation marks of the text's language. What is pasted stays as it is, and undo gives the straight mark. */
import { Plugin, pm } from "django-prose-editor/editor"

// Nothing, a space, a bracket, a dash or a slash before it: words begin here.
const OPENS = /^$|[\s([{—–/-]/

/** Return the plugin; `marksOf` says which pair the language has, [opening, closing], or nothing. */
export function typedMarks(marksOf) {
  const handleTextInput = (view, from, to, text) => {
    const marks = marksOf()
    if (text !== '"' || !marks || view.composing) return false
    const { parent, parentOffset } = view.state.doc.resolve(from)
    const before = parent.textBetween(Math.max(parentOffset - 1, 0), parentOffset, null, "\ufffc")
    const mark = OPENS.test(before) ? marks[0] : marks[1]
    // First what was typed, then what is meant: so there is a step to undo.
    view.dispatch(view.state.tr.insertText(text, from, to))
    view.dispatch(pm.history.closeHistory(view.state.tr.insertText(mark, from, from + 1)).scrollIntoView())
    return true
  }
  return new Plugin({ props: { handleTextInput } })
}
