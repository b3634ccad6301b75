from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from library.documents import files as documents
from library.models import DocumentFile
from news.models import Article
from pages.models import MenuEntry
from publishing import consistency, due, redirects
from publishing.models import Audit, ChangeHead, Redirect, SiteSettings
from publishing.registry import record_types
from tests.factories import make_document, make_published_article, make_superuser, replace_file
from tests.files import table
from tests.pages.leaving.sites import answers, brought, content_of, emptied, exported, log, pictures_made
from tests.publishing.hidden import HIDDEN, hide_all
from tests.publishing.walk import FUTURE


def demo() -> None:
    """Load the demo, and let old addresses lead to a record, a page and another site."""
    call_command("load_demo", stdout=StringIO())
    redirects.remember("/old/first.php?id=1", Article.objects.live().first(), "en")
    redirects.remember_target("/old/contact.php?id=1", "/en/news/")
    redirects.remember_target("/old/elsewhere", "https://example.org/")
    pictures_made()


def test_demo_that_leaves_and_comes_back_is_the_same_site(tmp_path):
    # Other tests leave files behind.
    list(consistency.run(fix=True))
    demo()
    before, said, entries = exported(tmp_path, "before.zip"), answers(), log()
    sequence = ChangeHead.objects.get().sequence
    emptied()

    report = brought(before, by=make_superuser())
    pictures_made()

    assert content_of(exported(tmp_path, "after.zip")) == content_of(before)
    assert answers() == said
    assert (log(), ChangeHead.objects.get().sequence > sequence) == (entries, True)
    assert (report.counts["made"], report.problems) == (sum(kind.model._default_manager.count() for kind in record_types()), [])
    assert [found for name, found in consistency.run(fix=False) if found] == []


def test_what_the_public_may_not_see_comes_back_hidden(tmp_path):
    hide_all("article", HIDDEN)
    pictures_made()
    before, said = exported(tmp_path, "before.zip"), answers()
    emptied()

    brought(before, by=make_superuser())
    pictures_made()

    assert content_of(exported(tmp_path, "after.zip")) == content_of(before)
    assert answers() == said


def test_second_run_adds_nothing_and_takes_nothing_back(tmp_path):
    make_published_article(title_en="First")
    archive = exported(tmp_path)
    emptied()
    user = make_superuser()
    brought(archive, by=user)
    Article.objects.update(title_en="Written anew")
    make_published_article(title_en="Written since")
    head = ChangeHead.objects.get().sequence

    report = brought(archive, by=user)

    assert sorted(Article.objects.values_list("title_en", flat=True)) == ["Written anew", "Written since"]
    assert (report.counts, ChangeHead.objects.get().sequence) == ({"unchanged": 1}, head)


def test_dry_run_writes_nothing(tmp_path):
    make_published_article(title_en="First")
    archive = exported(tmp_path)
    emptied()

    report = brought(archive, by=make_superuser(), dry=True)

    assert (report.counts, Article.objects.count()) == ({"made": 1}, 0)


def test_menus_and_settings_of_the_new_site_give_way(tmp_path):
    SiteSettings.objects.create(name_en="The old name")
    MenuEntry.objects.all().delete()
    archive = exported(tmp_path)
    emptied()
    SiteSettings.objects.create(name_en="A working name")

    brought(archive, by=make_superuser())

    assert (SiteSettings.objects.get().name_en, MenuEntry.objects.count()) == ("The old name", 0)


def test_whoever_reads_it_back_stands_for_the_accounts(tmp_path):
    make_published_article(title_en="First", by=make_superuser())
    archive = exported(tmp_path)
    emptied()
    user = make_superuser()

    brought(archive, by=user)

    assert (Article.objects.get().edited_by, Audit.objects.get().by) == (user, user)


def test_scheduled_publication_still_happens(tmp_path, monkeypatch):
    article = make_published_article(title_en="Tomorrow", at=timezone.now() + FUTURE)
    archive = exported(tmp_path)
    emptied()

    brought(archive, by=make_superuser())

    assert ChangeHead.objects.get().next_due_at == article.live_at
    assert due.take_all() == 0


def test_documents_come_back_with_every_version(tmp_path):
    document = make_document(files={"en": table("older")})
    replace_file(document, "en", table("newer"))
    kept = {file.digest: file.number for file in DocumentFile.objects.all()}
    archive = exported(tmp_path)
    emptied()

    brought(archive, by=make_superuser())

    assert {file.digest: file.number for file in DocumentFile.objects.all()} == kept
    assert list(documents.differences()) == []


def test_old_addresses_lead_where_they_did(client, tmp_path):
    article = make_published_article(title_en="First")
    redirects.remember("/?p=12", article, "en")
    archive = exported(tmp_path)
    emptied()

    brought(archive, by=make_superuser())

    assert client.get("/?p=12").headers["Location"] == "/en/news/first/"
    assert Redirect.objects.count() == 1
