// Where words may be typed that are no choice yet, Enter takes the choice that begins with them, and a new word only where none does:
// half of a known tag is not to become another tag. The new word stands last then, and a comma makes it at once.
const defaults = window.django?.jQuery?.fn.select2?.defaults;

defaults?.set("insertTag", (found, typed) => {
  const begun = typed.text.toLocaleLowerCase();
  const known = found.some(({ text }) => text?.toLocaleLowerCase().startsWith(begun));
  found.splice(known ? found.length : 0, 0, typed);
});
