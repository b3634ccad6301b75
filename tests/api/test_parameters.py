"""What every list of the API can be asked, and what it refuses."""

import datetime as dt
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import Tenure
from publishing.models import Change, ChangeHead
from publishing.publishable import State
from publishing.workflow import transition
from tests.api.lists import NAMES, fill
from tests.factories import (
    make_article,
    make_published_actor,
    make_published_article,
    make_published_event,
    make_published_office,
    make_published_place,
    make_tag,
    publisher,
)

pytestmark = pytest.mark.django_db
BAD = {
    "limit": ["0", "101", "x", "-1", "1.5", ""],
    "cursor": ["x", "WyJuIl0", "a" * 10_000, "%00"],
    "ids": ["x", ",", "1", "%00", "a" * 10_000],
    "lang": ["de", "%00", ""],
    "fields": ["secret", "id,", "state"],
    "expand": ["secret", "created_by"],
}


def get(path: str) -> dict:
    return Client().get(f"/api/v1/{path}").json()


def ids(path: str) -> list[str]:
    return [row["id"] for row in get(path)["results"]]


def test_what_cannot_be_read_is_refused_by_name():
    asked = [(key, f"{key}={value}") for key, values in BAD.items() for value in values]
    asked += [
        ("state", "state=draft"),
        ("working_title__startswith", "working_title__startswith=a"),
        ("order", "order=edited_at"),
        ("x" * 50, "x" * 9000),
    ]
    asked += [("limit", "limit=1&limit=2"), ("lang", "lang=en&lang=en"), ("format", "format=xml"), ("format", "format=json&format=json")]

    for name, (key, query) in product(NAMES, asked):
        response = Client().get(f"/api/v1/{name}/?{query}")
        assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json"), (name, query)
        assert [row["name"] for row in response.json()["invalid_params"]] == [key], (name, query)


def test_words_of_filters_are_refused_by_name():
    wrong = {
        "articles": [
            "tag=a%20b",
            "event=%00",
            "actor=",
            "period=2008-13",
            "period=x",
            "corrected=yes",
            "updated_since=2008-01-32",
            "updated_since=2008-01",
            "updated_since=2008-01-01T00:00",
            "q=%20",
            "q=!!",
            "slug=a/b",
            "kind=a%20b",
            "fields=" + ",".join(["id"] * 51),
        ],
        "events": ["kind=party", "status=x", "match=maybe", "period=2009/2008", "place=%ff%20"],
        "tenures": ["on=2008-13-45", "on=20080101", "end_status=x", "is_acting=1", "period=" + "2" * 10_000],
        "offices": ["on=yesterday", "recognition=x", "kind=x", "under=%20"],
        "agreements": ["stage=kept", "period=0000"],
        "tags": ["used_by=nobody", "q=" + "%20".join("abcdefghijk")],
        "changes": ["after=-1", "after=x", "after=99999999999999999999", "limit=1001", "type=tag", "since=1"],
    }
    for name, queries in wrong.items():
        for query in queries:
            response = Client().get(f"/api/v1/{name}/?{query}")
            assert response.status_code == 400, (name, query)
            assert response.json()["invalid_params"][0]["name"] == query.partition("=")[0], (name, query)


def test_whoever_would_write_is_told_that_nobody_can(client):
    fill(1)
    for path in ("articles/", "articles/?format=x", "articles/?limit=0", "changes/?after=x", f"articles/{ids('articles/')[0]}/?x=1"):
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
            response = client.generic(method, f"/api/v1/{path}")
            assert (response.status_code, response.headers["Content-Type"]) == (405, "application/problem+json"), (method, path)


def test_nothing_at_an_address_is_told_to_a_machine():
    for path in ("nothing/", "articles/none/", "articles/1/2/", "articles/%00/"):
        response = Client().get(f"/api/v1/{path}")
        assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json"), path


def test_a_page_takes_six_queries_at_most(django_assert_max_num_queries):
    numbers: dict[str, list[int]] = {}
    for more in (2, 10):
        fill(more)
        get("articles/")
        for name in NAMES:
            with django_assert_max_num_queries(6):
                numbers.setdefault(name, []).append(len(get(f"{name}/")["results"]))

    assert [name for name, (few, many) in numbers.items() if few >= many] == ["documents"]


def test_one_language_takes_the_place_of_several_and_names_what_is_in_another():
    tag = make_tag("Duma", "დუმა")
    record = make_published_article(title_en="Talks", lead_en="A lead", tags=[tag])
    both = make_published_article(title_en="Second", title_ka="მეორე")

    told = get(f"articles/{record.pk}/?lang=ka")
    plain = get(f"articles/{record.pk}/")
    listed = {row["id"]: row for row in get("articles/?lang=ka")["results"]}

    moments = [plain["updated_at"], plain["first_published_at"], plain["published_at"]["en"]]
    assert {moment[-1] for moment in moments} == {"Z"}
    assert (plain["title"], told["title"], told["lead"]) == ({"en": "Talks"}, "Talks", "A lead")
    assert told["fallback"] == dict.fromkeys(("title", "lead", "url", "published_at", "body"), "en")
    assert told["tags"][0]["label"] == "დუმა"
    assert told["available_languages"] == ["en"]
    assert (listed[str(both.pk)]["title"], "title" in listed[str(both.pk)].get("fallback", {})) == ("მეორე", False)


