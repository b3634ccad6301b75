import datetime as dt

import pytest
from django.utils import timezone

from library.models import Tag
from news.models import Article, ArticleTag, Byline, Correction
from publishing import drafts
from publishing.drafts import RefusedError
from publishing.models import Address, Change, Draft, Version
from publishing.publishable import State
from publishing.workflow import TransitionError
from tests.factories import make_author, make_kind, make_tag, publisher
from tests.roles import member_of

BOTH = {"title_en": "Talks", "title_ka": "მოლაპარაკება", "body_en": "<p>One.</p>", "body_ka": "<p>ერთი.</p>"}


def make_draft(**fields):
    return drafts.create(Article, {"kind": make_kind().pk, **fields}, by=publisher())


def make_live(**fields):
    record = make_draft(**{**BOTH, **fields})
    drafts.publish(record, by=publisher())
    return record


def kinds_of_changes():
    return list(Change.objects.order_by("sequence").values_list("kind", flat=True))


def test_draft_leaves_nothing_in_the_row():
    tag = make_tag("Talks")
    record = make_draft(**BOTH, tags=[tag.pk], bylines=[{"author": make_author().pk}], corrections=[{"text_en": "Sic"}])

    stored = Article.objects.get(pk=record.pk)
    names = [f"{name}_{code}" for name in ("title", "lead", "body") for code in ("en", "ka")]
    assert [getattr(stored, name) for name in names] == [""] * 6
    assert (stored.kind, stored.slug_en, stored.state) == (None, None, State.DRAFT)
    assert not ArticleTag.objects.exists()
    assert not Byline.objects.exists()
    assert not Correction.objects.exists()
    assert not Address.objects.filter(kind="article").exists()
    assert (stored.working_title, stored.has_draft) == ("Talks", True)


def test_state_of_a_draft_is_what_was_put_in():
    record = make_draft(**BOTH, tags=["+New", make_tag("Old").pk])

    state = drafts.state_of(record)

    assert state["title_ka"] == BOTH["title_ka"]
    assert state["tags"] == sorted(["+New", str(Tag.objects.get().pk)])


def test_publishing_moves_the_draft_into_the_row():
    author = make_author()
    record = make_draft(**BOTH, tags=["+New words", "+ახალი"], bylines=[{"author": author.pk}])

    drafts.publish(record, by=publisher())

    assert (record.title_ka, record.slug_en, record.slug_ka, record.has_draft) == ("მოლაპარაკება", "talks", "molaparakeba", False)
    assert sorted((row.tag.label_en, row.tag.label_ka) for row in record.tagged.all()) == [("", "ახალი"), ("New words", "")]
    assert [row.author for row in record.bylines.all()] == [author]
    assert record.tagged.filter(available_en=True, available_ka=True).count() == 2
    assert not Draft.objects.exists()
    assert kinds_of_changes() == ["published"]


def test_publishing_keeps_a_version_as_stored():
    record = make_live(body_en="<p>Kept<script>alert(1)</script></p>")

    first, second = Version.objects.order_by("number")

    assert [(first.number, first.published), (second.number, second.published)] == [(1, False), (2, True)]
    assert (second.data["slug_en"], second.data["body_en"]) == (record.slug_en, record.body_en)
    assert second.languages == ["en", "ka"]


def test_publishing_one_language_leaves_the_other_in_the_draft():
    record = make_draft(**BOTH, corrections=[{"text_en": "Sic", "text_ka": "ასე"}, {"text_ka": "მხოლოდ"}])

    drafts.publish(record, by=publisher(), languages=["en"])

    assert (record.title_ka, record.body_ka, record.published_at_ka, record.slug_ka) == ("", "", None, "talks")
    assert [(row.text_en, row.text_ka) for row in record.corrections.all()] == [("Sic", "")]
    assert record.has_draft
    state = drafts.state_of(record)
    assert (state["title_ka"], state["body_ka"], len(state["corrections"])) == ("მოლაპარაკება", "<p>ერთი.</p>", 2)

    drafts.publish(record, by=publisher())

    assert (record.body_ka, record.slug_ka, record.has_draft) == ("<p>ერთი.</p>", "molaparakeba", False)
    assert record.corrections.count() == 2
    assert kinds_of_changes() == ["published", "translated"]


def test_title_is_shown_before_its_text_where_the_editor_allows_it():
    record = make_draft(**{**BOTH, "body_en": ""}, show_title_en=True)

    drafts.publish(record, by=publisher())

    assert (record.title_en, record.published_at_en) == ("Talks", None)
    assert (record.is_available_in("ka"), record.is_available_in("en")) == (True, False)


def test_title_without_its_text_stays_in_the_draft_otherwise():
    record = make_draft(**BOTH)

    drafts.publish(record, by=publisher(), languages=["ka"])

    assert record.title_en == ""


