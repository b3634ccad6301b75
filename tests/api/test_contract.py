"""The read API keeps what its description promises, whatever it is asked: Schemathesis asks it, by the description that was agreed on.

What is drawn by chance names no record, so requests that are meant to be good name some that there are. SEED repeats a run; DRILL makes it
5,000 requests and more, with each value at and beyond each bound that the description names.
"""

import os
import zlib
from collections import Counter
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import strategies as st
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.pytest.lazy import get_all_tests

from publishing.api.fields import MOST_WORDS
from publishing.api.formats import Format
from tests.api.lists import NAMES, fill
from tests.conftest import DRILL
from tests.factories import make_document
from tests.library.reading import make_live
from tests.publishing.races import note
from tests.syndication.asking import keeping_connection

SEED = int(os.environ.get("SEED", "7"))
PHASES = ["examples", "coverage", "fuzzing"] if DRILL else ["examples", "fuzzing"]
DRAWN = hypothesis.settings(
    max_examples=75 if DRILL else 3,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
# The list of which a parameter names a record; "" for that which is asked.
LISTS = {
    **{name: f"{name}s" for name in ("actor", "event", "place", "tag", "post")},
    "office": "offices",
    "chronology": "chronologies",
    "session_of": "formats",
    "slug": "",
    "parent": "",
    "under": "",
}

api = schemathesis.openapi.from_path(Path(__file__).parent / "openapi.json")
api.app = get_wsgi_application()
api.config.update(base_url="http://testserver")
api.config.seed = SEED
api.config.phases.update(phases=PHASES)
words = st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1).filter(lambda text: 0 < len(text.split()) <= MOST_WORDS)
schemathesis.openapi.format("words", words)
schemathesis.openapi.format("question", words)
schemathesis.openapi.format("edtf", st.sampled_from(["2008", "2008-09", "2008-09-15", "2008/2009", "2008-08/..", "../2009", "2008-09-15~", "202X"]))


def lists() -> dict[str, dict[str, str]]:
    """Fill the API's lists; return {list: an `id` in it, a `slug` if it has addresses, a `cursor` if it has pages}."""
    fill(2)
    make_live(make_document(), make_document())
    found = {}
    for name in NAMES:
        page = Client().get(f"/api/v1/{name}/?limit=1").json()
        row, cursor = page["results"][0], page["next"].partition("cursor=")[2].partition("&")[0]
        found[name] = {"id": row["id"], "slug": row.get("url", {}).get("en", row["id"]).rstrip("/").rpartition("/")[2], "cursor": cursor}
    answer = Client().get("/api/v1/search/?q=article&limit=1").json()
    return {**found, "search": {"cursor": answer["next"].partition("cursor=")[2].partition("&")[0]}}


@pytest.mark.drill
def test_answers_are_what_the_description_promises() -> None:
    known, asked, broken = lists(), Counter[int](), list[str]()

    def ask(case: schemathesis.Case) -> None:
        name_records(case, known)
        response = case.call()
        asked[response.status_code] += 1
        try:
            case.validate_response(response)
        except BaseExceptionGroup as error:
            # The others are asked all the same: what is wrong is told at once.
            broken.append(f"{case.as_curl_command()}\n{error.exceptions}\n{response.text[:300]}")

    with keeping_connection():
        for each in get_all_tests(schema=api, test_func=ask, settings=DRAWN, given_kwargs={}):
            _operation, drawn_by_chance = each.ok()
            drawn_by_chance()

    if broken:
        pytest.fail(f"{len(broken)} of {asked.total()}, SEED={SEED}\n\n" + "\n\n".join(broken[:30]))
    assert asked.total() >= (5000 if DRILL else 80)
    told = ", ".join(f"{count} times {status}" for status, count in sorted(asked.items()))
    note(f"the API against its description, {asked.total()} requests, SEED={SEED}: {told}")


def name_records(case: schemathesis.Case, lists: dict[str, dict[str, str]]) -> None:
    """Let what is meant to be good name records that there are, three times in four, go on where a page ends, and say what has a meaning."""
    here, drawn = case.operation.path.split("/")[3], zlib.crc32(repr((case.query, case.path_parameters)).encode())
    good = {place for place, part in case.meta.components.items() if part.mode == GenerationMode.POSITIVE}
    if ParameterLocation.PATH in good and "id" in case.path_parameters and drawn % 4:
        case.path_parameters["id"] = lists[here]["id"]
    if ParameterLocation.QUERY not in good:
        return
    for form in Format.__subclasses__():
        if case.query.get("format") == form.format:
            case.query = {name: value for name, value in case.query.items() if name not in form.without}
    if "cursor" in case.query:
        case.query["cursor"] = lists[here]["cursor"]
    for name in LISTS.keys() & case.query.keys() if drawn % 4 else ():
        case.query[name] = lists[LISTS[name] or here]["id" if drawn % 2 and name != "slug" else "slug"]
