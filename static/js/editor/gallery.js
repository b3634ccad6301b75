/**
 * Galleries: pictures side by side, uploaded together, each with its own alternative texts and all with one credit.
 * Stored as <figure class="gallery"> that holds the figures of the pictures.
 */
import { Node } from "django-prose-editor/editor"
import { say } from "editor/below"
import { element, field, openDialog } from "editor/dialog"
import { post, saidOf, showErrors, silence } from "editor/picker"
import { ancestor, insertBlock } from "editor/structure"

export const Gallery = Node.create({
  name: "gallery",
  group: "block",
  content: "picture+",
  isolating: true,
  draggable: true,

  addOptions() {
    return { labels: {}, languages: [], pick: "", file: "" }
  },

  parseHTML() {
    return [{ tag: "figure.gallery" }]
  },

  renderHTML() {
    return ["figure", { class: "gallery" }, 0]
  },

  addCommands() {
    return {
      /** Upload pictures and put them side by side; into the gallery where the caret stands, if it stands in one. */
      insertGallery:
        (files = []) =>
        ({ editor }) => {
          const { labels } = this.options
          const there = ancestor(editor.state, this.name)
          askPictures(this.options, files, there ? 1 : 2).then((images) => {
            const chain = editor.chain().focus()
            const content = (images ?? []).map((image) => ({ type: "picture", attrs: { image }, content: [{ type: "caption" }] }))
            if (!images) {
              say(editor, files.length ? labels.imagesLeft.replace("%s", files.length) : "")
              chain.run()
            } else if (there) chain.insertContentAt(there.to - 1, content).run()
            else insertBlock(chain, editor, { type: this.name, content }).run()
          })
          return true
        },
    }
  },

  addMenuItems({ menu, buttons }) {
    if (!this.options.pick) return
    menu.defineItem({
      name: "gallery",
      groups: "insert",
      priority: 95,
      command: (editor) => editor.commands.insertGallery(),
      active: (editor) => editor.isActive("gallery"),
      button: buttons.material("collections"),
    })
  },
})

/** Ask for pictures and send them to the library. Returns their ids in order, or null. */
async function askPictures(options, files, fewest) {
  const { labels, languages } = options
  const choice = field(labels.galleryFiles, { type: "file", accept: "image/*", multiple: true })
  const credits = languages.map(([code, name]) => field(labels.galleryCredit.replace("%s", name), { name: `credit_${code}`, lang: code }))
  const list = element("ol", { className: "gallery-upload" })
  const pictures = []
  const take = (given) => {
    const made = given.map((file) => pictureOf(file, options))
    pictures.push(...made)
    list.append(...made.map(({ row }) => row))
    made[0]?.alts[0].control.focus()
  }
  choice.control.addEventListener("change", () => {
    take([...choice.control.files])
    choice.control.value = ""
  })
  let sending = false
  let close, told
  const send = async () => {
    sending = true
    const wrong = []
    for (const picture of pictures) {
      if (!picture.image) wrong.push(await sent(picture, credits, options))
    }
    sending = false
    const words = wrong.filter(Boolean)
    if (words.length) told(words.join(" "))
    else close("save")
  }
  const answer = await openDialog({
    title: labels.gallery,
    labels,
    save: labels.uploadButton,
    body: [element("p", { className: "editor-dialog__help" }, labels.galleryHelp), choice.row, list, ...credits.map(({ row }) => row)],
    check: () => {
      if (pictures.length < fewest) return labels.galleryFew
      if (!sending) send()
      return labels.uploading
    },
    onOpen: (...given) => {
      ;[close, told] = given
      if (files.length) take(files)
      else choice.control.focus()
    },
  })
  return answer ? pictures.map(({ image }) => image) : null
}

/** One file with what is said about it. */
function pictureOf(file, { labels, languages }) {
  const alts = languages.map(([code, name]) => field(labels.uploadAlt.replace("%s", name), { name: `alt_${code}`, lang: code }))
  const decorative = field(labels.uploadDecorative, { type: "checkbox", name: "decorative" })
  silence(alts, decorative)
  const shown = element("img", { alt: "" })
  const reader = new FileReader()
  reader.addEventListener("load", () => (shown.src = reader.result))
  reader.readAsDataURL(file)
  const box = element("fieldset", {}, element("legend", {}, file.name), shown, ...[...alts, decorative].map(({ row }) => row))
  return { file, alts, decorative, box, row: element("li", {}, box), image: "" }
}

/** Send one picture. Returns what is wrong with it, "" for nothing. */
async function sent(picture, credits, { labels, pick }) {
  const transfer = new DataTransfer()
  transfer.items.add(picture.file)
  const file = field(picture.file.name, { type: "file", name: "file" })
  file.control.files = transfer.files
  const own = [...picture.alts, picture.decorative]
  const answer = await post(pick, [file, ...own, ...credits])
  picture.image = answer?.id ?? ""
  // What the library has is not sent again.
  picture.box.disabled = Boolean(picture.image)
  const errors = picture.image ? {} : (answer?.errors ?? { __all__: [labels.pickFailed] })
  showErrors(own, errors)
  return picture.image ? "" : `${picture.file.name}: ${saidOf([...own, ...credits], errors)}`
}
