// Where words stand in what is shown, whatever marks are around or between them.

/** Return the range of these words in an element, the first one; null if they do not stand there. */
export function rangeOf(element, words) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let whole = "";
  while (walker.nextNode()) {
    nodes.push([whole.length, walker.currentNode]);
    whole += walker.currentNode.data;
  }
  const begin = words ? whole.indexOf(words) : -1;
  if (begin < 0) return null;
  const at = (place) => {
    const [start, node] = nodes.findLast(([first]) => first <= place);
    return [node, Math.min(place - start, node.data.length)];
  };
  const range = document.createRange();
  range.setStart(...at(begin));
  range.setEnd(...at(begin + words.length));
  return range;
}

/** Select a range, and bring it into view. */
export function show(range) {
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
}
