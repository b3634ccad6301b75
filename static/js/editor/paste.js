/**
 * What comes by paste from other programs. They say bold and italic by style attributes, which the policy keeps the
 * browser from reading; and some wrap all they copy in a <b> that is not bold. So styles are read as data.
 */
import { Bold as BaseBold, Italic as BaseItalic } from "django-prose-editor/editor"
import { tidyUp } from "editor/word"

/** Turn styles and event handlers into data: nothing of them applies, and the rules below can read them. */
export function asData(html) {
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, " data-$1"))
}

/** Make of what another program copied what our rules read. What this editor copied itself stays as it is. */
export function fromElsewhere(html) {
  const data = asData(html)
  if (data.includes("data-pm-slice")) return data
  // A template runs nothing, loads nothing, and takes parts of tables too.
  const copy = document.createElement("template")
  copy.innerHTML = data
  tidyUp(copy.content)
  return copy.innerHTML
}

// Word has properties of its own for other scripts, such as mso-bidi-font-weight: they say nothing of these words.
const says = (pattern) => (dom) => (pattern.test(dom.dataset.style ?? "") ? null : false)
const saysNot = (pattern) => (dom) => (pattern.test(dom.dataset.style ?? "") ? false : null)

export const Bold = BaseBold.extend({
  parseHTML() {
    return [
      { tag: "strong" },
      { tag: "b", getAttrs: saysNot(/(?<![\w-])font-weight:\s*(normal|400)/) },
      { tag: "span[data-style]", getAttrs: says(/(?<![\w-])font-weight:\s*(bold|[6-9]00)/), consuming: false },
    ]
  },
})

export const Italic = BaseItalic.extend({
  parseHTML() {
    return [
      { tag: "em" },
      { tag: "i", getAttrs: saysNot(/(?<![\w-])font-style:\s*normal/) },
      { tag: "span[data-style]", getAttrs: says(/(?<![\w-])font-style:\s*italic/), consuming: false },
    ]
  },
})
