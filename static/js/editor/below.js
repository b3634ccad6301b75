/** The line below a text: what the editor has to say to whoever writes. */
import { element } from "editor/dialog"

/** Make the line of an editor. */
export function lineBelow(editor) {
  const line = element("div", { className: "prose-editor__below" }, element("p", { role: "status" }))
  editor.view.dom.parentElement.append(line)
}

/** Say something below the text; it stays until there is something else to say, or nothing (""). */
export function say(editor, words) {
  const place = editor.view.dom.parentElement?.querySelector(".prose-editor__below [role=status]")
  if (place) place.textContent = words
}
