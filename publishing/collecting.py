"""A submitted form read into a state: what did not arrive stays as it was shown. Rights are applied to the state (publishing.rights)."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.http import QueryDict

from publishing.state import Part, Schema, State, prefixes, row_keys
from publishing.values import Value, initial, read

# More rows than any form has, so that a forged count costs nothing.
MOST_ROWS = 2000
LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Posted:
    """A submitted form, and what it was made from."""

    post: QueryDict
    shown: State
    live: State
    token: str
    # The names that arrived, if the script sent only what changed; None if whatever is not there was left empty.
    names: Collection[str] | None = None


@dataclass
class SentRows:
    """The rows of one kind as they arrived."""

    # {row key: (place, values)}
    rows: dict[str, tuple[tuple[int, int], State]] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)
    # Whether as many rows arrived as were announced.
    is_whole: bool = True


def collect(schema: Schema, post: QueryDict, shown: State, live: State, *, token: str = "", names: Collection[str] | None = None) -> State:
    """Return the submitted form as a state.

    `shown` is what the editor was shown, `live` what was public then: a live row leaves only by its DELETE box, never by
    being absent. `token` is any text that stays the same while one form is open: rows without a key get theirs from it.
    `names` are the inputs that were sent, where only those were that changed.
    """
    posted = Posted(post, shown, live, token, names)
    state = {name: taken(posted, schema[""], name, name, name) for name in schema[""].fields}
    for prefix, part in prefixes(schema):
        sent = sent_rows(posted, prefix, part)
        keep_unsent(posted, sent, prefix, part)
        state[prefix] = sorted(sent.rows, key=lambda key, sent=sent: sent.rows[key][0])
        for key, (_place, row) in sent.rows.items():
            state |= {f"{prefix}/{key}/{name}": value for name, value in row.items()}
    return state


def taken(posted: Posted, part: Part, path: str, name: str, key: str) -> Value:
    """Return the posted value of one field, or what was shown if it did not arrive."""
    form_field = part.fields[name]
    is_sent = posted.names is None or path in posted.names
    if is_sent and not form_field.widget.value_omitted_from_data(posted.post, {}, path):
        return read(form_field, posted.post, path)
    return posted.shown[key] if key in posted.shown else initial(form_field)


def sent_rows(posted: Posted, prefix: str, part: Part) -> SentRows:
    """Return the rows of one kind that arrived."""
    post = posted.post
    before, announced = row_keys(posted.shown, prefix), announced_rows(post, prefix)
    sent = SentRows(is_whole=announced is not None)
    present = {name.split("-")[1] for name in post if name.startswith(f"{prefix}-")}
    for index in range(announced or 0):
        path = f"{prefix}-{index}"
        if str(index) not in present:
            sent.is_whole = False
            continue
        key = row_key(post.get(f"{path}-id", ""), posted.token + path)
        is_old = key in before
        if post.get(f"{path}-DELETE"):
            sent.ticked.add(key)
        elif key not in sent.rows:
            row = {name: taken(posted, part, f"{path}-{name}", name, f"{prefix}/{key}/{name}") for name in part.fields}
            if is_old or not is_blank(part, row):
                last = before.index(key) + 1 if is_old else MOST_ROWS
                sent.rows[key] = (number_of(post.get(f"{path}-{part.order}", ""), last), index), row
    return sent


def number_of(text: str, default: int | None) -> int | None:
    """Return a posted number of reasonable size, else the default."""
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else default


def announced_rows(post: QueryDict, prefix: str) -> int | None:
    """Return how many rows the form says it sends, or None if it says nothing of use."""
    return number_of(post.get(f"{prefix}-TOTAL_FORMS", ""), None)


def keep_unsent(posted: Posted, sent: SentRows, prefix: str, part: Part) -> None:
    """Put back the shown rows that did not arrive: live ones, all of an incomplete form."""
    live = row_keys(posted.live, prefix)
    for at, key in enumerate(row_keys(posted.shown, prefix)):
        is_gone = key in sent.ticked or (sent.is_whole and key not in live)
        if key not in sent.rows and not is_gone:
            sent.rows[key] = (at + 1, -1), {name: posted.shown[f"{prefix}/{key}/{name}"] for name in part.fields}


def row_key(text: str, path: str) -> str:
    """Return the key of a row: what was sent, if it is one, else one made from the form and the row's place in it."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, path))


def is_blank(part: Part, row: State) -> bool:
    """Tell whether nobody has written anything into a new row."""
    return all(value in (initial(part.fields[name]), "", [], False) for name, value in row.items())


def nul_names(post: QueryDict) -> Iterator[str]:
    """Yield the names of posted values that hold a NUL, which is taken out."""
    return (name for name, values in post.lists() if any("\0" in value for value in values))