def test_fields_are_chosen_and_ids_become_whole_objects(django_assert_max_num_queries):
    region = make_published_place("Region")
    office = make_published_office("Head", name_en="Ministry", place=region)
    actor = make_published_actor(name_en="Sergey Lavrov")
    Tenure.objects.create(actor=actor, post=office.posts.get(), start="2004", end_status="ongoing")

    with django_assert_max_num_queries(6):
        (row,) = get("offices/?fields=name,place&expand=place&lang=en")["results"]
    (tenure,) = get("tenures/?expand=post,actor")["results"]

    assert sorted(row) == ["id", "name", "place"]
    assert (row["name"], row["place"]["id"], row["place"]["name"]) == ("Ministry", str(region.pk), "Region")
    assert tenure["post"]["office"] == str(office.pk)
    assert tenure["actor"]["record"]["name"] == {"en": "Sergey Lavrov"}
    assert sorted(get(f"offices/{office.pk}/?fields=name")) == ["id", "name"]


def test_records_are_found_by_ids_slugs_and_changes():
    one, two = make_published_article(title_en="First Talks"), make_published_article(title_en="Second Talks", title_ka="მეორე")
    old_moment = one.updated_at
    hidden = make_article(title_en="Hidden")

    assert set(ids(f"articles/?ids={one.pk},{hidden.pk}")) == {str(one.pk)}
    assert ids("articles/?slug=first-talks") == [str(one.pk)]
    assert ids(f"articles/?slug={two.slug_ka}") == [str(two.pk)]
    assert ids("articles/?slug=hidden") == []
    later = (two.updated_at + dt.timedelta(seconds=1)).isoformat().replace("+00:00", "Z")
    assert ids(f"articles/?updated_since={later}") == []
    assert len(ids(f"articles/?updated_since={old_moment.isoformat().replace('+00:00', 'Z')}")) == 2
    assert ids("articles/?q=SECOND+talks") == [str(two.pk)]
    assert ids("articles/?available_in=ka") == [str(two.pk)]


def test_a_day_begins_by_the_clocks_of_the_site():
    record = make_published_article(title_en="Talks")
    # Half past midnight in Tbilisi is the evening before by UTC.
    moment = dt.datetime(2024, 10, 15, 0, 30, tzinfo=ZoneInfo("Asia/Tbilisi"))
    type(record).objects.update(updated_at=moment)

    found = {day: ids(f"articles/?updated_since={day}") for day in ("2024-10-14", "2024-10-15", "2024-10-15T00:00:00Z", "2024-10-16")}

    assert [len(rows) for rows in found.values()] == [1, 1, 0, 0]


def test_first_and_last_moments_that_a_calendar_has_are_moments():
    """By UTC they lie before the year 1 and after 9999."""
    make_published_article(title_en="Talks")

    for moment, found in {"0001-01-01": 1, "0001-01-01T00:00:00%2B04:00": 1, "9999-12-31": 0, "9999-12-31T23:59:59-04:00": 0}.items():
        assert len(ids(f"articles/?updated_since={moment}")) == found


def test_what_has_nothing_to_name_says_so():
    reasons = get("tags/?expand=nope")["invalid_params"]

    assert reasons == [{"name": "expand", "reason": "There is nothing here that this could name: leave it out."}]


def test_what_waits_or_was_taken_back_is_found_by_nothing():
    tomorrow = timezone.now() + dt.timedelta(days=1)
    article = make_published_article(title_en="Open", title_ka="zzdaparuli", lead_ka="zzlidi", languages=["en"], slug_ka="zzmisamarti")
    article.published_at_ka = tomorrow
    article.save()
    gone = make_published_actor(name_en="Gone Person")
    office = make_published_office("Head", name_en="Ministry")
    Tenure.objects.create(actor=gone, post=office.posts.get(), start="2004", end_status="ongoing")
    transition(gone, State.WITHDRAWN, by=publisher())

    for query in ("q=zzdaparuli", "q=zzlidi", "slug=zzmisamarti", f"actor={gone.pk}", "actor=gone-person", "available_in=ka"):
        assert ids(f"articles/?{query}") == [], query
    for query in ("tenures/?on=2010-01-01", f"tenures/?actor={gone.pk}", "actors/?office=ministry", "actors/?q=gone", "actors/?slug=gone-person"):
        assert ids(query) == [], query


