import pytest
from django.db import IntegrityError, transaction

from pages.models import Page
from publishing import drafts
from publishing.drafts import RefusedError
from publishing.publishable import State
from publishing.workflow import TransitionError, transition
from tests.factories import make_page, make_published_page, publisher


def put_under(page: Page, parent: Page) -> None:
    drafts.save(page, {"parent": parent.pk}, by=publisher())
    drafts.publish(page, by=publisher())


def test_page_can_be_put_under_one_that_stands_at_the_top():
    about, team = make_published_page(title_en="About"), make_published_page(title_en="Team")

    put_under(team, about)

    assert Page.objects.get(pk=team.pk).parent == about


def test_page_cannot_be_put_under_one_that_stands_under_another():
    about = make_published_page(title_en="About")
    team, history = make_published_page(title_en="Team", parent=about), make_published_page(title_en="History")

    with pytest.raises(RefusedError, match="“Team” stands under another page itself"):
        put_under(history, team)

    assert Page.objects.get(pk=history.pk).parent is None


def test_page_with_pages_under_it_has_to_stay_at_the_top():
    about, other = make_published_page(title_en="About"), make_published_page(title_en="Other")
    make_published_page(title_en="Team", parent=about)

    with pytest.raises(RefusedError, match="has to stay at the top"):
        put_under(about, other)


def test_page_cannot_stand_under_itself():
    about = make_published_page(title_en="About")

    with pytest.raises(RefusedError, match="cannot stand under itself"):
        put_under(about, about)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=about.pk).update(parent=about)


def test_place_is_checked_again_when_the_page_is_stored():
    about, other = make_published_page(title_en="About"), make_page(title_en="Other", body_en="<p>Text.</p>")
    make_published_page(title_en="Team", parent=about)
    # As an editor's act that met this one in the same moment would leave it.
    about.parent = other

    with pytest.raises(TransitionError, match="has to stay at the top"):
        transition(about, State.PUBLISHED, by=publisher())

    assert Page.objects.get(pk=about.pk).parent is None
