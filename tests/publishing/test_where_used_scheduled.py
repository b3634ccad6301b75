"""Where things are used by changes that are scheduled: counted from the moment they are scheduled until they are taken or cancelled."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts, scheduling, uses, where_used
from publishing.apps import fill_uses
from publishing.models import ScheduledStep, Use
from publishing.rights import User
from tests.factories import make_image, make_published_actor, make_published_article, make_superuser, publisher
from tests.publishing.plans import DAY, come, tomorrow
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


def planned(**fields) -> tuple[Article, ScheduledStep]:
    """A public article with a change that waits, of which the draft holds nothing any more."""
    record = make_published_article(title_en="Talks")
    drafts.save(record, fields, by=publisher())
    step = scheduling.change(record, by=publisher(), at=tomorrow())
    drafts.discard(record, by=publisher())
    return record, step


def found(thing, by: User | None = None) -> list[tuple[object, bool, bool, bool]]:
    """Where a thing is used: (record, in what is stored, in the draft, in what is scheduled)."""
    by = by or publisher()
    listed = where_used.listed(where_used.seen(where_used.keys_of(thing), by), by)
    return [(each.record, each.is_stored, each.is_in_draft, each.is_scheduled) for each in listed]


def agrees() -> bool:
    return not list(uses.differences())


def test_what_a_scheduled_change_names_is_used_until_it_is_cancelled():
    image, actor = make_image(), make_published_actor(name_en="Nino Beridze")

    record, step = planned(image=image, body_en=f'<p><a href="/en/actors/{actor.slug_en}/">Nino</a></p>')

    assert found(image) == found(actor) == [(record, False, False, True)]
    assert agrees()

    scheduling.cancel(step, by=publisher())

    assert found(image) == found(actor) == []
    assert agrees()


def test_change_that_was_taken_is_stored():
    image = make_image()
    record, step = planned(image=image)

    come(step)

    assert found(image) == [(record, True, False, False)]
    assert agrees()


def test_change_that_takes_the_place_of_another_counts_in_its_place():
    old, new = make_image(), make_image()
    record, _step = planned(image=old)
    drafts.save(record, {"image": new}, by=publisher())

    scheduling.change(record, by=publisher(), at=tomorrow() + DAY)

    assert found(old) == []
    assert found(new) == [(record, False, True, True)]
    assert agrees()


def test_refused_change_counts_until_somebody_decides():
    image = make_image()
    record, step = planned(image=image)
    ScheduledStep.objects.update(by=None)

    come(step)

    assert found(image) == [(record, False, False, True)]
    assert agrees()


def test_draft_that_ends_leaves_the_scheduled_use(django_assert_num_queries):
    image = make_image()
    record, _step = planned(image=image)
    keys, by = where_used.keys_of(image), member_of("Editor")
    where_used.count(where_used.seen(keys, by))

    with django_assert_num_queries(1):
        assert where_used.count(where_used.seen(keys, by)) == 1

    assert set(Use.objects.filter(record=record.pk, used=image.pk).values_list(*uses.SIDES)) == {(False, False, True)}


def test_picture_of_a_scheduled_change_cannot_be_deleted_and_its_page_says_why():
    image = make_image(title="A bridge")
    planned(image=image)
    browser = browser_of(make_superuser()).client

    page = browser.get(reverse("admin:library_image_uses", args=[image.pk])).content.decode()
    refused = browser.post(reverse("admin:library_image_delete", args=[image.pk]), {"post": "yes"}).content.decode()

    assert "in a scheduled change" in page
    assert "in a scheduled change" in refused
    assert type(image).objects.filter(pk=image.pk).exists()


def test_author_is_not_told_what_is_scheduled():
    image, author = make_image(), member_of("Author")
    shown = make_published_article(title_en="Shows it", image=image)
    planned(image=image)
    drafts.save(shown, {"lead_en": "Lead"}, by=publisher())
    scheduling.change(shown, by=publisher(), at=timezone.now() + DAY)

    page = browser_of(author).client.get(reverse("admin:library_image_uses", args=[image.pk])).content.decode()

    assert found(image, author) == [(shown, True, False, False)]
    assert "in 1 record that you may not open" in page


def test_check_content_mends_it_and_a_site_that_had_steps_before_is_filled():
    image = make_image()
    record, _step = planned(image=image)
    good = set(Use.objects.values_list("record", "used", *uses.SIDES))
    Use.objects.filter(record=record.pk).delete()

    assert len(list(uses.differences())) == 1

    call_command("check_content", fix=True)

    assert set(Use.objects.values_list("record", "used", *uses.SIDES)) == good

    Use.objects.filter(used=image.pk).delete()

    fill_uses([(_Migration, False)])

    assert set(Use.objects.values_list("record", "used", *uses.SIDES)) == good


class _Migration:
    """The migration that brought the column, as Django names it to those who wait for the end of all."""

    app_label, name = "publishing", "0017_scheduled_uses"
