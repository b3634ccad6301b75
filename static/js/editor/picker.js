/**
 * The image picker: search the library, or upload a new image, without leaving the text.
 *
 * It speaks JSON with one address (`pick`; the view that publishing/fields/richtext_editor.py calls by name):
 *
 *   GET  ?q=words&page=1   200 {"results": [{"id", "title", "alt", "thumbnail"}, …], "more": true or false}
 *                          newest first, some two dozen a page
 *   POST multipart form    201 {"id", "title", "alt", "thumbnail"}
 *                          400 {"errors": {"file": ["…"], "alt_en": ["…"], …}}         keys: the fields below, or "__all__"
 *
 * Fields of the POST: `file`, one `alt_{language}` for each language of the site, and perhaps `credit_{language}`, `decorative` ("on", else absent),
 * and the token in the header X-CSRFToken. `id` is a UUID, `thumbnail` an address on this site, `title` and `alt` plain
 * text in the language of the interface. Messages are plain text too, in that language. Any other answer (403, 413,
 * 5xx, no answer) is shown as "try again".
 */
import { element, field, openDialog } from "editor/dialog"

const TYPING_PAUSE = 250

/** Let the editor choose an image, or upload the file `given`. Returns its id, or null. */
export async function openPicker({ labels, languages, pick, given = null }) {
  let chosen = null
  const search = field(labels.pickSearch, { type: "search", autocomplete: "off" })
  const said = element("p", { role: "status", className: "editor-dialog__help" })
  const list = element("ul", { className: "image-picker" })
  const more = element("button", { type: "button", className: "image-picker__more", hidden: true }, labels.pickMore)
  const upload = uploadForm({ labels, languages, pick })
  const answer = await openDialog({
    title: labels.pickTitle,
    labels,
    save: labels.uploadButton,
    body: [search.row, said, list, more, upload.body],
    check: () => upload.send(),
    onOpen: (close, say) => {
      const choose = (image) => {
        chosen = image.id
        close("save")
      }
      upload.onSent = choose
      upload.onRefused = say
      let shown = 1
      const show = (page) => {
        shown = page
        return showResults({ list, said, more, choose }, { pick, labels, page, words: search.control.value })
      }
      const find = () => show(1)
      more.addEventListener("click", () => show(shown + 1))
      search.control.addEventListener("input", later(find))
      search.control.addEventListener("keydown", (event) => {
        // Enter searches; it must not send the upload below.
        if (event.key !== "Enter") return
        event.preventDefault()
        find()
      })
      if (given) upload.take(given)
      else search.control.focus()
      find()
    },
  })
  return answer ? chosen : null
}

let asked = 0

async function showResults({ list, said, more, choose }, { pick, labels, page, words }) {
  const turn = ++asked
  const answer = await ask(`${pick}?${new URLSearchParams({ q: words, page })}`)
  // A slow answer to an earlier question must not replace a later one.
  if (turn !== asked) return
  const found = (answer?.results ?? []).map((image) => result(image, choose))
  if (page === 1) list.replaceChildren(...found)
  else list.append(...found)
  more.hidden = !answer?.more
  said.textContent = answer ? countOf(list, labels) : labels.pickFailed
  if (page > 1) found[0]?.querySelector("button").focus()
}

function countOf(list, labels) {
  return list.children.length ? labels.pickResults.replace("%s", list.children.length) : labels.pickNone
}

function result(image, choose) {
  const picture = element("img", { src: image.thumbnail, alt: image.alt || "", loading: "lazy" })
  const button = element("button", { type: "button" }, picture, element("span", {}, image.title))
  button.addEventListener("click", () => choose(image))
  return element("li", {}, button)
}

/** The part of the dialog that uploads. `send` keeps the dialog open by what it returns, and goes on by itself. */
function uploadForm({ labels, languages, pick }) {
  const file = field(labels.uploadFile, { type: "file", name: "file", accept: "image/*" })
  const alts = languages.map(([code, name]) =>
    field(labels.uploadAlt.replace("%s", name), { name: `alt_${code}`, lang: code }),
  )
  const decorative = field(labels.uploadDecorative, { type: "checkbox", name: "decorative" })
  const fields = [file, ...alts, decorative]
  const legend = element("legend", {}, labels.uploadTitle)
  const form = {
    body: element("fieldset", {}, legend, ...fields.map(({ row }) => row)),
    sending: false,
    take: (given) => {
      const transfer = new DataTransfer()
      transfer.items.add(given)
      file.control.files = transfer.files
      alts[0].control.focus()
    },
    send: () => {
      if (!form.sending) post(pick, fields).then(form.receive)
      form.sending = true
      return labels.uploading
    },
    receive: (answer) => {
      form.sending = false
      if (answer?.id) return form.onSent(answer)
      const errors = answer?.errors ?? { __all__: [labels.pickFailed] }
      showErrors(fields, errors)
      form.onRefused(saidOf(fields, errors))
    },
  }
  silence(alts, decorative)
  return form
}

/** A decorative picture needs no words. */
export function silence(alts, decorative) {
  decorative.control.addEventListener("change", () => {
    for (const { control } of alts) control.disabled = decorative.control.checked
  })
}

/** Return what is wrong, each with the name of the field it is about. */
export function saidOf(fields, errors) {
  return Object.entries(errors)
    .map(([name, messages]) => {
      const label = fields.find(({ control }) => control.name === name)?.row.querySelector("label").textContent
      return [label, messages.join(" ")].filter(Boolean).join(": ")
    })
    .join(" ")
}

export function showErrors(fields, errors) {
  for (const { control } of fields) {
    if (control.name in errors) control.setAttribute("aria-invalid", "true")
    else control.removeAttribute("aria-invalid")
  }
  fields.find(({ control }) => control.name in errors)?.control.focus()
}

export function post(address, fields) {
  const body = new FormData()
  for (const { control } of fields) {
    if (control.type === "file") control.files[0] && body.append(control.name, control.files[0])
    else if (control.type !== "checkbox") body.append(control.name, control.disabled ? "" : control.value)
    else if (control.checked) body.append(control.name, "on")
  }
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""
  return ask(address, { method: "POST", body, headers: { "X-CSRFToken": token } })
}

/** Ask the library. Returns its answer, or null where it gave none that can be read. */
async function ask(address, options = {}) {
  try {
    const response = await fetch(address, { ...options, headers: { Accept: "application/json", ...options.headers } })
    return response.ok || response.status === 400 ? await response.json() : null
  } catch {
    return null
  }
}

function later(act) {
  let timer = 0
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, TYPING_PAUSE)
  }
}
