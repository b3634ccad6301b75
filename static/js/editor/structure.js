/** What may stand in what: the content rules of the parser (publishing/fields/richtext_parse.py), for the editor. */
import { ListItem as BaseListItem, pm } from "django-prose-editor/editor"

export const PLAIN = "(paragraph | list)+"

export const ListItem = BaseListItem.extend({ content: "paragraph (paragraph | list)*" })

/** The nearest node of a kind that the selection is, or stands in: { node, from, to }. */
export function ancestor({ selection }, name) {
  const { $from, node } = selection
  if (node?.type.name === name) return { node, from: selection.from, to: selection.to }
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name === name) return { node: $from.node(depth), from: $from.before(depth), to: $from.after(depth) }
  }
  return null
}

/** Put a block below the one that the text is being written in, or in its place if that is empty. It breaks no sentence. */
export function insertBlock(chain, editor, block) {
  const { $to } = editor.state.selection
  const here = $to.depth && $to.node(1)
  const within = here && (here.type.name !== "paragraph" || here.content.size)
  return within ? chain.insertContentAt($to.after(1), block) : chain.insertContent(block)
}

/** Take out the block that begins at a position, and with it what would hold nothing else. */
export function removeBlock(editor, from) {
  const $from = editor.state.doc.resolve(from)
  const alone = $from.depth && $from.parent.childCount === 1
  const [begin, end] = alone ? [$from.before(), $from.after()] : [from, from + $from.nodeAfter.nodeSize]
  editor.chain().focus().deleteRange({ from: begin, to: end }).run()
}

/** Let a block change places with the one before it (-1) or behind it (1). Returns where it begins now: where it was, if there is none. */
export function moveBlock({ state, view }, from, by) {
  const $from = state.doc.resolve(from)
  const [node, other] = [$from.nodeAfter, $from.parent.maybeChild($from.index() + by)]
  if (!other) return from
  const begin = by < 0 ? from - other.nodeSize : from
  const moved = state.tr.replaceWith(begin, begin + node.nodeSize + other.nodeSize, by < 0 ? [node, other] : [other, node])
  // However quickly one moves on: each move is undone by itself.
  view.dispatch(pm.history.closeHistory(moved))
  return by < 0 ? begin : from + other.nodeSize
}
