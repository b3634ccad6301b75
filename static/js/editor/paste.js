/**
 * What comes by paste from other programs. They say bold and italic by style attributes, which the policy keeps the
 * browser from reading; and some wrap all they copy in a <b> that is not bold. So styles are read as data.
 */
import { Bold as BaseBold, Italic as BaseItalic } from "django-prose-editor/editor"

/** Turn styles and event handlers into data: nothing of them applies, and the rules below can read them. */
export function asData(html) {
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, " data-$1"))
}

const says = (pattern) => (dom) => (pattern.test(dom.dataset.style ?? "") ? null : false)
const saysNot = (pattern) => (dom) => (pattern.test(dom.dataset.style ?? "") ? false : null)

export const Bold = BaseBold.extend({
  parseHTML() {
    return [
      { tag: "strong" },
      { tag: "b", getAttrs: saysNot(/font-weight:\s*(normal|400)/) },
      { tag: "span[data-style]", getAttrs: says(/font-weight:\s*(bold|[6-9]00)/), consuming: false },
    ]
  },
})

export const Italic = BaseItalic.extend({
  parseHTML() {
    return [
      { tag: "em" },
      { tag: "i", getAttrs: saysNot(/font-style:\s*normal/) },
      { tag: "span[data-style]", getAttrs: says(/font-style:\s*italic/), consuming: false },
    ]
  },
})
