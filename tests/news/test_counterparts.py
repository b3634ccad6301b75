"""Written once: what changes on an event is offered to the article that began from it, and the other way; taken or left, never published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from chronicle.models import Event
from news import rewording
from news.begun import event_of
from news.models import Article, Counterpart
from publishing import drafts
from publishing.partial_dates import PartialDate
from publishing.publishable import Publishable
from tests.browser import Form
from tests.factories import make_kind, make_published_event, make_published_place, publisher
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


def article_url(article: Article) -> str:
    return f"/admin/news/article/{article.pk}/change/"


def event_url(event: Publishable) -> str:
    return f"/admin/chronicle/event/{event.pk}/change/"


@pytest.fixture
def form() -> Form:
    return browser_of(member_of("Editor"))


@pytest.fixture
def event() -> Event:
    """A public event that was at one place."""
    make_kind("news")
    place = make_published_place("Geneva", name_ka="ჟენევა")
    event = make_published_event(title_en="Talks", title_ka="მოლაპარაკება", lead_en="On 24 September they met in Geneva.", date="2024-09-24")
    event.stops.create(place=place)
    return event


@pytest.fixture
def article(form, event) -> Article:
    """The draft of an article that an editor began from the event."""
    form.open(f"/admin/news/article/add/?event={event.pk}").press("_save_draft")
    return Article.objects.get()


def offered(form: Form, button: str = "_take_over") -> list[str]:
    """Return what the buttons of a page would send."""
    return html.fromstring(form.page).xpath(f"//button[@name='{button}']/@value")


def change(event: Event, **fields: object) -> None:
    drafts.save(event, fields, by=publisher())
    drafts.publish(event, by=publisher())


def test_nothing_is_offered_while_nothing_changed(form, event, article):
    for url in (article_url(article), event_url(event)):
        assert "record-linked" not in form.open(url).page


def test_changed_title_of_the_event_goes_into_the_draft_of_the_article(form, event, article):
    drafts.publish(article, by=publisher())
    change(event, title_en="Talks in Geneva")
    form.open(article_url(article))
    assert "Talks in Geneva" in form.page

    form.press("_take_over", offered(form)[0])

    article.refresh_from_db()
    assert (article.title_en, drafts.state_of(article)["title_en"]) == ("Talks", "Talks in Geneva")
    assert offered(form.open(article_url(article))) == []
    assert offered(form.open(event_url(event))) == []


def test_offer_stands_on_the_form_where_the_change_was_made_too(form, event, article):
    form.open(event_url(event)).fill(title_ka="მოლაპარაკება ჟენევაში").press("_publish")
    form.follow()
    assert "not in the article" in form.page

    form.press("_take_over", offered(form)[0])

    assert drafts.state_of(article)["title_ka"] == "მოლაპარაკება ჟენევაში"
    assert "“Talks” is updated" in form.follow().page


def test_what_somebody_reworded_stays_and_is_offered_nothing_until_the_event_changes(form, event, article):
    drafts.save(article, {"title_en": "They talked"}, by=publisher())
    assert "Changed in the event" not in form.open(article_url(article)).page

    change(event, title_en="Talks in Geneva")

    assert "Changed in the event" in form.open(article_url(article)).page


def test_what_is_left_is_offered_again_only_when_it_changes_again(form, event, article):
    change(event, title_en="Talks in Geneva")
    form.open(article_url(article))
    form.press("_leave", offered(form)[0])
    assert offered(form.open(article_url(article))) == []

    change(event, title_en="Talks in Bern")

    assert len(offered(form.open(article_url(article)))) == 1
    assert drafts.state_of(article)["title_en"] == "Talks"


def test_changed_title_of_the_article_is_offered_to_the_event(form, event, article):
    drafts.save(article, {"title_en": "Talks held"}, by=publisher())
    form.open(event_url(event))

    form.press("_take_over", offered(form)[0])

    event.refresh_from_db()
    assert (event.title_en, drafts.state_of(event)["title_en"]) == ("Talks", "Talks held")


def test_changed_date_and_place_change_where_the_article_names_them(form, event, article):
    texts = {
        "body_en": "<p>It began on <strong>24 September 2024</strong> in Geneva.</p><blockquote><p>Geneva!</p></blockquote>",
        "lead_ka": "24 სექტემბერს შეხვდნენ, 2024 წლის 24 სექტემბრიდან.",
    }
    drafts.save(article, texts, by=publisher())
    row = event.stops.get()
    bern = make_published_place("Bern", name_ka="ბერნი")
    change(event, date="2024-10-05", stops=[{"id": row.pk, "place": bern.pk}])

    for _offer in range(2):
        form.open(article_url(article))
        form.press("_take_over", offered(form)[0])

    state = drafts.state_of(article)
    assert state["body_en"] == "<p>It began on <strong>5 October 2024</strong> in Bern.</p><blockquote><p>Geneva!</p></blockquote>"
    assert state["lead_en"] == "On 5 October they met in Bern."
    assert state["lead_ka"] == "5 ოქტომბერს შეხვდნენ, 2024 წლის 5 ოქტომბრიდან."
    assert offered(form.open(article_url(article))) == []


def test_date_that_no_text_names_can_only_be_left(form, event, article):
    drafts.save(article, {"lead_en": "They met that autumn."}, by=publisher())
    change(event, date="2024-10-05")
    form.open(article_url(article))

    assert "24 September 2024" in form.page
    assert (offered(form), len(offered(form, "_leave"))) == ([], 1)


def test_offer_that_changed_since_the_page_was_opened_is_refused(form, event, article):
    change(event, title_en="Talks in Geneva")
    token = offered(form.open(article_url(article)))[0]
    change(event, title_en="Talks in Bern")

    assert form.press("_take_over", token).status_code == 422
    assert form.press("_leave", "nonsense").status_code == 422
    assert drafts.state_of(article)["title_en"] == "Talks"


def test_what_was_typed_is_kept_with_the_offer(form, event, article):
    change(event, title_en="Talks in Geneva")
    form.open(article_url(article)).fill(lead_en="Typed.")

    form.press("_take_over", offered(form)[0])

    state = drafts.state_of(article)
    assert (state["title_en"], state["lead_en"]) == ("Talks in Geneva", "Typed.")


def test_draft_of_an_event_is_offered_to_nobody_who_may_not_open_it():
    make_kind("news")
    event = make_published_event(title_en="Talks")
    author = browser_of(member_of("Author"))
    author.open(f"/admin/news/article/add/?event={event.pk}").press("_save_draft")
    article = Article.objects.get()

    drafts.save(event, {"title_en": "Secret talks"}, by=publisher())
    assert "Secret" not in author.open(article_url(article)).page

    drafts.publish(event, by=publisher())
    assert "Secret" in author.open(article_url(article)).page


def test_author_takes_nothing_over_into_an_event_of_others():
    make_kind("news")
    event = make_published_event(title_en="Talks")
    author = browser_of(member_of("Author"))
    author.open(f"/admin/news/article/add/?event={event.pk}").press("_save_draft")
    article = Article.objects.get()
    author.open(article_url(article)).fill(title_en="Other").press("_save_draft")

    assert offered(author.open(article_url(article))) == []
    assert len(offered(browser_of(member_of("Editor")).open(event_url(event)))) == 1


def test_event_that_began_from_an_article_and_the_article_offer_each_other(form, article):
    made = event_of(article, by=publisher())
    drafts.save(made, {"title_en": "Talks of the year"}, by=publisher())

    form.open(article_url(article))
    form.press("_take_over", offered(form)[0])

    assert drafts.state_of(article)["title_en"] == "Talks of the year"


def test_article_that_lists_the_event_no_more_is_offered_nothing(form, event, article):
    drafts.save(article, {"events": []}, by=publisher())
    change(event, title_en="Other")

    assert offered(form.open(article_url(article))) == []
    assert offered(form.open(event_url(event))) == []


def test_form_that_saves_itself_first_knows_the_event_too(form, event):
    form.open(f"/admin/news/article/add/?event={event.pk}")
    assert f'"save": "/admin/news/article/add/autosave/?event={event.pk}"' in form.page

    form.client.post(f"/admin/news/article/add/autosave/?event={event.pk}", {**form.fields, "lead_en": ["Typed."]})

    noted = Counterpart.objects.get()
    assert (noted.event, noted.event_said["date"], noted.article_said["title_en"]) == (event, "2024-09-24", "Talks")


def test_comparing_costs_two_queries_where_there_is_something_and_none_elsewhere(form, event, article):
    def cost(url: str) -> int:
        form.open(url)
        with CaptureQueriesContext(connection) as queries:
            form.open(url)
        return len(queries)

    linked = [cost(article_url(article)), cost(event_url(event))]
    Counterpart.objects.all().delete()

    assert [with_them - without for with_them, without in zip(linked, [cost(article_url(article)), cost(event_url(event))], strict=True)] == [2, 1]


# The words


@pytest.mark.parametrize(
    ("was", "now", "code", "text", "expected"),
    [
        ("2024-09-24", "2024-09-25", "en", "24 September 2024, 24 September", "25 September 2024, 25 September"),
        ("2024-09-24", "2024-09-25", "en", "23–24 September, 124 September", "23–24 September, 124 September"),
        ("2024-09-24", "2025-01-02", "en", "24 September 2024, 24 September", "2 January 2025, 24 September"),
        ("2024-09", "2024-10", "en", "September 2024", "October 2024"),
        ("2024-09-24", "2024-08-02", "ka", "24 სექტემბერს, 24 სექტემბრის, 24 სექტემბრამდე", "2 აგვისტოს, 2 აგვისტოს, 2 აგვისტომდე"),
        ("2024-09", "2024-10", "ka", "2024 წლის სექტემბერში", "2024 წლის ოქტომბერში"),
    ],
)
def test_dates_change_as_the_house_prints_them(was, now, code, text, expected):
    swap = rewording.of_dates(PartialDate.parse(was), PartialDate.parse(now), code)

    assert rewording.reworded(text, swap, is_html=False)[0] == expected


@pytest.mark.parametrize(
    ("was", "now", "code", "text", "expected"),
    [
        ("Gori", "Bern", "en", "Gori, Gorizia", "Bern, Gorizia"),
        ("გორი", "ბერნი", "ka", "გორში, გორიდან, გორის, გორილა", "ბერნში, გორიდან, ბერნის, გორილა"),
        ("გორი", "ჟენევა", "ka", "გორი, გორში, გორის", "ჟენევა, ჟენევაში, გორის"),
    ],
)
def test_places_change_in_the_cases_that_both_have(was, now, code, text, expected):
    swap = rewording.of_names(was, now, code)

    assert rewording.reworded(text, swap, is_html=False)[0] == expected
