"""Reports of what was read and of what was put out."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Byline, Correction
from pages.figures import output, totals
from pages.figures.periods import Period, latest, quarter, quarters
from publishing import drafts
from publishing.models import Visits
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_author, make_published_article, make_tag, publisher
from tests.roles import browser_of, member_of

FIGURES = "/admin/publishing/visits/"
OUTPUT = f"{FIGURES}output/"


@pytest.fixture
def client():
    return browser_of(member_of("Editor")).client


def body(response) -> str:
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("role", ["Author", "Translator (English)"])
def test_figures_are_for_editors(role):
    client = browser_of(member_of(role, "somebody")).client

    assert [client.get(f"{FIGURES}{name}").status_code for name in ("", "table/?quarter=2026-4", "output/", "output/table/")] == [403] * 4


def test_figures_are_added_up_by_page_language_and_host(client, django_assert_max_num_queries):
    today = timezone.localdate()
    articles = [make_published_article(title_en=f"Visit {number}") for number in range(30)]
    for article in articles:
        Visits.objects.create(day=today, page=f"article:{article.pk}", language="en", host="example.org", visits=2)
    Visits.objects.create(day=today - dt.timedelta(days=1), page=f"article:{articles[0].pk}", language="en", visits=7)
    Visits.objects.create(day=today, page="/ka/", language="ka", visits=1)
    Visits.objects.create(day=today - dt.timedelta(days=40), page="/en/", language="en", visits=100)

    with django_assert_max_num_queries(14):
        response = client.get(FIGURES)

    parts = dict(response.context["parts"])
    assert response.context["total"] == 68
    assert (parts["By page"][0].label, parts["By page"][0].visits, parts["By page"][0].url) == ("Visit 0", 9, "/en/news/visit-0/")
    assert [(each.label, each.visits) for each in parts["By language"]] == [("English", 67), ("Georgian", 1)]
    assert [(each.label, each.visits) for each in parts["By referring host"]] == [("example.org", 60), ("directly, or from this site", 8)]
    longer = client.get(FIGURES, {"since": f"{today - dt.timedelta(days=60)}", "until": f"{today}"})
    assert longer.context["total"] == 168


def test_quarter_is_a_table_without_formulas(client):
    article = make_published_article(title_en="=1+1")
    for day in (dt.date(2026, 10, 1), dt.date(2026, 12, 31), dt.date(2026, 9, 30)):
        Visits.objects.create(day=day, page=f"article:{article.pk}", language="en", host="example.org", visits=3)

    response = client.get(f"{FIGURES}table/?quarter=2026-4")

    assert body(response) == (
        "\ufeffmonth,page,title,language,came_from,visits\r\n"
        f"2026-10,/en/news/{article.slug_en}/,'=1+1,en,example.org,3\r\n"
        f"2026-12,/en/news/{article.slug_en}/,'=1+1,en,example.org,3\r\n"
    )
    assert response.headers["Content-Disposition"] == 'attachment; filename="figures-2026-4.csv"'


@pytest.mark.parametrize("name", ["", "2026", "2026-5", "0000-1", "9999-4", "x-1", "٢٠٢٦-1", "2026-4\0"])
def test_quarter_that_is_none_is_not_found(client, name):
    assert client.get(f"{FIGURES}table/", {"quarter": name}).status_code == (200 if name == "2026-4\0" else 404)


def test_quarters_are_whole():
    assert [quarter(f"2026-{number}") for number in range(1, 5)] == [
        Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
        Period(dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        Period(dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
    ]
    assert quarters(dt.date(2026, 2, 1), 3) == ["2026-1", "2025-4", "2025-3"]


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-02-01", "2026-01-01", "ends before it begins"),
        ("0001-01-01", "9999-12-31", "at most three years"),
        ("soon", "", "Enter a valid date."),
        ("2026-01-01", "", "This field is required."),
    ],
)
def test_period_that_is_none_is_refused_in_words(client, since, until, said):
    for path in (FIGURES, OUTPUT):
        response = client.get(path, {"since": since, "until": until})
        assert response.status_code == 200
        assert said in response.content.decode()
    assert client.get(f"{OUTPUT}table/", {"since": since, "until": until}).status_code == 404


def publish_everything():
    """Publish a text in English, translate it, correct it; another one in Georgian."""
    author = make_author("Nino")
    article = make_article(title_en="Visit", body_en="<p>Text.</p>", tags=[make_tag("Gali"), make_tag("Sokhumi")])
    Byline.objects.create(article=article, author=author)
    transition(article, State.PUBLISHED, by=publisher())
    drafts.save(article, {"title_ka": "ვიზიტი", "body_ka": "<p>ტექსტი.</p>"}, by=publisher())
    drafts.publish(article, by=publisher())
    article.refresh_from_db()
    drafts.save(article, {"corrections": [{"at": timezone.now(), "text_en": "The date was wrong."}]}, by=publisher())
    drafts.publish(article, by=publisher())
    make_published_article(title_ka="=მეორე")
    make_article(title_en="Draft")
    return article


def test_output_is_counted_by_month_language_kind_tag_and_byline(client):
    publish_everything()
    assert Correction.objects.count() == 1

    report = output.report(latest())

    parts = {title: {line.label: line.counts for line in lines} for title, lines in report.parts}
    published, translated, corrected = report.total.counts
    assert (published, translated) == (2, 1)
    assert corrected >= 1
    assert parts["By language"]["Georgian"][:2] == (1, 1)
    assert parts["By language"]["English"][0] == 1
    assert parts["By tag"]["Gali"][:2] == parts["By tag"]["Sokhumi"][:2] == (1, 1)
    assert parts["By tag"]["without a tag"] == (1, 0, 0)
    assert parts["By byline"]["Nino"][:2] == (1, 1)
    assert list(parts["By month"]) == [f"{timezone.localdate():%Y-%m}"]
    assert "Gali" in client.get(OUTPUT).content.decode()


def test_output_costs_the_same_at_any_size(client, django_assert_max_num_queries):
    for number in range(20):
        make_published_article(title_en=f"Visit {number}", tags=[make_tag(f"Tag {number}")])

    with django_assert_max_num_queries(14):
        client.get(OUTPUT)


def test_output_is_a_table_without_formulas(client):
    article = publish_everything()
    lines = body(client.get(f"{OUTPUT}table/")).split("\r\n")

    assert lines[0] == "\ufeffdate,what,title,address,language,kind,tags,byline"
    assert lines[1].startswith(f"{timezone.localdate()},published,Visit,http://testserver/en/news/{article.slug_en}/,en,")
    assert any(",'=მეორე," in line for line in lines)


def test_reports_of_an_empty_site_say_so(client):
    assert "Nothing was counted" in client.get(FIGURES).content.decode()
    assert "Nothing was put out" in client.get(OUTPUT).content.decode()
    assert totals.everything(latest()) == 0
