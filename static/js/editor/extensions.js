/**
 * What our editor adds to the packaged one. Each name exported here is a key of `editor_extensions()` in
 * publishing/fields/richtext_schema.py; one that has the name of a packaged extension takes its place.
 */
export { Embed } from "editor/embed"
export { Footnote } from "editor/footnote"
export { Gallery } from "editor/gallery"
export { Link } from "editor/link"
export { Bold, Italic } from "editor/paste"
export { Picture } from "editor/picture"
export { Post } from "editor/post"
export { Blockquote, Quote } from "editor/quote"
export { ListItem } from "editor/structure"
export { Table, TableCell, TableHeader } from "editor/table"
export { Textbox } from "editor/textbox"
