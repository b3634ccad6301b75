"""Makes tables square: every row as wide as the table, no span that reaches outside or over another cell."""

from publishing.fields.richtext_schema import LARGEST_SPAN
from publishing.fields.richtext_tree import Block


def square(rows: list[Block]) -> list[Block] | None:
    """Return the rows of a square table, or None where that would take far more cells than there are."""
    kept, widths = _place(rows)
    width = max(widths, default=0)
    missing = [width - filled for filled in widths]
    if sum(missing) > 4 * sum(len(row.blocks) for row in kept) + 20:
        return None
    for row, count in zip(kept, missing, strict=True):
        row.blocks += [Block("td", blocks=[Block("p")]) for _ in range(count)]
    return kept


def _place(rows: list[Block]) -> tuple[list[Block], list[int]]:
    """Drop rows without cells, cut spans to what fits; return the rows and how many columns each fills."""
    kept: list[Block] = []
    widths: list[int] = []
    # Column -> the cell from above that still reaches into it, and for how many rows.
    reaching: dict[int, tuple[Block, int]] = {}
    spans: list[Block] = []
    last = max((index for index, row in enumerate(rows) if row.blocks), default=-1)
    for index, row in enumerate(rows[: last + 1]):
        if not row.blocks:
            for cell in {id(cell): cell for cell, _left in reaching.values()}.values():
                _set(cell, "rowspan", _span(cell, "rowspan") - 1)
        else:
            own = _fill(row, set(reaching), rows_left=last + 1 - index)
            widths.append(len(reaching) + len(own))
            reaching |= own
            kept.append(row)
            spans += row.blocks
        reaching = {column: (cell, left - 1) for column, (cell, left) in reaching.items() if left > 1}
    for cell in spans:
        _set(cell, "rowspan", _span(cell, "rowspan"))
    return kept, widths


def _fill(row: Block, taken: set[int], *, rows_left: int) -> dict[int, tuple[Block, int]]:
    """Put the cells of a row into the columns that are free."""
    filled: dict[int, tuple[Block, int]] = {}
    column = 0
    for cell in row.blocks:
        while column in taken:
            column += 1
        wanted = _span(cell, "colspan")
        free = next((width for width in range(1, wanted) if column + width in taken), wanted)
        _set(cell, "colspan", free)
        _set(cell, "rowspan", min(_span(cell, "rowspan"), rows_left))
        filled |= {column + offset: (cell, _span(cell, "rowspan")) for offset in range(free)}
        column += free
    return filled


def _span(cell: Block, name: str) -> int:
    return min(max(number(cell.attributes.get(name, "1")), 1), LARGEST_SPAN)


def number(value: str) -> int:
    """Return a whole number written in an attribute, 0 where there is none. Of long ones the beginning is enough."""
    return int(value[:9]) if value.isascii() and value.isdigit() else 0


def _set(cell: Block, name: str, span: int) -> None:
    cell.attributes.pop(name, None)
    if span > 1:
        cell.attributes[name] = str(span)
        # One order of attributes, so that equal cells are written alike.
        cell.attributes = {key: cell.attributes[key] for key in sorted(cell.attributes)}
