import datetime as dt
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from library import counts, tags
from library.models import Tag, TagAlias, TagCount, TagSpelling
from news.models import ArticleTag
from publishing import changes
from publishing.models import Address, Audit, Draft
from tests.factories import make_article, make_published_article, make_tag, publisher, rename_tag


def add_alias(tag: Tag, label: str) -> None:
    TagAlias.objects.create(tag=tag, label=label)
    tags.settle(tag)


def sequence() -> int:
    return changes.head().sequence


def addresses_of(tag: Tag) -> set[str]:
    return set(Address.objects.filter(kind="tag", record=tag.pk).values_list("slug", flat=True))


def kept(tag: Tag) -> tuple[int, int, int]:
    found = TagCount.objects.filter(tag=tag, kind="article").first()
    return (found.listed, found.available_en, found.available_ka) if found else (0, 0, 0)


# Finding and making


@pytest.mark.parametrize(
    "spelling",
    [
        "Café Society",
        "café society",
        "CAFÉ  SOCIETY ",
        unicodedata.normalize("NFD", "Café Society"),
        "Ｃａｆé Society",
        "Ca\u200bfé Society",
        "კაფე",
        "The Café",
    ],
)
def test_every_spelling_finds_the_one_tag(spelling):
    tag = make_tag("Café Society", "კაფე")
    add_alias(tag, "the café")

    assert tags.find_or_make(spelling, "en") == tag
    assert Tag.objects.count() == 1


def test_georgian_capitals_find_the_tag():
    tag = make_tag("", "აფხაზეთი")

    assert tags.find("ᲐᲤᲮᲐᲖᲔᲗᲘ") == tag


def test_new_label_makes_a_tag_with_addresses_in_both_languages():
    tag = tags.find_or_make("  აფხაზეთი ", "ka", by=publisher())

    tag.refresh_from_db()
    assert (tag.label_ka, tag.label_en, str(tag)) == ("აფხაზეთი", "", "აფხაზეთი")
    assert (tag.slug_ka, tag.slug_en) == ("apkhazeti", "apkhazeti")
    assert tags.find("აფხაზეთი") == tag
    assert Audit.objects.first().action == "tag made"


def test_own_label_of_a_language_gets_its_own_address_and_keeps_the_old_one():
    tag = tags.find_or_make("აფხაზეთი", "ka")

    rename_tag(tag, en="Abkhazia")

    tag.refresh_from_db()
    assert (tag.slug_en, tag.slug_ka) == ("abkhazia", "apkhazeti")
    assert addresses_of(tag) == {"abkhazia", "apkhazeti"}


def test_letters_that_grow_in_the_key_still_fit():
    label = "ŉ" * 100

    tag = tags.find_or_make(label, "en")

    assert len(tag.name) == 200
    assert tags.find(label) == tag


@pytest.mark.parametrize("label", ["", "   ", "!?…", "a\0b", "a\x07b", "\ud800a", "x" * 101, "\u200b\u200d"])
def test_what_is_no_label_is_refused(label):
    with pytest.raises(ValidationError):
        tags.find_or_make(label, "en")

    assert not Tag.objects.exists()


def test_script_in_a_label_is_text():
    tag = tags.find_or_make("<script>alert(1)</script>", "en")

    assert tag.label_en == "<script>alert(1)</script>"
    assert tag.slug_en == "script-alert-1-script"


@pytest.mark.parametrize(("label", "slug"), [("2008", "tag-2008"), ("feed", "tag-feed")])
def test_label_that_cannot_be_an_address_gets_another(label, slug):
    assert tags.find_or_make(label, "en").slug_en == slug


def test_database_refuses_a_second_tag_of_one_spelling():
    make_tag("Georgia")
    other = Tag.objects.create(label_ka="საქართველო")

    with pytest.raises(IntegrityError), transaction.atomic():
        TagSpelling.objects.create(key="georgia", tag=other)


def test_alias_that_is_another_tags_label_is_refused():
    make_tag("Georgia")
    other = make_tag("Sakartvelo")
    TagAlias.objects.create(tag=other, label="GEORGIA")

    with pytest.raises(ValidationError, match="Georgia"):
        tags.settle(other)


def test_alias_address_leads_to_the_tag():
    tag = make_tag("Tskhinvali Region")

    add_alias(tag, "South Ossetia")

    assert addresses_of(tag) == {"tskhinvali-region", "south-ossetia"}


def test_alias_whose_address_is_taken_still_finds_its_tag():
    tag, other = make_tag("Rustavi"), make_tag("რუსთავი!")
    assert other.slug_ka == "rustavi-2"

    add_alias(other, "Rus'tavi")

    assert tags.find("Rus'tavi") == other
    assert addresses_of(tag) == {"rustavi"}


# Renaming


def test_renaming_frees_the_old_label_and_keeps_the_address():
    tag = make_tag("Georgia")

    rename_tag(tag, en="Sakartvelo")

    assert tags.find("georgia") is None
    assert tags.find("sakartvelo") == tag
    assert Tag.objects.get(pk=tag.pk).slug_en == "georgia", "the address stays"
    assert tags.find_or_make("Georgia", "en").slug_en == "georgia-2"


