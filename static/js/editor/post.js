/**
 * A post of a network, quoted: its words in the text, who wrote it, when and where beside them, a screenshot from the
 * library. Stored as <figure class="post" data-author data-handle data-time data-href data-image><blockquote>….
 */
import { Node, pm } from "django-prose-editor/editor"
import { element, field, openDialog, tool } from "editor/dialog"
import { ADDRESS } from "editor/link"
import { openPicker } from "editor/picker"
import { PLAIN, ancestor, insertBlock, removeBlock } from "editor/structure"

const KEPT = ["author", "handle", "time", "href", "image"]

export const Post = Node.create({
  name: "post",
  group: "block",
  content: PLAIN,
  isolating: true,
  draggable: true,

  addOptions() {
    return { labels: {}, languages: [], pick: "", file: "" }
  },

  addAttributes() {
    const kept = (name) => ({
      default: "",
      parseHTML: (dom) => dom.getAttribute(`data-${name}`) ?? "",
      renderHTML: (attributes) => (attributes[name] ? { [`data-${name}`]: attributes[name] } : {}),
    })
    return Object.fromEntries(KEPT.map((name) => [name, kept(name)]))
  },

  parseHTML() {
    return [{ tag: "figure.post", contentElement: (dom) => dom.querySelector("blockquote") ?? dom }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", { class: "post", ...HTMLAttributes }, ["blockquote", 0]]
  },

  addNodeView() {
    return ({ node, getPos, editor }) => {
      const { labels } = this.options
      const told = element("p", { className: "post__told" })
      const picture = element("img", { alt: labels.postScreenshot })
      const tools = element("p", { className: "picture__tools" })
      const words = element("div", { className: "post__words" })
      const around = element("div", { contentEditable: "false" }, picture, told, tools)
      words.style.setProperty("--prompt", JSON.stringify(labels.postPrompt))
      const show = ({ attrs }) => {
        told.textContent = [attrs.author, attrs.handle, attrs.time.replace("T", " "), attrs.href].filter(Boolean).join(" · ")
        picture.hidden = !attrs.image || !this.options.file
        if (!picture.hidden) picture.src = this.options.file.replace("{id}", encodeURIComponent(attrs.image))
        const buttons = [tool(labels.edit, () => editor.commands.editPost(getPos()))]
        if (this.options.pick) buttons.push(tool(labels.postScreenshot, () => pickScreenshot(editor, this.options, getPos)))
        tools.replaceChildren(...buttons, tool(labels.remove, () => removeBlock(editor, getPos())))
      }
      show(node)
      return {
        dom: element("figure", { className: "post" }, words, around),
        contentDOM: words,
        stopEvent: (event) => tools.contains(event.target),
        ignoreMutation: (mutation) => !words.contains(mutation.target),
        update: (updated) => {
          if (updated.type.name !== this.name) return false
          if (KEPT.some((name) => updated.attrs[name] !== node.attrs[name])) show(updated)
          node = updated
          return true
        },
      }
    }
  },

  addCommands() {
    return {
      editPost:
        (position = null) =>
        ({ editor, state }) => {
          const node = position === null ? null : state.doc.nodeAt(position)
          askPost(node?.attrs ?? {}, this.options).then((attrs) => {
            const chain = editor.chain().focus()
            if (attrs && node) chain.command(({ tr }) => Boolean(tr.setNodeMarkup(position, null, { ...node.attrs, ...attrs }))).run()
            else if (attrs) insertBlock(chain, editor, { type: this.name, attrs, content: [{ type: "paragraph" }] }).run()
            else chain.run()
          })
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      // Enter on an empty last line goes on below the post.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection
        const post = ancestor(editor.state, "post")
        if (!post || $from.parent.content.size || post.node.childCount < 2 || $from.depth < 2) return false
        if ($from.node(-1) !== post.node || $from.index(-1) !== post.node.childCount - 1) return false
        return editor.commands.command(({ tr }) => {
          const { paragraph } = editor.schema.nodes
          const end = post.to - $from.parent.nodeSize
          tr.delete($from.before(), $from.after()).insert(end, paragraph.create())
          tr.setSelection(pm.state.TextSelection.create(tr.doc, end + 1))
          return true
        })
      },
    }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "post",
      groups: "insert",
      priority: 70,
      command: (editor) => editor.commands.editPost(ancestor(editor.state, "post")?.from ?? null),
      active: (editor) => editor.isActive("post"),
      button: buttons.material("forum"),
    })
  },
})

/** Ask who wrote a post, when and where. Returns attributes, or null. */
async function askPost(before, { labels }) {
  const [day, hour] = (before.time ?? "").split("T")
  const fields = {
    author: field(labels.postAuthor, { value: before.author ?? "" }),
    handle: field(labels.postHandle, { value: before.handle ?? "", autocomplete: "off" }),
    day: field(labels.postDay, { type: "date", value: day ?? "" }),
    hour: field(labels.postTime, { type: "time", value: hour ?? "" }),
    href: field(labels.postAddress, { type: "url", value: before.href ?? "", autocomplete: "off" }),
  }
  const said = (name) => fields[name].control.value.trim()
  const help = element("p", { className: "editor-dialog__help" }, labels.postHelp)
  const answer = await openDialog({
    title: labels.post,
    labels,
    body: [...Object.values(fields).map(({ row }) => row), help],
    check: () => (said("href") && !ADDRESS.test(said("href")) ? labels.linkWrong : ""),
    onOpen: () => fields.author.control.focus(),
  })
  const time = said("day") && said("hour") ? `${said("day")}T${said("hour").slice(0, 5)}` : said("day")
  return answer ? { author: said("author"), handle: said("handle"), time, href: said("href") } : null
}

async function pickScreenshot(editor, options, getPos) {
  const image = await openPicker({ ...options, lang: editor.storage.textbox.lang })
  const chain = editor.chain().focus()
  if (image) chain.command(({ tr }) => Boolean(tr.setNodeAttribute(getPos(), "image", image)))
  chain.run()
}
