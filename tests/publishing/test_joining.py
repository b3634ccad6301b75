"""Two records that become one: what readers and partners find, what editors keep, who may, what is refused."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from library.models import Source
from news.models import Article
from pages.models import Page
from publishing import drafts, locks, presence, scheduling
from publishing.joining import join
from publishing.models import Audit, Change, Draft, Edition, Join
from publishing.publishable import State
from publishing.splitting import split
from publishing.workflow import TransitionError, transition
from tests.factories import publisher
from tests.publishing.halves import LATER, LONG_AGO, english, georgian, public, read, written
from tests.publishing.races import at_once, check_everything
from tests.roles import member_of

pytestmark = pytest.mark.django_db


def test_joined_record_has_both_texts_with_their_moments():
    first, second = english(), georgian()

    article = join(second, first, by=publisher())

    assert article.pk == first.pk
    assert (article.title_en, article.title_ka, article.body_ka) == ("Bridge reopens", "ხიდი გაიხსნა", "<p>ღიაა.</p>")
    assert (article.published_at_en, article.published_at_ka, article.first_published_at) == (LONG_AGO, LATER, LONG_AGO)
    assert (article.slug_en, article.slug_ka, article.has_draft) == ("bridge-reopens", "khidi", False)
    assert not Article.objects.filter(pk=second.pk).exists()
    assert not Draft.objects.exists()
    check_everything()


def test_short_address_of_what_was_joined_leads_on_for_good():
    second = georgian()
    join(english(), second, by=publisher())

    response = Client().get(f"/a/{second.short_id}")

    assert (response.status_code, response.headers["Location"]) == (301, "/ka/news/khidi/")


def test_partners_are_told_of_the_removal_and_of_the_translation():
    first, second = english(), georgian()
    before = Change.objects.latest("sequence").sequence

    join(first, second, by=publisher())

    told = Change.objects.filter(sequence__gt=before).values_list("kind", "record", "languages", "into")
    assert list(told) == [("translated", first.pk, ["ka"], None), ("merged", second.pk, ["ka"], first.pk)]
    response = Client().get(f"/api/v1/articles/{second.pk}/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/api/v1/articles/{first.pk}/")


def test_page_that_changes_by_a_join_has_a_version_of_its_own():
    source = Source.objects.create(title="A letter")
    first = english()

    join(first, georgian(citations=[{"source": source.pk}]), by=publisher())

    assert set(Edition.objects.values_list("language", "number")) == {("en", 1), ("ka", 1), ("en", 2)}


def test_drafts_of_both_are_kept():
    first, second = english(), georgian()
    drafts.save(first, {"lead_en": "More."}, by=publisher())
    drafts.save(second, {"lead_ka": "მეტი."}, by=publisher())

    article = join(first, second, by=publisher())

    state = drafts.state_of(article)
    assert (state["lead_en"], state["lead_ka"], article.lead_en, article.lead_ka) == ("More.", "მეტი.", "", "")
    other = split(article, by=publisher())
    article.refresh_from_db()
    assert (drafts.state_of(article)["lead_en"], drafts.state_of(other)["lead_ka"]) == ("More.", "მეტი.")
    assert (drafts.state_of(article)["lead_ka"], article.has_draft, other.has_draft) == ("", True, True)


def test_draft_half_stays_a_draft_until_somebody_publishes_it():
    first, second = english(), written(title_ka="ზზსაიდუმლო", body_ka="<p>ზზსაიდუმლო</p>", slug_ka="zzsaidumlo", tags=["+ზზსაიდუმლო"])

    article = join(first, second, by=publisher())

    assert (article.title_ka, article.published_at_ka, article.available_languages) == ("", None, ["en"])
    assert drafts.state_of(article)["title_ka"] == "ზზსაიდუმლო"
    for path in ("/ka/news/bridge-reopens/", "/ka/news/", "/en/news/bridge-reopens/", f"/api/v1/articles/{article.pk}/"):
        page = Client().get(path).content.decode()
        assert "ზზსაიდუმლო" not in page
        assert "zzsaidumlo" not in page
    assert [Client().get(path).status_code for path in ("/ka/news/zzsaidumlo/", f"/a/{second.short_id}", f"/api/v1/articles/{second.pk}/")] == [
        404
    ] * 3
    assert not Change.objects.filter(record=second.pk).exists()

    drafts.publish(article, by=publisher(), languages=["ka"])
    assert read("/ka/news/zzsaidumlo/") == ("/ka/news/zzsaidumlo/", 200)
    other = split(article, by=publisher())
    assert (other.title_ka, other.is_available_in("ka")) == ("ზზსაიდუმლო", True)
    assert read("/ka/news/zzsaidumlo/") == ("/ka/news/zzsaidumlo/", 200)


def test_one_that_waits_is_planned_for_its_moment_in_the_public_one():
    at = timezone.now() + dt.timedelta(days=1)

    article = join(english(), georgian(at=at), by=publisher())

    assert (article.title_ka, article.published_at_ka) == ("", None)
    assert [(step.at, step.languages) for step in scheduling.open_steps(article)] == [(at, ["ka"])]
    assert [Client().get(path).status_code for path in ("/ka/news/khidi/", "/en/news/khidi/")] == [404, 404]
    with pytest.raises(TransitionError, match="is planned for it"):
        split(article, by=publisher())


def test_pages_are_joined_and_their_subpages_are_not_lost():
    first, second = public(Page, title_en="About", at=LONG_AGO), public(Page, title_ka="ჩვენ შესახებ")
    child = public(Page, title_ka="ქვეგვერდი", parent=second.pk)
    with pytest.raises(TransitionError, match="Other texts stand under"):
        join(first, second, by=publisher())
    drafts.save(child, {"parent": first.pk}, by=publisher())
    drafts.publish(child, by=publisher())

    page = join(first, second, by=publisher())

    assert (page.title_en, page.title_ka) == ("About", "ჩვენ შესახებ")
    check_everything()


def test_refusals_say_why():
    first, second = english(), georgian()

    def refusal(one, other, by=None):
        with pytest.raises(TransitionError) as refused:
            join(one, other, by=by or publisher())
        return str(refused.value)

    assert refusal(first, first) == "A text cannot be joined with itself."
    assert refusal(first, public(title_en="Bridge")) == "Both have their text in the same language: English."
    assert refusal(first, public(Page, title_ka="ხიდი")).startswith("These are not of one kind")
    assert refusal(first, public(title_en="Both", title_ka="ორივე")) == "“Both” has text in more than one language already."
    binned = written(title_ka="კალათაში")
    transition(binned, State.TRASHED, by=publisher())
    assert refusal(first, binned) == "“კალათაში” lies in the trash. Bring it back first."
    back = georgian(slug_ka="ukan")
    drafts.withdraw(back, by=publisher())
    assert "was withdrawn" in refusal(first, back)
    nino = member_of("Editor", "nino")
    presence.note(second.pk, "form", by=nino)
    assert refusal(first, second) == "Somebody has it open: nino. Try again when the form is closed."
    presence.leave("form", by=nino)
    locks.lock(second, by=nino, note="")
    assert refusal(first, second).startswith("Locked by nino")
    with pytest.raises(TransitionError, match="nothing to split"):
        split(first, by=publisher())
    assert Article.objects.filter(pk__in=[first.pk, second.pk]).count() == 2


@pytest.mark.parametrize("role", ["Author", "Translator (Georgian)"])
def test_whoever_may_not_publish_may_not_join_or_split(role):
    first, second, by = english(), georgian(), member_of(role, "somebody")

    with pytest.raises(TransitionError, match="no right"):
        join(first, second, by=by)
    article = join(first, second, by=publisher())
    with pytest.raises(TransitionError, match="no right"):
        split(article, by=by)
    assert not Audit.objects.filter(by=by).exists()


def test_address_of_what_was_joined_is_gone_with_the_whole():
    first, second = english(), georgian()
    article = join(first, second, by=publisher())

    drafts.withdraw(article, by=publisher())

    assert [Client().get(path).status_code for path in ("/ka/news/khidi/", f"/a/{second.short_id}", f"/api/v1/articles/{second.pk}/")] == [
        410,
        410,
        404,
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared_database")
def test_joined_twice_at_once_is_joined_once():
    first, second, by = english(), georgian(), publisher()

    found = at_once(*[lambda: join(first, second, by=by)] * 2)

    assert sorted(type(each).__name__ for each in found) == ["Article", "TransitionError"]
    assert Join.objects.count() == 1
    check_everything()
