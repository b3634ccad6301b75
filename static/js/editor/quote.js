/**
 * Quotations, with who said them where that is known. Stored as <blockquote>, or as
 * <figure class="quote"><blockquote>…</blockquote><figcaption>…</figcaption></figure>.
 */
import { Blockquote as BaseBlockquote, Node, pm } from "django-prose-editor/editor"
import { PLAIN, ancestor } from "editor/structure"

const { TextSelection } = pm.state

export const Blockquote = BaseBlockquote.extend({
  content: PLAIN,

  addCommands() {
    const commands = this.parent()
    return {
      ...commands,
      toggleBlockquote:
        () =>
        (props) =>
          props.state.schema.nodes.quote && ancestor(props.state, "quote") ? props.commands.unwrapQuote() : commands.toggleBlockquote()(props),
    }
  },
})

const Attribution = Node.create({
  name: "attribution",
  content: "inline*",
  isolating: true,

  addOptions() {
    return { labels: {} }
  },

  parseHTML() {
    return [{ tag: "figcaption", context: "quote/" }]
  },

  renderHTML() {
    return ["figcaption", 0]
  },

  addNodeView() {
    return () => {
      const words = document.createElement("figcaption")
      words.className = "prompted"
      words.style.setProperty("--prompt", JSON.stringify(this.options.labels.attribution))
      return { dom: words, contentDOM: words }
    }
  },
})

export const Quote = Node.create({
  name: "quote",
  group: "block",
  content: "blockquote attribution",
  isolating: true,
  draggable: true,

  addOptions() {
    return { labels: {} }
  },

  addExtensions() {
    return [Attribution.configure({ labels: this.options.labels })]
  },

  parseHTML() {
    // Other sites write the same without a class.
    return [{ tag: "figure.quote" }, { tag: "figure:has(> blockquote):has(> figcaption):not([class~=post])" }]
  },

  renderHTML() {
    return ["figure", { class: "quote" }, 0]
  },

  addCommands() {
    return {
      /** Put the caret where it says who said this; make that place first, if there is none. */
      attribute:
        () =>
        ({ state, tr, dispatch }) => {
          const quotation = ancestor(state, "blockquote")
          const quote = ancestor(state, "quote")
          if (!quotation && !quote) return false
          if (!dispatch) return true
          if (!quote) {
            const { blockquote, quote: whole, attribution } = state.schema.nodes
            const made = whole.create(null, [blockquote.create(null, quotation.node.content), attribution.create()])
            tr.replaceWith(quotation.from, quotation.to, made)
            tr.setSelection(TextSelection.create(tr.doc, quotation.from + made.nodeSize - 2))
          } else tr.setSelection(TextSelection.create(tr.doc, quote.to - 2))
          tr.scrollIntoView()
          return true
        },
      /** Make paragraphs of a quotation and of who said it. */
      unwrapQuote:
        () =>
        ({ state, tr, dispatch }) => {
          const quote = ancestor(state, "quote")
          if (!quote) return false
          const [words, said] = [quote.node.child(0), quote.node.child(1)]
          const lines = []
          words.forEach((line) => lines.push(line))
          if (said.content.size) lines.push(state.schema.nodes.paragraph.create(null, said.content))
          if (dispatch) tr.replaceWith(quote.from, quote.to, lines).setSelection(TextSelection.near(tr.doc.resolve(quote.from + 1)))
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      // Enter goes on below the quotation.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection
        if ($from.parent.type.name !== "attribution") return false
        return editor.chain().insertContentAt($from.after(-1), { type: "paragraph" }).focus($from.after(-1) + 1).run()
      },
      // An empty place for who said it goes as it came.
      Backspace: ({ editor }) => {
        const { $from } = editor.state.selection
        if ($from.parent.type.name !== "attribution" || $from.parent.content.size) return false
        const quote = ancestor(editor.state, "quote")
        return editor.commands.command(({ tr }) => {
          tr.replaceWith(quote.from, quote.to, quote.node.child(0))
          tr.setSelection(TextSelection.near(tr.doc.resolve(quote.from + quote.node.child(0).nodeSize - 1), -1))
          return true
        })
      },
    }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "attribution",
      groups: "nodes",
      command: (editor) => editor.chain().focus().attribute().run(),
      hidden: (editor) => !editor.isActive("blockquote") && !editor.isActive("quote"),
      active: (editor) => editor.isActive("attribution"),
      button: buttons.material("person"),
    })
  },
})
