"""Who may write which language of whose record; the cast: an author, an editor, translators, an editor of one language."""

import pytest
from django.contrib.auth.models import Permission, User
from lxml import html

from news.models import Article
from publishing import drafts, workflow
from publishing.publishable import State
from publishing.workflow import TransitionError
from tests.factories import make_kind, make_tag, publisher
from tests.roles import browser_of, member_of

LIST = "/admin/news/article/"


def translator() -> User:
    return member_of("Translator (Georgian)", "translator")


def georgian_editor() -> User:
    """Somebody who publishes, but writes Georgian only."""
    user = User.objects.create_user("georgian", is_staff=True)
    names = ["add_article", "change_article", "view_article", "delete_article", "publish_article", "write_ka_draft"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def draft():
    fields = {"kind": make_kind().pk, "title_en": "Talks", "lead_en": "They met."}
    return drafts.create(Article, fields, by=publisher())


@pytest.fixture
def live(draft):
    drafts.publish(draft, by=publisher())
    return draft


def change_address(record: Article) -> str:
    return f"{LIST}{record.pk}/change/"


def test_translator_opens_everybodys_draft_and_writes_the_georgian_texts(draft):
    form = browser_of(translator()).open(change_address(draft))

    response = form.fill(title_ka="მოლაპარაკება").press("_save_draft")

    assert response.status_code == 302
    assert drafts.state_of(draft)["title_ka"] == "მოლაპარაკება"


def test_translator_changes_nothing_else_whatever_is_posted(draft):
    tag = make_tag("Region")
    before = drafts.state_of(draft)
    form = browser_of(translator()).open(change_address(draft))

    forged = {
        "title_en": "Forged",
        "lead_en": "Forged",
        "slug_en": "forged",
        "tags": str(tag.pk),
        "state": "published",
        "show_title_en": "on",
        "title_ka": "ა",
    }
    form.fields.update({name: [value] for name, value in forged.items()})
    form.press("_save_draft")

    assert drafts.state_of(draft) == {**before, "title_ka": "ა"}


def test_translator_neither_adds_nor_deletes_nor_moves_rows(live):
    correction = [{"text_en": "Corrected", "text_ka": ""}]
    drafts.save(live, {"corrections": correction}, by=publisher())
    before = drafts.state_of(live)
    form = browser_of(translator()).open(change_address(live))
    form.fields["corrections-TOTAL_FORMS"] = ["2"]
    form.fields["corrections-1-text_ka"] = ["new"]
    form.fields["corrections-0-text_ka"] = ["შესწორება"]
    form.press("_save_draft")
    form.open(change_address(live))
    form.fields["corrections-0-DELETE"] = ["on"]
    form.press("_save_draft")

    row = before["corrections"][0]
    assert drafts.state_of(live) == {**before, f"corrections/{row}/text_ka": "შესწორება"}


def test_inputs_a_translator_may_not_change_are_switched_off(draft):
    form = browser_of(translator()).open(change_address(draft))

    assert "title_ka" in form.fields
    assert not {"title_en", "kind", "tags", "slug_en"} & set(form.fields)


def test_parts_a_translator_may_only_read_say_so(draft):
    page = browser_of(translator()).open(change_address(draft)).page

    off = [part.get("data-tab") for part in html.fromstring(page).xpath("//section[@data-off]")]

    assert off == ["English", "Details", "Byline", "Sources", "People and offices", "Events", "Documents", "Corrections"]
    assert page.count("You may read this part") == len(off)


@pytest.mark.parametrize("button", ["_publish", "_submit", "_withdraw", "_trash", "_publish_languages"])
def test_translator_takes_no_step(draft, button):
    form = browser_of(translator()).open(change_address(draft)).fill(title_ka="ა")

    response = form.press(button, "ka")

    draft.refresh_from_db()
    assert response.status_code == 422
    assert draft.state == State.DRAFT


def test_translator_discards_nobodys_work(live):
    drafts.save(live, {"title_en": "Pending"}, by=publisher())

    with pytest.raises(TransitionError):
        drafts.discard(live, by=translator())

    assert drafts.state_of(live)["title_en"] == "Pending"


def test_author_who_also_translates_writes_others_texts_in_that_language_only(draft):
    author = member_of("Author")
    author.groups.add(*translator().groups.all())
    before = drafts.state_of(draft)

    drafts.save(draft, {"title_en": "Forged", "title_ka": "ა"}, by=User.objects.get(pk=author.pk))

    assert drafts.state_of(draft) == {**before, "title_ka": "ა"}


def test_author_sees_no_draft_of_others(draft):
    response = browser_of(member_of("Author")).client.get(change_address(draft))

    assert response.status_code == 302


def test_editor_of_one_language_publishes_that_one_and_leaves_the_rest_in_the_draft(live):
    drafts.save(live, {"title_en": "Pending", "title_ka": "ქართული", "tags": [str(make_tag("Region").pk)]}, by=publisher())

    drafts.publish(live, by=georgian_editor())

    live.refresh_from_db()
    assert (live.title_en, live.title_ka) == ("Talks", "ქართული")
    assert not live.tagged.exists()
    assert drafts.state_of(live)["title_en"] == "Pending"
    assert live.published_at_ka is not None


def test_editor_of_one_language_is_refused_the_other_by_name(live):
    editor = georgian_editor()

    with pytest.raises(TransitionError, match="English"):
        drafts.publish(live, by=editor, languages=["en"])
    with pytest.raises(TransitionError, match="English"):
        drafts.withdraw(live, by=editor)


def test_first_publication_needs_somebody_who_may_write_what_languages_share(draft):
    drafts.save(draft, {"title_ka": "ქართული"}, by=publisher())

    with pytest.raises(TransitionError, match="languages share"):
        drafts.publish(draft, by=georgian_editor(), languages=["ka"])


def test_whoever_may_publish_but_writes_no_language_moves_nothing(live):
    user = User.objects.create_user("nobody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_article", "publish_article", "view_article"]))

    with pytest.raises(TransitionError):
        workflow.transition(live, State.PUBLISHED, by=user)
