// Groups of sections open and close without a script; with it, Escape, a click elsewhere and walking on by Tab close them too.
const groups = [...document.querySelectorAll(".sections details")];

function closeWithout(element) {
  for (const group of groups) {
    if (!group.contains(element)) group.open = false;
  }
}

// Not when the pointer goes down: what closes then moves what is about to be clicked.
document.addEventListener("click", (event) => closeWithout(event.target));
document.addEventListener("keyup", (event) => {
  if (event.key === "Tab") closeWithout(document.activeElement);
});

for (const group of groups) {
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !group.open) return;
    group.open = false;
    group.querySelector("summary").focus();
  });
}
