"""What is particular to the tables of people and offices: posts by title, seats that only one may hold, deputies."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from actors.models import Tenure
from actors.seats import meetings, two_in_one_seat
from actors.tables.forms import entries
from actors.tables.names import Names
from actors.tables.plan import Plan, Row
from actors.tables.widgets import is_key
from publishing import languages
from publishing.date_words import words
from publishing.desk import Submission
from publishing.partial_dates import PartialDate
from publishing.search import fold
from publishing.state import State, row_keys

# Posts looked at in one query.
PIECE = 100
TWO_HOLDERS = "two_holders"


def take_post(plan: Plan, row: Row) -> None:
    """Find the post of a tenure: by its title within the office, or by its key."""
    names, said, office = plan.names, str(row.values.pop("post", "") or ""), str(row.values.pop("office", "") or "")
    if said and is_key(said) and names.office_of_post(said.casefold()):
        row.values["post"] = said.casefold()
    elif said and office:
        try:
            row.values["post"] = names.post(office, said)
        except ValueError as error:
            row.errors.append(f"post: {error}")
    elif (said or office or row.is_new) and not any(error.startswith("office: ") for error in row.errors):
        row.errors.append(_("A tenure needs both columns, office and post."))
    who = names.label("actor", row.owner) if row.owner else ""
    row.name = f"{who}: {said}".strip(": ")


def same_title(values: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two posts share a title in any language."""
    return bool(titles_of(values) & titles_of(other))


def titles_of(values: Mapping[str, Any]) -> set[str]:
    """Return the titles of a post, folded."""
    return {fold(str(values.get(f"title_{code}") or "")) for code in languages.codes()} - {""}


def with_deputies(state: State, rows: Sequence[Row]) -> State:
    """Return the form of an office in which deputies name posts by key; a title that is none of the office's is an error."""
    found = {entry["id"]: entry for entry in entries(state, "posts")}
    for row in rows:
        said = str(row.values.get("deputy_to") or "")
        if not said or row.errors:
            continue
        meant = [said.casefold()] if said.casefold() in found else [key for key, entry in found.items() if fold(said) in titles_of(entry)]
        if len(meant) != 1:
            words_ = _("several posts of this office are called") if meant else _("no post of this office is called")
            row.errors.append(f"deputy_to: {words_} “{said[:100]}”")
        state[f"posts/{row.key}/deputy_to"] = meant[0] if len(meant) == 1 else ""
    return state


class Seats:
    """The tenures of a file by their posts, with their rows: of one seat, two may not surely meet."""

    def __init__(self) -> None:
        self.taken: dict[UUID, list[tuple[Tenure, Row]]] = defaultdict(list)

    def passed_over(self, submission: Submission) -> set[str]:
        """Return what the form says of seats that are taken: the file may free them, so all of it is asked at its end."""
        errors = [error for formset in submission.formsets for form in formset.forms for error in form.errors.as_data().get("__all__", [])]
        return {str(message) for error in errors if error.code == TWO_HOLDERS for message in error.messages}

    def take(self, submission: Submission, rows: Mapping[str, Any]) -> None:
        """Remember the tenures of the file that fill a seat."""
        for form in next(formset for formset in submission.formsets if formset.prefix == "tenures").forms:
            tenure = form.instance
            row = rows.get(str(tenure.pk))
            if row is not None and not row.errors and not tenure.is_acting and tenure.post_id and tenure.post.seats == 1:
                self.taken[tenure.post_id].append((tenure, row))

    def refuse(self) -> None:
        """Refuse tenures that surely meet another one in a seat, with all of the file taken into account."""
        posts = list(self.taken)
        for start in range(0, len(posts), PIECE):
            self.refuse_in(posts[start : start + PIECE])

    def refuse_in(self, posts: Sequence[UUID]) -> None:
        """Look at these posts."""
        rows = {tenure.pk: row for post in posts for tenure, row in self.taken[post]}
        stored: dict[UUID, list[Tenure]] = defaultdict(list)
        for tenure in Tenure.objects.filter(post__in=posts, is_acting=False).select_related("actor", "post__office"):
            if tenure.pk not in rows:
                stored[tenure.post_id].append(tenure)
        for post in posts:
            for one, other in meetings([*stored[post], *(tenure for tenure, _row in self.taken[post])]):
                for row in filter(None, (rows.get(one.pk), rows.get(other.pk))):
                    row.errors.append(two_in_one_seat(one.post, one, other))


def shown_of_post(row: Mapping[str, Any], state: State, names: Names, language: str) -> dict[str, str]:
    """Return whose deputy a post is, by title."""
    del names, language
    return {"deputy_to": post_title(row["deputy_to"], state)}


def shown_of_tenure(row: Mapping[str, Any], state: State, names: Names, language: str) -> dict[str, str]:
    """Return the office and the title of the post of a tenure, and its dates in words."""
    del state
    office = names.office_of_post(row["post"])
    start, end = (written(row[name], language) for name in ("start", "end"))
    post = names.written_post(office, row["post"]) if office else row["post"]
    return {"office": office, "post": post, "dates_in_words": f"{start} – {end}".strip(" –")}


def post_title(key: str, state: State) -> str:
    """Return the title of a post of the same form, where that is enough to tell it from the others; else its key."""
    titles = {
        each: next((str(text) for code in languages.codes() if (text := state.get(f"posts/{each}/title_{code}"))), "")
        for each in row_keys(state, "posts")
    }
    return titles[key] if titles.get(key) and list(titles.values()).count(titles[key]) == 1 else key


def written(text: str, language: str) -> str:
    """Return a date in words."""
    try:
        return words(PartialDate.parse(text), language) if text else ""
    except ValueError:
        return text
