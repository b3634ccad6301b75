"""What becomes public with whichever language is published: the changes of what all languages share."""

from django.utils.translation import gettext as _

from publishing.capitals import capfirst
from publishing.drafts import Work
from publishing.rights import User, shares
from publishing.state import diff, place_of


def going_along(work: Work, by: User) -> list[str]:
    """Return in words what of the work belongs to no language and differs from what is public: fields, and rows with how many."""
    if not shares(by, work.record):
        return []
    schema, fields, rows = work.desk.schema, [], []
    for key, (before, after) in diff(work.live.state, work.state).items():
        prefix, row, name = place_of(key)
        kind = prefix if row else name if name in schema else ""
        if kind:
            # Rows that came, went, or stand elsewhere; or something in one that no language has for itself.
            rows += [] if row and schema[kind].language(name) else [kind]
        elif not schema[""].language(name) and (before or after):
            fields.append(work.desk.label(key))
    return fields + [label_of_rows(work, prefix) for prefix in dict.fromkeys(rows)]


def label_of_rows(work: Work, prefix: str) -> str:
    """Return the name of a kind of rows, with how many there will be."""
    count = len(work.state.get(prefix, []))
    return _("%(rows)s (%(count)s)") % {"rows": capfirst(work.desk.label(prefix)), "count": count}
