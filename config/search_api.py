"""The search in the read API: the same words, the same order and the same counts as on the page, from cursor to cursor."""

import base64
import binascii
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from config.searching import PLACE, marked, written
from publishing import languages, navigation
from publishing.api.addresses import api_address
from publishing.api.fields import NOBODY, ParameterField
from publishing.api.filters import MOST_ON_A_PAGE, Asked, Boolean, Choice, Cursor, Key, Language, Number, Parameter, Period
from publishing.api.paging import WRONG
from publishing.api.problems import BadParameters
from publishing.api.viewsets import AnswerView
from publishing.navigation import absolute
from publishing.partial_dates import PartialDate
from publishing.registry import by_kind
from publishing.searching import aspects, index
from publishing.searching.asked import LONGEST
from publishing.searching.asked import asked as words_of
from publishing.searching.finding import MARKS, Found, Hit, Narrowed, Place
from publishing.searching.replying import reply


class HighlightsData(TypedDict):
    """Texts with what was found in them, as HTML that is safe to print: all is escaped, and nothing but `mark` stands in it."""

    title: str
    text: str


class HitData(TypedDict):
    """A record that answers, in the language in which it does; its whole object is at `api_url`."""

    id: str
    type: str
    api_url: str
    url: str
    language: str
    title: str
    lead: str
    # EDTF: when an event was, when anything else was published.
    date: str | None
    highlights: HighlightsData


class CountsData(TypedDict):
    """How many records answer, by each value of a parameter, as if that was not given."""

    kind: dict[str, int]
    language: dict[str, int]
    year: dict[str, int]


class SearchData(TypedDict):
    """A page of what answers, the best first; `corrected` is what was looked for in place of words that nothing has.

    `partial` is true where nothing has all of the words, and this is what has some of them.
    """

    next: str | None
    corrected: str | None
    partial: bool
    counts: CountsData
    results: list[HitData]


class QuestionField(ParameterField):
    """Words to look for, as a reader types them."""

    longest = LONGEST
    schema = {"type": "string", "format": "question", "minLength": 1, "maxLength": LONGEST}

    def read(self, text: str) -> str:
        """Return them; ValidationError where they ask for nothing."""
        if words_of(text).is_empty:
            raise ValidationError("There is no word to look for in this.")
        return text


class Question(Parameter):
    """What to look for."""

    field_class = QuestionField
    is_needed = True


def kinds() -> list[str]:
    """Return the types of records that can be found."""
    return [known.kind for known in index.kinds()]


class SearchParameters(Asked):
    """What the search can be asked."""

    q = Question("What to look for: words, “phrases”, -exclusions, beginnings*; names in any script and spelling. Needed.", example="Geneva")
    lang = Language("In which language records are shown that answer in several. Without it, in the site's first.", example="en")
    language = Language("Only what answers in this language.")
    kind = Choice("Only this type of record.", words=kinds)
    tag = Key("Only what has this tag", kind="tag")
    actor = Key("Only what names this person", kind="actor")
    place = Key("Only what is of this place", kind="place")
    period = Period("Only what is dated by a time that begins in this one (EDTF).", example="2008/2024")
    exact = Boolean("`true`: no words are put right or left out, even where nothing has them.")
    limit = Number("How many at most.", least=1, most=MOST_ON_A_PAGE, example=20)
    cursor = Cursor("Where a page begins: follow `next`, which has it.")

    def narrowed(self, language: str) -> Narrowed:
        """Return what else is asked; what the public does not know leaves nothing."""
        period: PartialDate | None = self.said("period")
        keys: dict[str, Any] = {}  # Any: keys of records
        for name in aspects.NAMES:
            if (said := self.said(name)) is not None:
                known = aspects.known(name, said, language)
                keys[name] = known.key if known is not None else NOBODY
        begin, end = (period.lower, period.upper) if period is not None else (None, None)
        return Narrowed(self.said("kind") or "", self.said("language") or "", begin=begin, end=end, **keys)


class SearchView(AnswerView):
    """Records of all types by words, the best first.

    It finds what the search page finds. Where nothing has the words, the nearest known ones are looked for, and `corrected` says so; then
    what has some of them, and `partial` says so.
    """

    kind = "search"
    shape = SearchData
    parameters_of_one = SearchParameters

    def get(self, request: Request) -> Response:
        """Return a page of what answers. Three queries; more for what narrows it by key, and where nothing has the words."""
        text = self.asked.said("q")
        if text is None:
            raise BadParameters({"q": "Say which words to look for."})
        language = self.asked.said("lang") or languages.codes()[0]
        size, after = self.asked.said("limit"), place_in(self.asked.said("cursor"))
        exact = self.asked.said("exact") == "true"
        answer = reply(text, language, self.asked.narrowed(language), after=after, size=size, exact=exact)
        found, meant = answer.found, answer.meant
        following = self.following(request, found, meant or text)
        counts = {name: dict(found.counts.get(name, {})) for name in CountsData.__annotations__}
        about = {"next": following, "corrected": meant or None, "partial": answer.is_partial, "counts": counts}
        data = {**about, "results": [told(hit) for hit in found.hits]}
        return Response(data, headers={"Link": f'<{following}>; rel="next"'} if following else None)

    def following(self, request: Request, found: Found, text: str) -> str | None:
        """Return the address of the page behind this one; None for the last."""
        if not found.goes_on:
            return None
        query = request.GET.copy()
        query["q"], query["cursor"] = text, cursor_at(found.hits[-1].place)
        return absolute(f"{request.path}?{query.urlencode()}")


def cursor_at(place: Place) -> str:
    """Return a place as a cursor."""
    return base64.urlsafe_b64encode(written(place).encode()).decode().rstrip("=")


def place_in(cursor: str | None) -> Place | None:
    """Return the place that a cursor is; BadParameters for what is none."""
    if cursor is None:
        return None
    try:
        read = PLACE.fullmatch(base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii"))
    except (binascii.Error, UnicodeError) as error:
        raise BadParameters({"cursor": WRONG}) from error
    if read is None:
        raise BadParameters({"cursor": WRONG})
    return Place(score=int(read[1]), key=int(read[2]))


def told(hit: Hit) -> HitData:
    """Return a hit for partners."""
    title, lead = (text.replace(MARKS[0], "").replace(MARKS[1], "") for text in (hit.title, hit.lead))
    text = next((said for said in (hit.lead, hit.text) if MARKS[0] in said), hit.lead or hit.text)
    return {
        "id": str(hit.record),
        "type": hit.kind,
        "api_url": api_address(hit.kind, hit.record),
        "url": absolute(navigation.address_of_slug(by_kind(hit.kind).url_name, hit.language, hit.slug)),
        "language": hit.language,
        "title": title,
        "lead": lead,
        "date": str(hit.date) if hit.date is not None else None,
        "highlights": {"title": marked(hit.title), "text": marked(text)},
    }