def test_dates_are_asked_surely_or_possibly():
    day = make_published_event(title_en="On a day", date="2008-09-15")
    month = make_published_event(title_en="In a month", date="2008-09")
    make_published_event(title_en="Never dated")
    office = make_published_office("Head", name_en="Ministry", existence="ended", existed_from="2000", existed_to="2010")
    actor = make_published_actor(name_en="Somebody")
    tenure = Tenure.objects.create(actor=actor, post=office.posts.get(), start="2008", end="2009", end_status="ended")

    assert set(ids("events/?period=2008-09-15/2008-09-20")) == {str(day.pk), str(month.pk)}
    assert ids("events/?period=2008-09-15/2008-09-20&match=surely") == [str(day.pk)]
    assert len(ids("events/?period=2008&match=surely")) == 2
    assert ids("tenures/?on=2008-06-01") == [str(tenure.pk)]
    assert ids("tenures/?on=2008-06-01&match=surely") == []
    assert ids("tenures/?on=2008-12-31&match=surely") == ids("tenures/?on=2009-01-01&match=surely") == [str(tenure.pk)]
    assert (ids("tenures/?period=2007"), ids("tenures/?period=2009/..")) == ([], [str(tenure.pk)])
    assert ids("offices/?on=2005-01-01&match=surely") == ids("offices/?on=2000-05-05") == [str(office.pk)]
    assert ids("offices/?on=2011-01-01") == ids("offices/?on=2000-05-05&match=surely") == []
    assert ids("actors/?office=ministry&on=2008-12-31&match=surely") == [str(actor.pk)]
    assert ids("actors/?office=ministry&on=2020-01-01") == []


def test_pages_lead_there_and_back_without_loss():
    fill(5)
    for name in NAMES:
        seen, back, address = [], [], f"{name}/?limit=2"
        while address:
            page = get(address)
            seen += [row["id"] for row in page["results"]]
            last, address = address, page["next"] and page["next"].partition("/api/v1/")[2]
        while last:
            page = get(last)
            back = [row["id"] for row in page["results"]] + back
            last = page["previous"] and page["previous"].partition("/api/v1/")[2]

        assert seen == back == ids(f"{name}/"), name


def test_repeated_poll_takes_one_query_and_answers_nothing(django_assert_num_queries):
    fill(1)
    for path in ("articles/", "articles/?lang=en&limit=5", "tenures/", "changes/?after=3", "events/?period=2008", "schema/", "docs/"):
        client = Client()
        first = client.get(f"/api/v1/{path}")
        for header in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"}):
            with django_assert_num_queries(1):
                again = client.get(f"/api/v1/{path}", headers=header)
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"]), path
    known = {"If-None-Match": "*", "If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"}
    for header in known.items():
        assert Client().get("/api/v1/articles/?x=1", headers=dict([header])).status_code == 400
        assert Client().get("/api/v1/nothing/", headers=dict([header])).status_code == 404


def test_answers_name_their_neighbours_and_any_site_may_read_them():
    fill(3)

    response = Client().get("/api/v1/articles/?limit=1", headers={"Origin": "https://example.com"})

    assert response.headers["Link"] == f'<{response.json()["next"]}>; rel="next"'
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {"Link", "ETag", "RateLimit"} <= set(response.headers["Access-Control-Expose-Headers"].split(", "))
    assert "Accept-Language" not in response.headers.get("Vary", "")
    asked = Client().options("/api/v1/articles/", headers={"Origin": "https://example.com", "Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")


def test_change_log_is_read_in_slices_and_tells_no_title_of_what_is_gone(django_assert_max_num_queries):
    article, actor = make_published_article(title_en="Zzgonetitle"), make_published_actor(name_en="Sergey Lavrov")
    transition(article, State.WITHDRAWN, by=publisher())

    with django_assert_max_num_queries(6):
        whole = get("changes/")
    slices, after = [], 0
    while True:
        part = get(f"changes/?after={after}&limit=1")
        slices += part["results"]
        after = part["last"]
        if part["next"] is None:
            break

    assert [row["sequence"] for row in whole["results"]] == list(Change.objects.values_list("sequence", flat=True))
    assert slices == whole["results"]
    assert whole["head"] == whole["last"] == ChangeHead.objects.get().sequence
    gone = [row for row in whole["results"] if row["object"]["id"] == str(article.pk)]
    assert [(row["kind"], row["object"]["url"]) for row in gone] == [("published", {}), ("withdrawn", {})]
    (person,) = [row for row in whole["results"] if row["object"]["type"] == "actor"]
    assert person["object"]["url"] == {"en": f"http://testserver{actor.get_absolute_url()}"}
    assert person["object"]["api_url"] == f"http://testserver/api/v1/actors/{actor.pk}/"
    assert "zzgonetitle" not in str(whole).lower()
    assert [row["object"]["type"] for row in get("changes/?type=actor")["results"]] == ["actor"]