def test_saving_over_a_live_record_changes_nothing_public():
    record = make_live()

    drafts.save(record, {"title_en": "Other", "corrections": [{"text_en": "Sic"}]}, by=publisher())

    assert (record.title_en, record.has_draft, record.working_title) == ("Talks", True, "Other")
    assert not Correction.objects.exists()
    assert kinds_of_changes() == ["published"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({"title_en": "Other"}, "retitled"), ({"corrections": [{"text_en": "Sic"}]}, "corrected"), ({"lead_en": "More."}, "updated")],
)
def test_change_log_names_what_changed(fields, kind):
    record = make_live()

    drafts.save(record, fields, by=publisher())
    drafts.publish(record, by=publisher())

    assert kinds_of_changes() == ["published", kind]


def test_correction_marks_its_languages_only():
    record = make_live()
    at = timezone.make_aware(dt.datetime(2026, 3, 5, 10, 30))  # noqa: DTZ001 - made aware here

    drafts.save(record, {"corrections": [{"text_ka": "ასე", "at": at}]}, by=publisher())
    drafts.publish(record, by=publisher())

    assert (record.corrected_at_ka, record.corrected_at_en) == (at, None)


def test_publication_names_what_is_missing_in_which_language():
    record = drafts.create(Article, {"title_en": "Talks"}, by=publisher())

    with pytest.raises(RefusedError) as refusal:
        drafts.publish(record, by=publisher(), languages=["en", "ka"])

    assert [problem.key for problem in refusal.value.problems] == ["kind", "title_ka"]
    assert "Title (Georgian)" in str(refusal.value)
    assert drafts.state_of(record)["title_en"] == "Talks"
    assert not Article.objects.live().exists()


def test_publication_without_any_title_is_refused():
    record = make_draft(lead_en="Only a lead.")

    with pytest.raises(RefusedError, match="at least one language"):
        drafts.publish(record, by=publisher())


@pytest.mark.parametrize("slug", ["tag", "2024", "taken", "Not A Slug"])
def test_publication_with_an_address_that_cannot_be_is_refused(slug):
    make_live(slug_en="taken")
    record = make_draft(**BOTH, slug_en=slug)

    with pytest.raises(RefusedError) as refusal:
        drafts.publish(record, by=publisher())

    assert [problem.key for problem in refusal.value.problems] == ["slug_en"]


def test_publication_of_what_two_people_changed_is_refused_until_somebody_decides():
    record = make_live()
    drafts.save(record, {"title_en": "Mine"}, by=publisher())
    Article.objects.filter(pk=record.pk).update(title_en="Theirs", lead_en="Correction.")

    with pytest.raises(RefusedError, match="somebody else"):
        drafts.publish(record, by=publisher())

    drafts.save(record, {"title_en": "Mine"}, by=publisher())
    drafts.publish(record, by=publisher())
    assert (record.title_en, record.lead_en) == ("Mine", "Correction.")


def test_discarding_returns_to_what_is_public():
    record = make_live()
    drafts.save(record, {"title_en": "Other"}, by=publisher())

    drafts.discard(record, by=publisher())

    assert (drafts.state_of(record)["title_en"], record.has_draft, record.working_title) == ("Talks", False, "Talks")


def test_discarding_what_was_never_public_is_refused():
    record = make_draft(**BOTH)

    with pytest.raises(TransitionError, match="trash"):
        drafts.discard(record, by=publisher())

    assert Draft.objects.exists()


def test_author_writes_own_drafts_and_nothing_else():
    author = member_of("Author")
    own, other, live = drafts.create(Article, BOTH, by=author), make_draft(**BOTH), make_live()

    drafts.save(own, {"title_en": "Mine"}, by=author)

    for record in (other, live):
        with pytest.raises(TransitionError, match="no right"):
            drafts.save(record, {"title_en": "Mine"}, by=author)
    for act in (drafts.publish, drafts.withdraw):
        with pytest.raises(TransitionError):
            act(own, by=author)
    assert drafts.state_of(own)["title_en"] == "Mine"


def test_author_may_not_touch_an_own_record_once_it_was_public():
    author = member_of("Author")
    record = drafts.create(Article, {**BOTH, "kind": make_kind().pk}, by=author)
    drafts.publish(record, by=publisher())

    for act in (lambda: drafts.save(record, {}, by=author), lambda: drafts.discard(record, by=author)):
        with pytest.raises(TransitionError, match="no right"):
            act()


def test_unknown_field_is_named():
    with pytest.raises(KeyError, match="subtitle_en"):
        make_draft(subtitle_en="?")


def test_numbers_of_versions_increase():
    record = make_live()
    drafts.save(record, {"lead_en": "a"}, by=publisher())
    drafts.publish(record, by=publisher())

    assert list(Version.objects.order_by("number").values_list("number", "published")) == [(1, False), (2, True), (3, False), (4, True)]
