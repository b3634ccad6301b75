"""The demo as `make demo` loads it: once for all tests of this file, each of which leaves it as it was."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from config.demo import notes
from library import tags
from library.models import Image, Tag
from news.models import Article, ArticleTag, Author, Correction
from publishing import consistency, drafts, languages
from publishing.models import Audit, Change, ChangeHead, Draft, Withdrawal
from publishing.publishable import State
from publishing.workflow import transition
from syndication import delivering, expanding
from syndication.models import Partner
from tests.config.seed_archive import ARCHIVE
from tests.factories import rename_tag

SEED_TAG = "tskhinvali-region"
# Draft, in review, trashed.
NEVER_PUBLIC = ["agreements-announced-2008", "from-announcement-to-embassy", "double-entry"]


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Load the demo, and forget it after the last test of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def article(key: str) -> Article:
    return Article.objects.get(pk=notes.loaded()["articles"][key])


def moment(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def tag_items(client: Client, language: str) -> list:
    return client.get(f"/{language}/news/tag/{tag(language)}/").context["page"].rows


def tag(language: str) -> str:
    return getattr(Tag.objects.get(slug_en=SEED_TAG), f"slug_{language}")


@pytest.mark.parametrize("language", ["en", "ka"])
def test_tag_archive_holds_the_fifteen_items_in_the_order_of_the_seed(client, language):
    rows = ArticleTag.objects.filter(tag__slug_en=SEED_TAG).listed_in(language).order_by(f"-listed_at_{language}")
    keys = {identity: key for key, identity in notes.loaded()["articles"].items()}

    items = tag_items(client, language)

    assert [keys[str(row.content_object_id)] for row in rows] == ARCHIVE
    assert [item.title for item in items] == [article(key).title_in(language)[0] for key in ARCHIVE]


def test_item_without_english_text_shows_its_english_title_and_where_the_text_is(client):
    item = tag_items(client, "en")[ARCHIVE.index("september-round-up")]

    assert item.title == article("september-round-up").title_en != ""
    assert item.notice == "Article is available in Georgian."


def test_item_without_georgian_text_shows_its_georgian_title(client):
    item = tag_items(client, "ka")[ARCHIVE.index("state-duma-meetings")]

    assert item.title == article("state-duma-meetings").title_ka != ""
    assert item.notice


def test_every_state_is_there():
    states = Counter(Article.objects.values_list("state", flat=True))

    assert states == {State.PUBLISHED: 24, State.DRAFT: 1, State.IN_REVIEW: 1, State.WITHDRAWN: 1, State.TRASHED: 1}
    assert [record.pk for record in Article.objects.scheduled()] == [article("how-to-propose-a-correction").pk]


def test_every_public_article_opens_in_every_language(client):
    pages = {
        f"/{code}/news/{record.slug_in(code)}/": client.get(f"/{code}/news/{record.slug_in(code)}/").status_code
        for record in Article.objects.live()
        for code in languages.codes()
    }

    assert len(pages) == 2 * 23
    assert set(pages.values()) == {200}


def test_every_link_in_the_texts_leads_to_an_article(client):
    bodies = [getattr(record, f"body_{code}") for record in Article.objects.all() for code in languages.codes()]
    links = {link for body in bodies for link in re.findall(r'href="(/[^"#]*)"', body)}

    assert links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_dates_are_those_of_the_files():
    supervisors = article("supervisors-2024")

    assert supervisors.first_published_at == supervisors.published_at_ka == moment("2025-01-13 10:00")
    assert supervisors.published_at_en == moment("2025-01-15 11:30")
    assert supervisors.updated_at == moment("2025-01-17 12:00"), "its correction"


def test_change_log_tells_the_story_in_the_order_of_its_dates():
    moments = list(Change.objects.order_by("sequence").values_list("at", flat=True))

    assert moments == sorted(moments)
    assert moments[-1] < timezone.now() - dt.timedelta(days=30)
    assert set(Change.objects.values_list("kind", flat=True)) == {"published", "updated", "translated", "corrected", "withdrawn"}


def test_corrections_bear_their_dates_and_stand_in_the_languages_they_concern(client):
    factory = article("canning-factory")

    assert [row.at for row in factory.corrections.all()] == [moment("2024-10-14 12:00")]
    assert (factory.corrected_at_en, factory.corrected_at_ka) == (moment("2024-10-14 12:00"),) * 2
    assert [row.article_id for row in Correction.objects.public_in("ka")] == [
        article(key).pk for key in ("military-technical-support", "canning-factory", "military-technical-support", "how-we-write-names")
    ]
    assert client.get("/ka/corrections/").status_code == 200


def test_scheduled_article_leaves_no_trace(client):
    scheduled = article("how-to-propose-a-correction")

    assert client.get(f"/en/news/{scheduled.slug_en}/").status_code == 404
    assert not Change.objects.filter(record=scheduled.pk).exists()
    assert ChangeHead.objects.get().next_due_at == scheduled.published_at_ka < scheduled.published_at_en


def test_site_has_a_tagline_in_both_languages(client):
    assert "A chronicle of contested politics" in client.get("/en/").content.decode()
    assert "სადავო პოლიტიკის მატიანე" in client.get("/ka/").content.decode()


@pytest.mark.parametrize(("language", "reason"), [("en", "counted some meetings twice"), ("ka", "ორჯერ იყო დათვლილი")])
def test_withdrawn_address_tells_what_the_file_allows(client, language, reason):
    withdrawn = article("counting-sessions")

    response = client.get(f"/{language}/news/{withdrawn.slug_in(language)}/")

    assert response.status_code == 410
    assert reason in response.content.decode()
    told = Withdrawal.objects.get(record=withdrawn.pk, language=language)
    assert (told.at, told.successor) == (moment("2024-04-15 12:00"), article("how-we-date-and-cite").pk)


def test_withdrawn_language_is_gone_while_the_other_stays(client):
    record = article("ergneti-and-gali")

    assert record.available_languages == ["ka"]
    assert record.updated_at == moment("2024-09-05 12:00")
    assert (record.lead_en, record.body_en) == ("", "")
    assert "nobody has sat since 2018" in drafts.state_of(record)["body_en"]
    page = client.get(f"/en/news/{record.slug_en}/").content.decode()
    assert "The English translation is being redone." in page
    assert "nobody has sat since 2018" not in page


def test_pending_draft_is_in_no_column_that_the_public_reads(client):
    record = article("five-stages-of-an-agreement")
    waiting = "An example from the autumn of 2024"

    assert waiting in " ".join(drafts.state_of(record)["lead_en"].split())
    assert waiting not in " ".join(record.lead_en.split())
    assert waiting not in " ".join(client.get("/en/news/").content.decode().split())
    assert "military-cooperation" not in ArticleTag.objects.filter(content_object=record).values_list("tag__slug_en", flat=True)
    assert record.updated_at == moment("2024-06-17 10:00")


def test_only_unfinished_work_lies_in_drafts():
    unfinished = {"five-stages-of-an-agreement", "ergneti-and-gali", "plan-of-consultations-sokhumi", *NEVER_PUBLIC}

    assert set(Article.objects.filter(has_draft=True)) == {article(key) for key in unfinished}
    assert Draft.objects.count() == len(unfinished)


@pytest.mark.parametrize("key", NEVER_PUBLIC)
def test_article_that_was_never_public_has_its_text_in_the_draft_only(key):
    record = article(key)

    assert drafts.state_of(record)["body_en"]
    assert not record.tagged.exists()
    assert not record.citations.exists()
    assert record.created_by.username == "author"


def test_rows_hold_no_text_in_languages_that_are_not_public():
    silent = [
        (record, code)
        for record in Article.objects.in_state(State.PUBLISHED)
        for code in languages.codes()
        if not getattr(record, f"published_at_{code}")
    ]
    silent += [(article(key), code) for key in NEVER_PUBLIC for code in languages.codes()]
    titles = {getattr(record, f"title_{code}") for record, code in silent}

    assert len(silent) == 3 + 6
    assert {getattr(record, f"{name}_{code}") for record, code in silent for name in ("lead", "body")} == {""}
    assert titles == {"", article("september-round-up").title_en, article("state-duma-meetings").title_ka}


def test_image_with_text_has_a_file_for_georgian_and_stands_in_the_article():
    diagram = Image.objects.get(title="Diagram: talks in 2024")

    assert (bool(diagram.file_variant_en), bool(diagram.file_variant_ka)) == (False, True)
    assert f'data-image="{diagram.pk}"' in article("geneva-and-ergneti-2024").body_ka


def test_tags_are_found_by_their_aliases_and_by_one_language():
    assert tags.find("цхинвальский  регион") == Tag.objects.get(slug_en=SEED_TAG)
    assert tags.find("ერგნეთი").label_en == ""


def test_author_without_a_profile_has_no_page(client):
    hidden = Author.objects.get(name_en="Ana Mukhnari")

    assert client.get("/en/authors/tamta-mtvarelidze/").status_code == 200
    assert not hidden.has_profile


def test_accounts_have_their_roles():
    people = {user.username: (user.is_staff, user.is_superuser, user.groups.get().name) for user in User.objects.all()}

    assert people == {
        "author": (True, False, "Author"),
        "editor": (True, False, "Editor"),
        "translator": (True, False, "Translator (Georgian)"),
        "admin": (True, True, "Administrator"),
    }
    assert authenticate(username="editor", password="matiane-demo") is not None


def test_every_derived_column_agrees():
    wrong = {name: found for name, found in consistency.run(fix=False) if found}

    # The worker makes the files of images.
    assert wrong.keys() <= {"files of images"}


def test_second_run_adds_nothing():
    before = counts()

    call_command("load_demo", stdout=(said := StringIO()))

    assert said.getvalue() == ""
    assert counts() == before


def test_demo_has_a_partner_to_look_at_and_tells_nobody(settings):
    (partner,) = Partner.objects.all()
    drafts.save(article("canning-factory"), {"title_en": "Changed"}, by=User.objects.get(username="editor"))
    drafts.publish(article("canning-factory"), by=User.objects.get(username="editor"))
    settings.PUSH_TO_LOOPBACK = False

    expanding.expand_all()

    assert (partner.condition, partner.tags.get().slug_en, partner.places.count(), partner.kinds) == ("off", SEED_TAG, 1, ["article", "event"])
    assert (partner.address, partner.mail) == ("https://example.org/hooks/matiane", "partners@example.org")
    assert (partner.deliveries.count(), delivering.with_work(), settings.WEBSUB_HUB, mail.outbox) == (0, [], "", [])


def counts() -> dict[str, int]:
    models = (Article, ArticleTag, Author, Change, Audit, Draft, Image, Tag, User)
    return {model.__name__: model.objects.count() for model in models} | {"sequence": ChangeHead.objects.get().sequence}


def test_what_editors_did_survives_a_second_run():
    editor = User.objects.get(username="editor")
    changed, gone = article("canning-factory"), Tag.objects.get(slug_en="maritime-cooperation")
    drafts.save(changed, {"title_en": "Changed"}, by=editor)
    drafts.publish(changed, by=editor)
    transition(article("military-cooperation-law"), State.WITHDRAWN, by=editor)
    rename_tag(Tag.objects.get(slug_en=SEED_TAG), en="Renamed")
    tags.delete(gone, by=editor)
    before = counts()

    call_command("load_demo", stdout=StringIO())

    assert article("canning-factory").title_en == "Changed"
    assert article("military-cooperation-law").state == State.WITHDRAWN
    assert Tag.objects.get(slug_en=SEED_TAG).label_en == "Renamed"
    assert counts() == before