def test_renaming_to_another_tags_label_is_refused():
    make_tag("Georgia")
    tag = make_tag("Sakartvelo")

    with pytest.raises(ValidationError):
        rename_tag(tag, en="GEORGIA")

    assert Tag.objects.get(pk=tag.pk).label_en == "Sakartvelo"


def test_renaming_all_labels_away_is_refused():
    tag = make_tag("Georgia")

    with pytest.raises(ValidationError):
        rename_tag(tag, en=" ")


# Merging


def test_merge_moves_records_and_keeps_counts_right():
    gone, stays = make_tag("South Ossetia"), make_tag("Tskhinvali Region", "ცხინვალის რეგიონი")
    only = make_published_article(title_en="Only", tags=[gone])
    both = make_published_article(title_en="Both", title_ka="ორივე", tags=[gone, stays])
    draft = make_article(title_en="Draft", tags=[gone])
    make_published_article(title_en="Coming", tags=[gone], at=timezone.now() + dt.timedelta(days=1))

    tags.merge(gone, stays, by=publisher())

    assert kept(stays) == (3, 3, 1)
    assert list(counts.differences()) == []
    assert set(ArticleTag.objects.filter(content_object__in=[only, both, draft]).values_list("tag", flat=True)) == {stays.pk}
    assert ArticleTag.objects.filter(content_object=both).count() == 1
    assert not Tag.objects.filter(pk=gone.pk).exists()


def test_merge_leads_every_spelling_and_address_to_the_survivor():
    gone, stays = make_tag("South Ossetia", "სამხრეთ ოსეთი"), make_tag("Tskhinvali Region")
    add_alias(gone, "Samachablo")

    tags.merge(gone, stays, by=publisher())

    assert addresses_of(stays) == {"tskhinvali-region", "south-ossetia", "samkhret-oseti", "samachablo"}
    for spelling in ("South Ossetia", "samachablo", "სამხრეთ ოსეთი", "Tskhinvali Region"):
        assert tags.find(spelling) == stays


def test_merge_fills_what_the_survivor_lacks():
    gone, stays = make_tag("", "ცხინვალის რეგიონი", description_ka="აღწერა"), make_tag("Tskhinvali Region", description_en="Text")

    tags.merge(gone, stays, by=publisher())

    stays.refresh_from_db()
    assert (stays.label_en, stays.label_ka) == ("Tskhinvali Region", "ცხინვალის რეგიონი")
    assert (stays.slug_en, stays.slug_ka) == ("tskhinvali-region", "tskhinvalis-regioni")
    assert (stays.description_en, stays.description_ka) == ("Text", "აღწერა")
    assert not stays.aliases.exists(), "a label that became its own needs no alias"


def test_merge_is_written_down_and_makes_pages_old():
    gone, stays = make_tag("South Ossetia"), make_tag("Tskhinvali Region")
    before = sequence()

    tags.merge(gone, stays, by=publisher())

    act = Audit.objects.first()
    assert (act.action, act.by, act.detail["into"]) == ("tag merged", publisher(), str(stays.pk))
    assert sequence() == before + 1


def test_merge_reaches_pending_drafts():
    gone, stays = make_tag("South Ossetia"), make_tag("Tskhinvali Region")
    record = make_article(title_en="Draft")
    Draft.objects.create(
        record=record.pk, kind="article", data={"tags": [str(gone.pk)], "title_en": "Draft"}, base={"tags": [str(stays.pk), str(gone.pk)]}
    )

    tags.merge(gone, stays, by=publisher())

    draft = Draft.objects.get()
    assert draft.data == {"tags": [str(stays.pk)], "title_en": "Draft"}
    assert draft.base == {"tags": [str(stays.pk)]}


def test_merge_into_itself_or_into_nothing_is_refused():
    tag, lost = make_tag("Georgia"), make_tag("Lost")
    Tag.objects.filter(pk=lost.pk).delete()

    with pytest.raises(ValidationError):
        tags.merge(tag, tag, by=publisher())
    with pytest.raises(ValidationError):
        tags.merge(tag, lost, by=publisher())

    assert Tag.objects.get() == tag


# Deleting, and what the public sees


def test_tag_in_use_cannot_be_deleted():
    tag = make_tag("Georgia")
    make_article(title_en="Draft", tags=[tag])

    with pytest.raises(ValidationError):
        tags.delete(tag, by=publisher())

    assert Tag.objects.get() == tag


def test_unused_tag_is_deleted_with_its_addresses():
    tag = make_tag("Georgia")
    add_alias(tag, "Sakartvelo")

    tags.delete(tag, by=publisher())

    assert not Tag.objects.exists()
    assert not Address.objects.filter(kind="tag").exists()
    assert tags.find("sakartvelo") is None


def test_tags_are_public_while_a_live_record_carries_them():
    live, draft, coming, _unused = (make_tag(label) for label in ("Live", "Draft", "Coming", "Unused"))
    make_published_article(title_en="Live", tags=[live])
    make_article(title_en="Draft", tags=[draft])
    make_published_article(title_en="Coming", tags=[coming], at=timezone.now() + dt.timedelta(days=1))

    assert list(tags.public()) == [live]
