/**
 * Cards of videos and posts. An address pasted or typed alone in a paragraph becomes a card; its title and author are
 * typed by the editor. Nothing is asked of the other site, here or on the public page.
 */
import { Extension, Node, Plugin } from "django-prose-editor/editor"
import { element, field, openDialog } from "editor/dialog"
import { insertBlock } from "editor/structure"

const PastedAddress = Extension.create({
  name: "pastedAddress",
  // Before links, which would make a link of it. (The node itself must not come first: an empty text would begin with it.)
  priority: 1100,

  addProseMirrorPlugins() {
    const handlePaste = (view, event) => {
      const href = event.clipboardData.getData("text/plain").trim()
      const { $from } = view.state.selection
      const alone = $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size
      if (!alone || !providerOf(href, this.options)) return false
      return this.editor.commands.insertContent({ type: "embed", attrs: { href } })
    }
    return [new Plugin({ props: { handlePaste } })]
  },
})

export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,

  addOptions() {
    return { labels: {}, providers: [] }
  },

  addAttributes() {
    return {
      href: { default: "", rendered: false, parseHTML: (dom) => dom.querySelector("a")?.getAttribute("href") ?? "" },
      title: { default: "", rendered: false, parseHTML: (dom) => titleOf(dom.querySelector("a")) },
      author: { default: "", rendered: false, parseHTML: (dom) => dom.querySelector("figcaption")?.textContent ?? "" },
    }
  },

  parseHTML() {
    return [{ tag: "figure.embed" }]
  },

  renderHTML({ node }) {
    const { href, title, author } = node.attrs
    const card = ["figure", { class: "embed" }, ["a", { href }, title || href]]
    return author ? [...card, ["figcaption", {}, author]] : card
  },

  addNodeView() {
    return ({ node, getPos, editor }) => {
      const button = element("button", { type: "button" }, this.options.labels.edit)
      const words = element("span", {})
      const dom = element("div", { className: "embed-card", contentEditable: "false" }, words, button)
      const describe = ({ attrs }) => {
        const name = element("strong", {}, providerOf(attrs.href, this.options) ?? "")
        words.replaceChildren(name, ...[attrs.title, attrs.author, attrs.href].filter(Boolean).map(line))
      }
      describe(node)
      button.addEventListener("click", () => editor.commands.editEmbed(getPos()))
      return {
        dom,
        stopEvent: (event) => event.target === button,
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
      editEmbed:
        (position = null) =>
        ({ editor, state }) => {
          const node = position === null ? null : state.doc.nodeAt(position)
          askCard(node?.attrs ?? {}, this.options).then((attrs) => {
            const chain = editor.chain().focus()
            if (attrs && node) chain.setNodeSelection(position).updateAttributes(this.name, attrs).run()
            else if (attrs) insertBlock(chain, editor, { type: this.name, attrs }).run()
            else if (attrs === undefined) chain.deleteRange({ from: position, to: position + node.nodeSize }).run()
          })
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { node, $from, empty, from } = editor.state.selection
        if (node?.type.name === this.name) return editor.commands.editEmbed(from)
        const href = $from.parent.textContent.trim()
        const alone = empty && $from.depth === 1 && $from.parent.type.name === "paragraph"
        if (!alone || !providerOf(href, this.options)) return false
        const range = { from: $from.before(), to: $from.after() }
        return editor.commands.insertContentAt(range, [{ type: this.name, attrs: { href } }, { type: "paragraph" }])
      },
    }
  },

  addExtensions() {
    return [PastedAddress.configure({ providers: this.options.providers })]
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "embed",
      groups: "insert",
      priority: 80,
      command: (editor) => editor.commands.editEmbed(editor.isActive("embed") ? editor.state.selection.from : null),
      active: (editor) => editor.isActive("embed"),
      button: buttons.material("smart_display"),
    })
  },
})

/** Ask for a card. Returns its attributes, null for "cancel", undefined for "remove". */
async function askCard(before, { labels, providers }) {
  const address = field(labels.embedAddress, { type: "url", value: before.href ?? "", autocomplete: "off" })
  const title = field(labels.embedTitle, { value: before.title ?? "" })
  const author = field(labels.embedAuthor, { value: before.author ?? "" })
  const href = () => address.control.value.trim()
  const names = providers.map(([name]) => name).join(", ")
  const answer = await openDialog({
    title: labels.embed,
    labels,
    remove: before.href ? labels.remove : "",
    body: [address.row, title.row, author.row, element("p", { className: "editor-dialog__help" }, labels.embedHelp)],
    check: () => (providerOf(href(), { providers }) ? "" : labels.embedUnknown.replace("%s", names)),
    onOpen: () => (before.href ? title : address).control.focus(),
  })
  if (answer === "remove") return undefined
  return answer ? { href: href(), title: title.control.value.trim(), author: author.control.value.trim() } : null
}

function providerOf(href, { providers }) {
  if (!href || /\s/.test(href)) return null
  return providers.find(([, pattern]) => new RegExp(pattern).test(href))?.[0] ?? null
}

function titleOf(link) {
  const words = link?.textContent ?? ""
  return words === link?.getAttribute("href") ? "" : words
}

function line(words) {
  return element("span", {}, words)
}
