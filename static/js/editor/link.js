/** Links: one dialog with address and title, and with the text where none is selected. */
import { Link as BaseLink } from "django-prose-editor/editor"
import { element, field, openDialog } from "editor/dialog"

export const ADDRESS = /^(https?:\/\/[^\s/]|mailto:\S|tel:\S|www\.\S|[/#?])/i

async function editLink(editor, labels) {
  const within = editor.isActive("link")
  const before = within ? editor.getAttributes("link") : {}
  const bare = editor.state.selection.empty && !within
  const text = field(labels.text)
  const address = field(labels.linkAddress, { type: "url", value: before.href ?? "", required: true, autocomplete: "off" })
  const title = field(labels.linkTitle, { value: before.title ?? "" })
  const answer = await openDialog({
    title: labels.link,
    labels,
    remove: within ? labels.remove : "",
    body: [element("div", {}, ...(bare ? [text.row] : []), address.row, title.row)],
    check: () => (ADDRESS.test(address.control.value.trim()) ? "" : labels.linkWrong),
    onOpen: () => (bare ? text : address).control.focus(),
  })

  const chain = editor.chain().focus()
  const attributes = { href: address.control.value.trim(), title: title.control.value.trim() || null }
  if (answer === "remove") chain.extendMarkRange("link").unsetLink().run()
  else if (answer === "save" && bare) {
    const words = text.control.value.trim() || attributes.href
    chain.insertContent({ type: "text", text: words, marks: [{ type: "link", attrs: attributes }] }).run()
  } else if (answer === "save") chain.extendMarkRange("link").setMark("link", attributes).run()
}

export const Link = BaseLink.extend({
  addOptions() {
    return { ...this.parent(), labels: {} }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "link",
      groups: "link",
      command: (editor) => editor.commands.addLink(),
      active: (editor) => editor.isActive("link"),
      button: buttons.material("insert_link"),
    })
    menu.defineItem({
      name: "unlink",
      groups: "link",
      command: (editor) => editor.chain().focus().unsetLink().run(),
      hidden: (editor) => !editor.isActive("link"),
      button: buttons.material("link_off"),
    })
  },

  addCommands() {
    return {
      ...this.parent(),
      addLink:
        () =>
        ({ editor }) => {
          editLink(editor, this.options.labels)
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return { "Mod-k": () => this.editor.commands.addLink() }
  },
})
