"""The keys of others: whoever may not open something learns nothing of it at any door, and changes nothing, whatever he names."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from library.models import Tag
from news.models import Article
from publishing import drafts
from publishing.models import Draft, SiteSettings
from publishing.registry import record_types
from publishing.review import comments
from tests.factories import make_author, make_image, make_kind, make_published_article, make_superuser, make_tag, publisher
from tests.publishing.hidden import FILLED, made
from tests.publishing.words import Words
from tests.roles import client_of, member_of
from tests.security import desk

WORD = "zqsecretqz"
LIST = "/admin/news/article/"


def with_rights(*names: str) -> User:
    """Somebody with an account at the desk and these rights alone ("news.view_article")."""
    user = User.objects.create_user("few", is_staff=True)
    for name in names:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


@pytest.fixture
def secret() -> Article:
    return drafts.create(Article, {"kind": make_kind().pk, "title_en": WORD, "lead_en": WORD, "body_en": f"<p>{WORD}</p>"}, by=publisher())


def said(client: Client, where: str, **posted: str) -> str:
    """Return all that somebody is told at an address, but for what he said himself."""
    answer = client.post(where, posted, follow=True) if posted else client.get(where, follow=True)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code < 500, where
    return text.decode(errors="replace")


@pytest.mark.any_database
def test_cve_2026_44198_no_door_of_any_type_tells_of_drafts_of_others():
    """Wagtail CVE-2026-44198 (GHSA-c4mr-889m-vgf6): the history of a page stood open to those who could not open the page.

    Every door of every type of record: form, history, comparison, preview, uses, advice, restoring, merging, copying.
    """
    told = []
    others = {kind: (made(kind, Words(f"s{kind}")), f"zqs{kind}") for kind in FILLED}
    client = client_of(member_of("Author"))

    for name, parts in desk.patterns():
        model = desk.model_of(name)
        kind = next((known.kind for known in record_types() if known.model is model), None)
        if kind is None or "object_id" not in parts:
            continue
        record, word = others[kind]
        where = desk.reverse(f"admin:{name}", kwargs={"object_id": record.pk, **({"number": 1} if "number" in parts else {})})
        asked = [f"{where}{query}" for query in ("", "?from=1&to=draft&language=en&beside=1")]
        told += [each for each in asked if re.search(rf"{word}\w", said(client, each))]
        told += [f"POST {where}"] if re.search(rf"{word}\w", said(client, where, language="en", _save_draft="1")) else []
    for record, word in others.values():
        where = f"/admin/{record._meta.app_label}/{record._meta.model_name}/add/?copy={record.pk}"
        told += [where] if re.search(rf"{word}\w", said(client, where)) else []

    assert told == []


@pytest.mark.parametrize("action", ["publish_chosen", "withdraw_chosen", "trash_chosen", "add_tags", "delete_selected", "bundle_chosen", "export"])
def test_cve_2023_45809_confirmation_of_an_action_names_nothing_that_may_not_be_seen(secret, action):
    """Wagtail CVE-2023-45809: the page that refused an action over many named what was chosen."""
    client = client_of(member_of("Author"))

    text = said(client, LIST, action=action, _selected_action=str(secret.pk), select_across="1")

    assert WORD not in text
    assert Draft.objects.filter(record=secret.pk).exists()


def test_cve_2023_45809_names_of_accounts_are_for_those_who_look_after_them():
    """Wagtail CVE-2023-45809: an editor learned the names of accounts from the list that acts on them."""
    hidden = User.objects.create_user("zqhiddenqz", "zqmailqz@example.org", first_name="zqfirstqz")
    client = client_of(member_of("Editor"))

    for where in ("/admin/auth/user/", f"/admin/auth/user/{hidden.pk}/change/", f"/admin/auth/user/{hidden.pk}/password/"):
        assert "zq" not in said(client, where)
    assert "zq" not in said(client, "/admin/auth/user/", action="delete_selected", _selected_action=str(hidden.pk))


@pytest.mark.parametrize("key", ["{}x", "{}%20", "{}%00", "{}'--", "{}/../{}", "0"])
def test_cve_2017_1001000_key_with_something_behind_it_is_no_key(secret, key):
    """WordPress CVE-2017-1001000: `123helloworld` passed the check of rights as no post, and the change as post 123."""
    before = Draft.objects.get(record=secret.pk).data
    client = client_of(member_of("Author"))
    named = key.format(secret.pk, secret.pk)

    said(client, f"{LIST}{named}/change/", title_en="Forged", _save_draft="1", _record=str(secret.pk), id=str(secret.pk))
    assert Client().get(f"/api/v1/articles/{named}/", {"id": str(secret.pk)}).status_code in (400, 404)
    assert Client().post(f"/api/v1/articles/{secret.pk}/", {"title": "Forged"}).status_code in (403, 405)

    assert Draft.objects.get(record=secret.pk).data == before


def test_cve_2019_19118_rows_of_what_may_only_be_seen_are_not_changed():
    """Django CVE-2019-19118: who might only view a form could change the rows of others in it."""
    record = make_published_article(title_en="Known", tags=[make_tag("Before")])
    record.bylines.create(author=make_author())
    client = client_of(with_rights("news.view_article", "news.change_byline", "news.add_byline", "news.delete_byline"))
    rows = {"bylines-TOTAL_FORMS": "1", "bylines-INITIAL_FORMS": "1", "bylines-0-id": str(record.bylines.get().pk), "bylines-0-DELETE": "on"}

    answer = client.post(f"{LIST}{record.pk}/change/", {"_publish": "1", "title_en": "Forged", **rows})

    assert answer.status_code == 403
    record.refresh_from_db()
    assert (record.title_en, record.bylines.count()) == ("Known", 1)


@pytest.mark.parametrize("button", ["_saveasnew", "_save", "_addanother", "_save_draft", "_publish"])
def test_cve_2016_2048_who_may_change_and_not_add_makes_nothing(button):
    """Django CVE-2016-2048: with `_saveasnew`, who might only change made new ones."""
    user = with_rights("library.change_tag", "library.view_tag", "news.change_article", "news.view_article")
    tag = make_tag("Kept")
    before = (Tag.objects.count(), Article.objects.count())

    client_of(user).post(f"/admin/library/tag/{tag.pk}/change/", {button: "1", "label_en": "New"})
    client_of(user).post(f"{LIST}add/", {button: "1", "_record": "00000000-0000-0000-0000-000000000001", "title_en": "New"})

    assert (Tag.objects.count(), Article.objects.count()) == before


def test_cve_2018_16984_hash_of_a_pass_phrase_is_not_shown_to_whoever_may_only_look():
    """Django CVE-2018-16984: the form of an account showed the hash to those who might only view it."""
    other = User.objects.create_user("other", password="sixteen letters and more")

    page = said(client_of(with_rights("auth.view_user")), f"/admin/auth/user/{other.pk}/change/")

    assert other.password not in page
    assert other.password.rpartition("$")[2] not in page


@pytest.mark.parametrize("who", ["Author", "outsider"])
def test_cve_2013_0305_history_is_for_those_who_may_open_what_it_is_of(secret, who):
    """Django CVE-2013-0305: the history of a thing was shown without asking who may see the thing."""
    user = member_of("Author") if who == "Author" else with_rights()
    tag = make_tag(f"{WORD} tag")

    assert WORD not in said(client_of(user), f"{LIST}{secret.pk}/history/")
    if who == "outsider":
        assert WORD not in said(client_of(user), f"/admin/library/tag/{tag.pk}/history/")
    assert WORD not in said(client_of(user), "/admin/publishing/audit/")


def test_cve_2024_32882_field_that_somebody_may_not_change_stays_whatever_is_posted(secret):
    """Wagtail CVE-2024-32882: what a form did not show to somebody could be posted all the same."""
    translator = member_of("Translator (Georgian)")
    before = {name: value for name, value in Draft.objects.get(record=secret.pk).data.items() if not name.endswith("_ka")}
    forged = {"title_en": "Forged", "slug_en": "forged", "kind": "forged", "state": "published", "created_by": str(translator.pk), "tags": ["x"]}

    client_of(translator).post(f"{LIST}{secret.pk}/change/", {"_save_draft": "1", **forged})

    after = {name: value for name, value in Draft.objects.get(record=secret.pk).data.items() if not name.endswith("_ka")}
    assert after == before
    secret.refresh_from_db()
    assert (secret.state, secret.created_by) == ("draft", publisher())


@pytest.mark.parametrize("role", ["Author", "Editor"])
def test_cve_2024_35228_settings_are_opened_by_their_address_by_nobody_else(role):
    """Wagtail CVE-2024-35228: who had no right to the settings opened and changed them at their address."""
    SiteSettings.objects.get_or_create(pk=1)
    before = SiteSettings.objects.values().get(pk=1)
    client = client_of(member_of(role))

    answers = [client.get("/admin/publishing/sitesettings/1/change/"), client.post("/admin/publishing/sitesettings/1/change/", {"name_en": "Forged"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert SiteSettings.objects.values().get(pk=1) == before


def test_cve_2022_21683_nobody_is_told_of_what_he_may_not_open(secret):
    """Wagtail CVE-2022-21683: replies to a comment were told to people who had nothing to do with it."""
    outsider, author = with_rights(), member_of("Author", "bystander")
    comments.add(secret, by=publisher(), text=f"@few and @bystander: {WORD}?")

    for user in (outsider, author):
        assert WORD not in said(client_of(user), "/admin/notices/")


FORGED = {
    "state": "published",
    "published_at_en": "2020-01-01T00:00:00Z",
    "live_at": "2020-01-01T00:00:00Z",
    "listed_at_en": "2020-01-01T00:00:00Z",
    "available_en": "on",
    "created_by": "1",
    "edited_by": "1",
    "first_published_at": "2020-01-01T00:00:00Z",
    "short_id": "forged",
    "id": "00000000-0000-0000-0000-000000000001",
}


@pytest.mark.parametrize("field", FORGED)
def test_cve_2018_20152_fields_that_no_form_has_are_not_taken(field):
    """WordPress CVE-2018-20152: posting a field that the form does not have made posts of types that one may not write."""
    author = member_of("Author")
    own = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Mine"}, by=author)
    before = Article.objects.values(*set(FORGED) - {"edited_by"}).get(pk=own.pk)

    client_of(author).post(f"{LIST}{own.pk}/change/", {"_save_draft": "1", "title_en": "Mine too", field: FORGED[field], f"_{field}": FORGED[field]})

    assert Article.objects.values(*set(FORGED) - {"edited_by"}).get(pk=own.pk) == before
    assert Client().get("/en/news/mine/").status_code == 404


def test_cve_2019_8942_name_of_a_stored_file_is_not_taken_from_a_form():
    """WordPress CVE-2019-8942: a posted field became the name of the file that was opened next (`x.jpg?file.php`)."""
    image = make_image()
    before = image.file.name
    client = client_of(make_superuser())

    client.post(f"/admin/library/image/{image.pk}/change/", {"title": "New", "file": "../../config/settings.py", "_wp_attached_file": "x.jpg?x.php"})

    image.refresh_from_db()
    assert image.file.name == before
