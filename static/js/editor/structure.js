/** What may stand in what: the content rules of the parser (publishing/fields/richtext_parse.py), for the editor. */
import {
  Blockquote as BaseBlockquote,
  ListItem as BaseListItem,
  Table as BaseTable,
  TableCell as BaseTableCell,
  TableHeader as BaseTableHeader,
} from "django-prose-editor/editor"

const PLAIN = "(paragraph | list)+"

export const Blockquote = BaseBlockquote.extend({ content: PLAIN })
export const ListItem = BaseListItem.extend({ content: "paragraph (paragraph | list)*" })

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
  addCommands() {
    return {
      ...this.parent(),
      // The button's command. A table begins with a head; rows and columns have buttons of their own.
      insertTableWithOptions:
        () =>
        ({ commands }) =>
          commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
    }
  },
})

/** Put a block below the one that the text is being written in, or in its place if that is empty. It breaks no sentence. */
export function insertBlock(chain, editor, block) {
  const { $to } = editor.state.selection
  const here = $to.depth && $to.node(1)
  const within = here && (here.type.name !== "paragraph" || here.content.size)
  return within ? chain.insertContentAt($to.after(1), block) : chain.insertContent(block)
}
