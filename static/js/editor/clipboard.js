/** Pictures in what is pasted or dropped: a file goes to the library, and of those within a text the editor is told. */
import { Plugin } from "django-prose-editor/editor"
import { say } from "editor/below"
import { openPicker } from "editor/picker"
import { insertBlock } from "editor/structure"

/** Return the plugin that takes picture files, and says what of a pasted page was left behind. */
export function takePictures(editor, options) {
  const { labels, pick } = options
  const take = (files) => {
    say(editor, pick ? "" : labels.imagesLeft.replace("%s", files.length))
    if (pick) upload(editor, options, files)
    return true
  }
  const handlePaste = (_view, event) => {
    const html = event.clipboardData.getData("text/html")
    const files = picturesIn(event.clipboardData)
    // Word sends a picture of the text beside the text; a browser sends a picture as a page without words.
    if (files.length && !wordsOf(html) && !event.clipboardData.getData("text/plain").trim()) return take(files)
    const left = html.includes("data-pm-slice") ? 0 : (html.match(/<img\s/gi) ?? []).length
    say(editor, left ? labels.imagesLeft.replace("%s", left) : "")
    return false
  }
  const handleDrop = (_view, event, _slice, moved) => {
    const files = moved ? [] : picturesIn(event.dataTransfer)
    if (!files.length) return false
    event.preventDefault()
    return take(files)
  }
  return new Plugin({ props: { handlePaste, handleDrop } })
}

function picturesIn(transfer) {
  return [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"))
}

function wordsOf(html) {
  const copy = document.createElement("template")
  // Only what a tag is not: nothing here is put into a page.
  copy.innerHTML = html.replace(/<(style|title)[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>/gi, "")
  return copy.content.textContent.trim()
}

/** One file is a picture, several are a gallery. Who closes the dialog leaves them out, and is told. */
async function upload(editor, options, files) {
  if (files.length > 1) return editor.commands.insertGallery(files)
  const image = await openPicker({ ...options, given: files[0] })
  const chain = editor.chain().focus()
  if (image) return insertBlock(chain, editor, { type: "picture", attrs: { image }, content: [{ type: "caption" }] }).run()
  say(editor, options.labels.imagesLeft.replace("%s", 1))
  return chain.run()
}
