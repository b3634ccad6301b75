/**
 * Footnotes: a numbered mark in the text that holds the note. Stored as <span class="footnote">…</span> at the point
 * it belongs to; numbers and the list of notes are made when the text is shown.
 */
import {
  Document,
  Editor,
  History,
  Menu,
  Node,
  Paragraph,
  Text,
  mergeAttributes,
} from "django-prose-editor/editor"
import { element, openDialog } from "editor/dialog"
import { Link } from "editor/link"
import { Bold, Italic } from "editor/paste"
import { Textbox } from "editor/textbox"

/** Edit the content of a note, a list of text nodes. Returns the new list, [] for "remove", null for "cancel". */
async function editNote(content, { labels, buttons, marks, lang }) {
  const label = element("p", { id: "editor-note-label", className: "editor-dialog__label" }, labels.footnoteText)
  const place = element("div", { className: "prose-editor", lang })
  const note = new Editor({
    element: place,
    injectCSS: false,
    extensions: [
      Document.extend({ content: "paragraph" }),
      Paragraph,
      Text,
      Bold,
      Italic,
      History,
      Link.configure({ labels, autolink: true, defaultProtocol: "https", enableTarget: false }),
      Menu.configure({ groups: [{ group: "marks" }, { group: "link" }] }),
      Textbox.configure({ labels, buttons, marks, labelledBy: label.id, lang }),
    ],
    content: { type: "doc", content: [{ type: "paragraph", content }] },
  })
  const answer = await openDialog({
    title: labels.footnote,
    labels,
    remove: content.length ? labels.remove : "",
    body: [label, place],
    check: () => (note.getText().trim() ? "" : labels.footnoteEmpty),
    onOpen: () => note.commands.focus("end"),
  })
  const written = note.getJSON().content[0].content ?? []
  note.destroy()
  return { save: written, remove: [] }[answer] ?? null
}

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  content: "text*",
  marks: "bold italic link",
  // The text shows only the number of a note; its words are edited in a dialog.
  atom: true,

  addOptions() {
    return { labels: {} }
  },

  parseHTML() {
    return [{ tag: "span.footnote" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", mergeAttributes(HTMLAttributes, { class: "footnote" }), 0]
  },

  addNodeView() {
    return ({ node, getPos, editor }) => {
      const button = element("button", { type: "button", className: "footnote-mark", contentEditable: "false" })
      const describe = (shown) => {
        button.title = shown.textContent
        button.setAttribute("aria-label", `${this.options.labels.footnote}: ${shown.textContent}`)
      }
      describe(node)
      button.addEventListener("click", () => editor.commands.editFootnote(getPos()))
      return {
        dom: button,
        update: (updated) => {
          if (updated.type.name !== this.name) return false
          describe(updated)
          return true
        },
      }
    }
  },

  addCommands() {
    return {
      editFootnote:
        (position = null) =>
        ({ editor, state }) => {
          const { labels } = this.options
          const { buttons, marks, lang } = editor.storage.textbox
          const node = position === null ? null : state.doc.nodeAt(position)
          editNote(node?.content.toJSON() ?? [], { labels, buttons, marks, lang }).then((content) => {
            const chain = editor.chain().focus()
            const range = node && { from: position, to: position + node.nodeSize }
            const written = { type: this.name, content }
            if (content === null) chain.run()
            else if (!content.length && range) chain.deleteRange(range).run()
            else if (range) chain.insertContentAt(range, written).run()
            // After the selected words, never instead of them.
            else if (content.length) chain.insertContentAt(state.selection.to, written).run()
          })
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { selection } = editor.state
        return selection.node?.type.name === this.name && editor.commands.editFootnote(selection.from)
      },
    }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "footnote",
      groups: "insert",
      priority: 120,
      command: (editor) => editor.commands.editFootnote(selectedNote(editor)),
      enabled: (editor) => editor.state.selection.$from.parent.inlineContent,
      active: (editor) => selectedNote(editor) !== null,
      button: buttons.material("emergency"),
    })
  },
})

function selectedNote(editor) {
  const { selection } = editor.state
  return selection.node?.type.name === "footnote" ? selection.from : null
}
