/**
 * What other programs mean by their markup, said in ours: lists and notes of Word, headings, what stands above or below
 * the line. It works on a copy that is in no page, after `asData` of editor/paste has made data of all styles.
 */

const MARKER = '[data-style*="mso-list:Ignore" i], [data-style*="mso-list: Ignore" i]'
const ORDERED = /^[([]?(\d+|[a-z]{1,4}|[ა-ჰ]|[а-я])[.)\]]/i
const HEADINGS = "h1, h2, h3, h4, h5, h6"
const NOTE = '[data-style*="mso-element:footnote" i], [data-style*="mso-element:endnote" i], div[id^="sdfootnote"]'
const LINE = `p, li, ${HEADINGS}`
// Never words of the text: what programs say of themselves, comments in the margin, what they hide.
const NOISE = [
  "style, script, title, meta, link, xml, .Apple-interchange-newline, .MsoCommentReference",
  '[data-style*="mso-element:comment-list" i], [data-style*="mso-hide:all" i], [data-style*="display:none" i]',
].join(", ")

/** Turn the markup below `root` into what the editor's rules read. */
export function tidyUp(root) {
  for (const noise of root.querySelectorAll(NOISE)) noise.remove()
  for (const space of root.querySelectorAll('[data-style*="mso-spacerun" i]')) space.replaceWith(" ")
  notes(root)
  listsOfWordOnline(root)
  listsOfWord(root)
  headings(root)
  raise(root)
  dropEmpty(root)
}

/** A paragraph of a list is marked by a style, and its number or dot is text. */
function listsOfWord(root) {
  for (const marker of root.querySelectorAll(MARKER)) {
    const line = marker.closest(LINE)
    if (line && !line.dataset.marker) line.dataset.marker = marker.textContent.trim()
    marker.remove()
  }
  const items = [...root.querySelectorAll("p")].filter((line) => levelOf(line))
  for (const first of items) {
    if (!items.includes(first.previousElementSibling)) nest(runFrom(first, items))
  }
}

/** Each item is a list of its own there, in a box of its own. */
function listsOfWordOnline(root) {
  for (const box of root.querySelectorAll(".ListContainerWrapper")) {
    for (const item of box.querySelectorAll("li")) {
      const line = document.createElement("p")
      const list = item.closest("ol")
      line.dataset.style = `mso-list:l0 level${item.dataset.ariaLevel ?? item.ariaLevel ?? 1} lfo0`
      line.dataset.marker = list ? `${item.value || list.start}.` : "·"
      line.append(...item.childNodes)
      box.before(line)
    }
    box.remove()
  }
}

function levelOf(line) {
  return Number(/mso-list:\s*\w+\s+level(\d)/i.exec(line.dataset.style ?? "")?.[1] ?? 0)
}

function runFrom(first, items) {
  const run = [first]
  while (items.includes(run.at(-1).nextElementSibling)) run.push(run.at(-1).nextElementSibling)
  return run
}

/** Put paragraphs that follow each other into lists, one within the other by their levels. */
function nest(run) {
  const place = document.createElement("div")
  run[0].before(place)
  const open = []
  for (const line of run) {
    const level = levelOf(line)
    const number = ORDERED.exec(line.dataset.marker ?? "")?.[1]
    const tag = number ? "ol" : "ul"
    while (open.length > 1 && open.at(-1).level > level) open.pop()
    const inmost = open.at(-1)
    if (inmost && inmost.level >= level && inmost.list.localName !== tag) open.pop()
    if (!open.length || open.at(-1).level < level) {
      const list = document.createElement(tag)
      if (Number(number) > 1) list.start = Number(number)
      const around = open.at(-1)?.list.lastElementChild ?? place
      around.append(list)
      open.push({ level, list })
    }
    const item = document.createElement("li")
    const words = document.createElement("p")
    words.append(...line.childNodes)
    item.append(words)
    open.at(-1).list.append(item)
    line.remove()
  }
  place.replaceWith(...place.childNodes)
}

/** A mark that leads to a note which leads back becomes our note, at its place in the text. */
function notes(root) {
  const named = (name) => root.querySelector(`[id="${CSS.escape(name)}"], [name="${CSS.escape(name)}"]`)
  const target = (link) => named(link.getAttribute("href").slice(1))
  for (const mark of root.querySelectorAll('a[href^="#"]')) {
    const back = target(mark)
    if (!back?.matches('a[href^="#"]') || target(back) !== mark) continue
    if (!(mark.compareDocumentPosition(back) & Node.DOCUMENT_POSITION_FOLLOWING)) continue
    const body = back.closest(NOTE) ?? back.closest(LINE)
    if (!body || body.contains(mark)) continue
    back.remove()
    const note = document.createElement("span")
    note.className = "footnote"
    note.append(...wordsOf(body))
    body.remove()
    if (note.textContent.trim()) outermost(mark).replaceWith(note)
  }
  for (const list of root.querySelectorAll('[data-style*="mso-element:footnote-list"], [data-style*="mso-element:endnote-list"]')) {
    if (!list.textContent.trim()) list.remove()
  }
}

function wordsOf(body) {
  const lines = body.querySelectorAll("p")
  return lines.length ? [...lines].flatMap((line) => [...line.childNodes, " "]) : [...body.childNodes]
}

/** The largest piece of a line that holds the mark and nothing else. */
function outermost(mark) {
  const { parentElement } = mark
  const alone = parentElement?.matches("span, sup, a") && parentElement.textContent.trim() === mark.textContent.trim()
  return alone ? outermost(parentElement) : mark
}

/** The page has its title: where a text begins with the first level, all its headings stand one lower. */
function headings(root) {
  for (const line of root.querySelectorAll('p.MsoTitle, [role="heading"]:not(h1, h2, h3, h4, h5, h6)')) {
    rename(line, `h${line.matches(".MsoTitle") ? 1 : line.getAttribute("aria-level") || 2}`)
  }
  const lower = root.querySelector("h1") ? 1 : 0
  for (const heading of root.querySelectorAll(HEADINGS)) {
    rename(heading, `h${Math.min(Math.max(Number(heading.localName[1]) + lower, 2), 4)}`)
  }
}

/** Styles say what stands above or below the line. */
function raise(root) {
  for (const [style, tag] of [["super", "sup"], ["sub", "sub"]]) {
    for (const run of root.querySelectorAll(`span[data-style*="vertical-align:${style}"], span[data-style*="vertical-align: ${style}"]`)) {
      const raised = document.createElement(tag)
      raised.append(...run.childNodes)
      run.append(raised)
    }
  }
}

function dropEmpty(root) {
  for (const line of root.querySelectorAll(LINE)) {
    if (!line.textContent.trim() && !line.querySelector("img, figure, hr, table")) line.remove()
  }
  // Google puts a break between paragraphs.
  for (const rest of root.querySelectorAll("br")) {
    const beside = [rest.previousSibling, rest.nextSibling].map((node) => node?.nodeType === Node.TEXT_NODE && !node.data.trim() ? null : node)
    if (beside.every((node) => node === null || node.matches?.(`${LINE}, ul, ol, table, div, br`))) rest.remove()
  }
}

function rename(element, tag) {
  const made = document.createElement(tag)
  made.append(...element.childNodes)
  if (element.dataset.style) made.dataset.style = element.dataset.style
  element.replaceWith(made)
}
