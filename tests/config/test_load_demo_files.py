"""Files of the demo that are wrong, incomplete or newer than what was loaded."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from library.models import Tag
from news.models import Article, Kind
from pages.models import MenuEntry
from publishing import scheduling
from publishing.models import Audit, ScheduledStep
from tests.factories import make_superuser, make_tag

FILES = {
    "site.yaml": "[]",
    "kinds.yaml": "- {key: news, label: {en: News}}",
    "tags.yaml": "- {key: ports, label: {en: Ports}, aliases: [Harbours]}",
    "authors.yaml": "[]",
    "sources.yaml": "[]",
    "images.yaml": "[]",
    "terms.yaml": "[]",
    "house_terms.yaml": "[]",
    "documents.yaml": "[]",
    "partners.yaml": "[]",
    "menus.yaml": "[]",
    "places.yaml": "[]",
    "offices.yaml": "[]",
    "actors.yaml": "[]",
    "chronologies.yaml": "[]",
    "formats.yaml": "[]",
    "events.yaml": "[]",
    "agreements.yaml": "[]",
    "topics.yaml": "[]",
    "front_pages.yaml": "[]",
    "articles/01.yaml": """
        key: first
        kind: news
        state: published
        published_at: {en: "2024-01-15 10:00"}
        title: {en: First}
        body: {en: "<p>Text.</p>"}
        tags: [ports]
    """,
}


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    """Return a folder of files that load."""
    (tmp_path / "articles").mkdir()
    for name, text in FILES.items():
        write(tmp_path / name, text)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def load(fixtures: Path) -> str:
    said = StringIO()
    call_command("load_demo", fixtures=fixtures, stdout=said)
    return said.getvalue()


def test_loading_says_what_is_new(fixtures):
    assert load(fixtures) == "Loaded 1 kinds.\nLoaded 1 tags.\nLoaded 1 articles.\n"
    assert load(fixtures) == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("articles/01.yaml", "[ports]", "[harbours]", "first: no “harbours” in tags"),
        ("articles/01.yaml", "kind: news", "kind: essay", "first: no “essay” in kinds"),
        ("articles/01.yaml", "title:", "titel:", "first: there is nothing called “titel” here"),
        ("articles/01.yaml", "{en: First}", "First", "first: “title” should be a text per language"),
        ("articles/01.yaml", "{en: First}", "{de: First}", "first: “title” has a language that the site has not: de"),
        ("articles/01.yaml", "2024-01-15 10:00", "last week", "first: “last week” is no moment"),
        ("articles/01.yaml", "state: published", "state: public", "first: “public” is no state"),
        ("articles/01.yaml", 'published_at: {en: "2024-01-15 10:00"}', "", "first: “published_at” names no language"),
        ("articles/01.yaml", "title: {en: First}", "", "first: "),
        ("articles/01.yaml", "state: published", "state: withdrawn", "first: “withdrawn” should be a mapping"),
        (
            *("articles/01.yaml", "state: published", "state: withdrawn\n        withdrawn: {at: '+2 days'}"),
            "first: withdrawn: “at” lies in the future, so the article is still published",
        ),
        ("articles/01.yaml", "tags:", "draft: {title: {en: Second}, at: soon}\n        tags:", "first: “soon” is no moment"),
        ("articles/01.yaml", "key: first", "", "every entry needs a “key”"),
        ("articles/01.yaml", "<p>Text.</p>", "<figure data-image='ridge'></figure>", "first: no “ridge” in images"),
        ("articles/01.yaml", "title:", "\ttitle:", "01.yaml"),
        ("tags.yaml", "{en: Ports}", "{}", "ports: "),
        ("tags.yaml", "[Harbours]", "Harbours", "ports: “aliases” should be a list"),
        ("tags.yaml", "[]", "- {key: ports}\n- {key: ports}", "ports: this key comes twice"),
        ("images.yaml", "[]", "- {key: ridge, title: Ridge, file: ridge.jpg}", "ridge: the file"),
        ("images.yaml", "[]", "{}", "images.yaml: this should be a list"),
        ("menus.yaml", "[]", "- {key: foot, menu: footer, page: about}", "foot: no “about” in pages"),
        ("sources.yaml", "[]", "- {key: home, title: Home, url: 'javascript:alert(1)', kind: press}", "home: url: "),
    ],
)
def test_wrong_file_is_named_and_its_article_not_loaded(fixtures, file, old, new, reason):
    text = FILES[file] if old in FILES[file] else "[]"
    write(fixtures / file, text.replace(old, new) if old in text else new)

    with pytest.raises(CommandError) as refusal:
        load(fixtures)

    assert file.rpartition("/")[2] in str(refusal.value)
    assert reason in str(refusal.value)
    assert not Article.objects.exists()


def test_draft_with_a_moment_and_withdrawal_in_the_future_are_scheduled(fixtures):
    planned = "draft: {title: {en: Second}, at: +4 days}\n        withdrawn: {at: +6 days}\n        tags:"
    write(fixtures / "articles/01.yaml", FILES["articles/01.yaml"].replace("tags:", planned))

    load(fixtures)

    article = Article.objects.get()
    assert (article.title_en, article.is_live, article.has_draft) == ("First", True, True)
    change, withdrawal = scheduling.open_steps(article)
    assert (change.step, withdrawal.step) == (ScheduledStep.Kind.PUBLISH, ScheduledStep.Kind.WITHDRAW)
    assert ScheduledStep.objects.get(pk=change.pk).data["title_en"] == "Second"
    assert round((withdrawal.at - timezone.now()) / dt.timedelta(days=1)) == 6


def test_menus_get_headings_and_lists_behind_what_every_site_has(fixtures):
    write(fixtures / "menus.yaml", "[{key: house, menu: footer, label: {en: House}}, {key: words, menu: footer, list: glossary}]")

    load(fixtures)

    *_others, heading, words = MenuEntry.objects.filter(menu="footer").order_by("position")
    assert (heading.is_heading, heading.label_en, words.page) == (True, "House", MenuEntry.Page.GLOSSARY)


def test_one_wrong_article_leaves_none_half_loaded_and_the_next_run_completes(fixtures):
    write(fixtures / "articles/02.yaml", FILES["articles/01.yaml"].replace("first", "second").replace("First", ""))
    with pytest.raises(CommandError, match="second"):
        load(fixtures)
    assert (Kind.objects.count(), Article.objects.count()) == (1, 0)

    write(fixtures / "articles/02.yaml", FILES["articles/01.yaml"].replace("first", "second"))

    assert load(fixtures) == "Loaded 2 articles.\n"


def test_new_files_are_added_without_what_has_been_deleted_since(fixtures):
    load(fixtures)
    Article.objects.all().delete()
    Tag.objects.all().delete()

    write(fixtures / "articles/02.yaml", FILES["articles/01.yaml"].replace("first", "second"))
    load(fixtures)

    assert [record.tagged.count() for record in Article.objects.all()] == [0]


def test_tag_that_editors_made_before_is_used(fixtures):
    mine = make_tag(label_en="ports")

    load(fixtures)

    assert [row.tag for row in Article.objects.get().tagged.all()] == [mine]


def test_outside_the_demo_no_account_is_made(fixtures, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="createsuperuser"):
        load(fixtures)

    owner = make_superuser()
    load(fixtures)

    assert list(User.objects.all()) == [owner]
    assert {act.by for act in Audit.objects.all()} == {owner}
