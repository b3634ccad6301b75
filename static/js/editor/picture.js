/**
 * Images of the library in the text. Stored as <figure data-image="id"><figcaption>…</figcaption></figure>: no address
 * of a file, so that files may change. What the image shows is written in the library, the caption here.
 */
import { Node } from "django-prose-editor/editor"
import { say } from "editor/below"
import { takePictures } from "editor/clipboard"
import { element, tool } from "editor/dialog"
import { openPicker } from "editor/picker"
import { ancestor, insertBlock, moveBlock, removeBlock } from "editor/structure"

export const Caption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,

  parseHTML() {
    return [{ tag: "figcaption", context: "picture/" }]
  },

  renderHTML() {
    return ["figcaption", 0]
  },
})

export const Picture = Node.create({
  name: "picture",
  group: "block",
  content: "caption",
  isolating: true,
  draggable: true,

  addOptions() {
    return { labels: {}, languages: [], pick: "", file: "" }
  },

  addExtensions() {
    return [Caption]
  },

  addAttributes() {
    return { image: { default: "", parseHTML: (dom) => dom.dataset.image, renderHTML: ({ image }) => ({ "data-image": image }) } }
  },

  parseHTML() {
    return [{ tag: "figure[data-image]:not(.post)" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes, 0]
  },

  addNodeView() {
    return ({ node, getPos, editor }) => {
      const { labels } = this.options
      const picture = element("img", { alt: labels.image })
      const missing = element("p", { className: "picture__missing", hidden: true }, labels.imageMissing)
      const change = tool(labels.imageChange, () => editor.commands.pickPicture(getPos()))
      const remove = tool(labels.remove, () => removeBlock(editor, getPos()))
      const movers = [-1, 1].map((by) => {
        const button = tool(by < 0 ? labels.imageEarlier : labels.imageLater, () => {
          const there = move(editor, labels, getPos(), by)
          editor.view.nodeDOM(there).querySelector(`.picture__move[value="${by}"]`).focus()
        })
        return Object.assign(button, { className: "picture__move", value: by })
      })
      const bar = element("p", { className: "picture__tools" }, ...movers, ...(this.options.pick ? [change] : []), remove)
      const shown = element("div", { contentEditable: "false" }, picture, missing, bar)
      const caption = element("div", { className: "picture__caption" })
      // The caption's own element belongs to the editor, so its prompt comes by way of the style.
      caption.style.setProperty("--prompt", JSON.stringify(labels.imageCaption))
      picture.addEventListener("error", () => showMissing(true))
      const showMissing = (is) => {
        picture.hidden = is
        missing.hidden = !is
      }
      const show = ({ attrs }) => {
        showMissing(!this.options.file)
        // An image may have a file of its own for the language of the text.
        const query = new URLSearchParams({ language: editor.storage.textbox.lang })
        if (this.options.file) picture.src = `${this.options.file.replace("{id}", encodeURIComponent(attrs.image))}?${query}`
      }
      show(node)
      return {
        dom: element("figure", { className: "picture" }, shown, caption),
        contentDOM: caption,
        stopEvent: (event) => bar.contains(event.target),
        ignoreMutation: (mutation) => !caption.contains(mutation.target),
        update: (updated) => {
          if (updated.type.name !== this.name) return false
          if (updated.attrs.image !== node.attrs.image) show(updated)
          node = updated
          return true
        },
      }
    }
  },

  addCommands() {
    return {
      pickPicture:
        (position = null) =>
        ({ editor }) => {
          openPicker({ ...this.options, lang: editor.storage.textbox.lang }).then((image) => {
            const chain = editor.chain().focus()
            if (!image) chain.run()
            else if (position === null) insertBlock(chain, editor, { type: this.name, attrs: { image }, content: [{ type: "caption" }] }).run()
            else chain.command(({ tr }) => tr.setNodeAttribute(position, "image", image)).run()
          })
          return true
        },
    }
  },

  addProseMirrorPlugins() {
    return [takePictures(this.editor, this.options)]
  },

  addKeyboardShortcuts() {
    // The caret goes along with its caption.
    const moveHere = (by) => () => {
      const { editor } = this
      const picture = ancestor(editor.state, "picture")
      if (!picture || !ancestor(editor.state, "gallery")) return false
      const within = editor.state.selection.from - picture.from
      const there = move(editor, this.options.labels, picture.from, by)
      return editor.commands.focus(there + within)
    }
    return {
      "Alt-ArrowUp": moveHere(-1),
      "Alt-ArrowDown": moveHere(1),
      // Enter in a caption goes on below the image, or below the gallery.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection
        if ($from.parent.type.name !== "caption") return false
        const below = ancestor(editor.state, "gallery")?.to ?? $from.after(-1)
        return editor.chain().insertContentAt(below, { type: "paragraph" }).focus(below + 1).run()
      },
    }
  },

  addMenuItems({ menu, buttons }) {
    if (!this.options.pick) return
    menu.defineItem({
      name: "picture",
      groups: "insert",
      priority: 100,
      command: (editor) => editor.commands.pickPicture(ancestor(editor.state, "picture")?.from ?? null),
      active: (editor) => editor.isActive("picture"),
      button: buttons.material("image"),
    })
  },
})

/** Put a picture before or behind the next one of its gallery, and say where it stands. Returns where it begins. */
function move(editor, labels, from, by) {
  const there = moveBlock(editor, from, by)
  const $there = editor.state.doc.resolve(there)
  say(editor, labels.imagePlace.replace("%s", $there.index() + 1).replace("%s", $there.parent.childCount))
  return there
}
