/** Tables: a head, a first column that names the rows, a caption in plain words. Stored as <table><caption>…</caption>…. */
import { Table as BaseTable, TableCell as BaseTableCell, TableHeader as BaseTableHeader } from "django-prose-editor/editor"
import { element, field, openDialog } from "editor/dialog"
import { PLAIN, ancestor } from "editor/structure"

/** Cells keep their spans and nothing of the widths and alignments that other programs write. */
function spans(attributes) {
  return { colspan: attributes.colspan, rowspan: attributes.rowspan, colwidth: { default: null, rendered: false, parseHTML: () => null } }
}

export const TableCell = BaseTableCell.extend({
  content: PLAIN,
  addAttributes() {
    return spans(this.parent())
  },
})

export const TableHeader = BaseTableHeader.extend({
  content: PLAIN,
  addAttributes() {
    return { ...spans(this.parent()), scope: { default: null } }
  },
})

export const Table = BaseTable.extend({
  addOptions() {
    return { ...this.parent(), labels: {} }
  },

  addAttributes() {
    const parseHTML = (dom) => dom.querySelector(":scope > caption")?.textContent.trim() ?? ""
    return { ...this.parent?.(), caption: { default: "", rendered: false, parseHTML } }
  },

  parseHTML() {
    return [...this.parent(), { tag: "caption", ignore: true }]
  },

  renderHTML(props) {
    const [tag, attributes, ...rest] = this.parent(props)
    const { caption } = props.node.attrs
    // Its words are written in a dialog.
    return caption ? [tag, attributes, ["caption", { contenteditable: "false" }, caption], ...rest] : [tag, attributes, ...rest]
  },

  addNodeView() {
    const make = this.parent()
    return (props) => {
      const view = make(props)
      const caption = element("caption", { contentEditable: "false" })
      const show = ({ attrs }) => {
        caption.textContent = attrs.caption
        caption.hidden = !attrs.caption
      }
      const update = view.update.bind(view)
      view.update = (node) => {
        const stays = update(node)
        if (stays) show(node)
        return stays
      }
      view.dom.querySelector("table").prepend(caption)
      show(props.node)
      return view
    }
  },

  addCommands() {
    return {
      ...this.parent(),
      // The button's command. A table begins with a head; rows and columns have buttons of their own.
      insertTableWithOptions:
        () =>
        ({ commands }) =>
          commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
      editTableCaption:
        () =>
        ({ editor }) => {
          askCaption(editor, this.options.labels)
          return true
        },
    }
  },

  addMenuItems({ menu, buttons, ...rest }) {
    this.parent({ menu, buttons, ...rest })
    const within = { groups: "table", hidden: (editor) => !editor.isActive("table") }
    menu.defineItem({
      ...within,
      name: "table:toggleHeaderColumn",
      command: (editor) => editor.chain().focus().toggleHeaderColumn().run(),
      button: buttons.material("view_sidebar"),
    })
    menu.defineItem({
      ...within,
      name: "table:caption",
      command: (editor) => editor.commands.editTableCaption(),
      active: (editor) => Boolean(editor.getAttributes("table").caption),
      button: buttons.material("subtitles"),
    })
  },
})

async function askCaption(editor, labels) {
  const before = ancestor(editor.state, "table")
  if (!before) return
  const caption = field(labels.tableCaption, { value: before.node.attrs.caption })
  const answer = await openDialog({
    title: labels.table,
    labels,
    remove: before.node.attrs.caption ? labels.remove : "",
    body: [caption.row],
    onOpen: () => caption.control.focus(),
  })
  const chain = editor.chain().focus()
  if (!answer) return chain.run()
  const words = answer === "save" ? caption.control.value.trim() : ""
  chain.command(({ tr }) => Boolean(tr.setNodeAttribute(before.from, "caption", words))).run()
}
