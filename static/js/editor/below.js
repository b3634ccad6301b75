/** The line below a text: what the editor has to say to whoever writes, and how long the text is. */
import { element } from "editor/dialog"

const TYPING_PAUSE = 300
// Words that people read in a minute.
const SPEED = 200
const WORD = /[\p{L}\p{N}]/u

/** Make the line of an editor. */
export function lineBelow(editor, labels) {
  const count = element("p", { className: "prose-editor__count" })
  const line = element("div", { className: "prose-editor__below" }, element("p", { role: "status" }), count)
  editor.view.dom.parentElement.append(line)
  const format = new Intl.NumberFormat(document.documentElement.lang || undefined)
  const tell = () => {
    const words = wordsIn(editor.state.doc)
    const minutes = Math.round(words / SPEED)
    const parts = [labels.words.replace("%s", format.format(words)), minutes && labels.minutes.replace("%s", format.format(minutes))]
    count.textContent = parts.filter(Boolean).join(" · ")
  }
  let timer = 0
  editor.on("update", () => {
    clearTimeout(timer)
    timer = setTimeout(tell, TYPING_PAUSE)
  })
  tell()
}

/** Say something below the text; it stays until there is something else to say, or nothing (""). */
export function say(editor, words) {
  const place = editor.view.dom.parentElement?.querySelector(".prose-editor__below [role=status]")
  if (place) place.textContent = words
}

/** Count words as they are counted for partners: notes are no part of the text. */
function wordsIn(doc) {
  let text = ""
  doc.descendants((node) => {
    if (node.type.name === "footnote") return false
    text += node.isText ? node.text : " "
    return true
  })
  return text.split(/\s+/).filter((word) => WORD.test(word)).length
}
