// The focal point of a picture: a click on the picture sets the two numbers, and the numbers move the mark.
// Markup: <div data-focal-point data-file="…" data-x="…" data-y="…">, ids of the file input and of the two number inputs.
// A chosen file is shown at once, so that the point can be set before the upload.

function start(box) {
  const [file, x, y] = [box.dataset.file, box.dataset.x, box.dataset.y].map((id) => document.getElementById(id))
  if (!x || !y) return
  const frame = document.createElement("div")
  const mark = document.createElement("span")
  const picture = box.querySelector("img") ?? Object.assign(document.createElement("img"), { alt: "", hidden: true })
  frame.className = "focal-point__frame"
  mark.className = "focal-point__mark"
  mark.hidden = picture.hidden
  box.prepend(frame)
  frame.append(picture, mark)

  const place = () => {
    // Through the style object, which the Content-Security-Policy allows.
    mark.style.left = `${x.value || 50}%`
    mark.style.top = `${y.value || 50}%`
  }
  const set = (input, share) => {
    input.value = Math.round(Math.min(1, Math.max(0, share)) * 100)
    input.dispatchEvent(new Event("input", { bubbles: true }))
  }
  picture.addEventListener("click", (event) => {
    const edges = picture.getBoundingClientRect()
    set(x, (event.clientX - edges.left) / edges.width)
    set(y, (event.clientY - edges.top) / edges.height)
  })
  x.addEventListener("input", place)
  y.addEventListener("input", place)
  file?.addEventListener("change", () => show(file.files[0]))
  place()

  function show(chosen) {
    if (!chosen?.type.startsWith("image/")) return
    const reader = new FileReader()
    reader.addEventListener("load", () => {
      picture.removeAttribute("width")
      picture.removeAttribute("height")
      picture.alt = ""
      picture.src = reader.result
      picture.hidden = mark.hidden = false
      ;[x.value, y.value] = [50, 50]
      place()
    })
    reader.readAsDataURL(chosen)
  }
}

document.querySelectorAll("[data-focal-point]").forEach(start)
