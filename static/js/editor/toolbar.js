/** Makes the editor's row of buttons a toolbar: names in the editor's language, arrow keys, pressed and disabled said. */

export function nameToolbar(bar, { name, buttons, controls }) {
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", name)
  if (controls) bar.setAttribute("aria-controls", controls)
  for (const button of all(bar)) {
    const words = buttons[button.dataset.name]
    if (!words) continue
    button.title = words
    button.setAttribute("aria-label", words)
  }
  bar.addEventListener("keydown", (event) => move(bar, event))
  bar.addEventListener("focusin", (event) => rove(bar, event.target.closest("button")))
  rove(bar, usable(bar)[0])
}

/** Say again which buttons are pressed or of no use; to be called after each change. */
export function tellState(bar) {
  for (const button of all(bar)) {
    button.setAttribute("aria-pressed", button.classList.contains("active"))
    button.setAttribute("aria-disabled", button.classList.contains("disabled"))
  }
  if (!usable(bar).some((button) => button.tabIndex === 0)) rove(bar, usable(bar)[0])
}

function all(bar) {
  return [...bar.querySelectorAll("button")]
}

function usable(bar) {
  return all(bar).filter((button) => !button.classList.contains("hidden"))
}

/** One button of the bar is in the order of Tab; the arrows reach the others. */
function rove(bar, chosen) {
  for (const button of all(bar)) button.tabIndex = button === chosen ? 0 : -1
}

function move(bar, event) {
  const buttons = usable(bar)
  const here = buttons.indexOf(document.activeElement)
  const there = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 }[event.key]
  if (there === undefined) return
  event.preventDefault()
  buttons[(there + buttons.length) % buttons.length].focus()
}
