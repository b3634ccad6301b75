import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from library.models import Image
from news.models import Article
from pages.leaving import archive as reading
from pages.leaving.archive import is_one
from pages.leaving.parts import MANIFEST, part_of, tables
from pages.models import ImportRun, MenuEntry
from pages.moving.items import SourceError
from pages.moving.report import Report
from publishing import drafts, redirects
from publishing.models import Draft, Edition, Redirect, SiteSettings, Version
from tests.factories import make_article, make_image, make_kind, make_superuser, publisher
from tests.pages.leaving.sites import brought, emptied, entries_of, exported, packed, with_manifest, with_rows

ARTICLES = part_of(Article)


@pytest.fixture
def site(tmp_path):
    """An archive of a small site, and a new site to read it into."""
    fields = {"title_en": "First", "body_en": "<p>Text.</p>", "image": make_image().pk, "kind": make_kind().pk}
    article = drafts.create(Article, fields, by=publisher())
    drafts.publish(article, by=publisher())
    redirects.remember("/?p=12", article, "en")
    redirects.remember_target("/old", "/en/news/")
    found = exported(tmp_path)
    emptied()
    return found


def refused(path):
    """Read an archive that cannot be; return why, having seen that nothing of it stayed."""
    with pytest.raises(SourceError) as found:
        brought(path, by=make_superuser())
    assert sum(model._base_manager.count() for model in tables() if model._meta.label not in {"pages.Menu", "pages.MenuEntry"}) == 0
    assert MenuEntry.objects.count() == 2
    return str(found.value)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"version": 2}, "this program reads version 1"),
        ({"format": "another"}, "the archive of another program"),
        ({"languages": ["en", "ka", "fr"]}, "It has texts in fr"),
        ({"sequence": -1}, "counter of changes"),
        ({"parts": None}, "cannot be read"),
        ({"parts": []}, "is not in its manifest"),
    ],
)
def test_manifest_that_cannot_be_is_refused(site, said, why):
    assert why in refused(with_manifest(site, **said))


def test_damaged_part_is_refused(site):
    entries = entries_of(site)
    entries[ARTICLES] = entries[ARTICLES].replace(b"First", b"Other")

    assert "checksum" in refused(packed(site, entries, promised=False))


def test_byte_that_was_lost_is_refused(site):
    with zipfile.ZipFile(site) as archive:
        info = archive.getinfo(ARTICLES)
    data = bytearray(site.read_bytes())
    data[info.header_offset + 30 + len(ARTICLES) + 20 + 12] ^= 0xFF
    site.write_bytes(bytes(data))

    assert "is damaged" in refused(site)


def test_archive_that_was_cut_off_is_none_of_ours(site):
    site.write_bytes(site.read_bytes()[:-2000])

    assert not is_one(site)
    assert "cannot be read" in refused(site)


def test_missing_part_is_refused(site):
    entries = entries_of(site)
    del entries[ARTICLES]

    assert "is missing in it" in refused(packed(site, entries, promised=False))


@pytest.mark.parametrize("name", ["../outside.jsonl", "/etc/passwd", "media/../../x.jpg", "rows/..\\x"])
def test_name_that_leads_out_of_the_archive_is_refused(site, name):
    assert "leads out of the archive" in refused(packed(site, {**entries_of(site), name: b"x"}, promised=False))


@pytest.mark.parametrize("name", ["media/originals/shell.php", "media/site/x.png", "media/documents/x.exe", "media/other/x"])
def test_file_under_another_name_is_refused(site, name):
    entries = entries_of(site)
    manifest = json.loads(entries[MANIFEST])
    manifest["media"].append({"name": name, "bytes": 1, "sha256": ""})
    entries |= {name: b"x", MANIFEST: json.dumps(manifest).encode()}

    assert "is no name of a file" in refused(packed(site, entries))


def test_name_that_comes_twice_is_refused(site):
    with zipfile.ZipFile(site, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(ARTICLES, b"")

    assert "twice" in refused(site)


def test_bomb_is_refused_unread(site, monkeypatch):
    monkeypatch.setattr(reading, "HARMLESS", 1000)
    entries = entries_of(site)
    entries[ARTICLES] = b" " * 30_000_000

    assert "far more than it should" in refused(packed(site, entries))


def test_endless_line_is_refused(site, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_LINE", 500)

    assert "longer than any row" in refused(site)


@pytest.mark.parametrize(
    ("model", "name", "value", "why"),
    [
        (Article, "surprise", "x", "nothing here is called"),
        (Article, "id", None, "it has no “id”"),
        (Article, "title_en", 7, "“title_en” cannot be 7"),
        (Article, "title_en", "x" * 201, "“title_en” cannot be"),
        (Article, "state", "public", "none of the values"),
        (Article, "slug_en", "../x", "“slug_en” cannot be"),
        (Article, "slug_en", None, "has no address"),
        (Article, "short_id", "../../etc", "no short id"),
        (Article, "first_published_at", "2020-01-01T00:00:00", "no time zone"),
        (Article, "kind", "01a20378-89a1-7186-94d7-fd31ab284810", "contradict each other"),
        (Article, "image", "no key", "“image” cannot be"),
        (Article, "published_at_en", None, "cannot stand together"),
        (Redirect, "path", "http://other.example/x", "spelling of old addresses"),
        (Redirect, "kind", "novel", "no records of the kind"),
        (Redirect, "language", "fr", "no language “fr”"),
        (Edition, "language", "fr", "no language “fr”"),
        (Edition, "content", [], "“content” cannot be"),
        (Edition, "content", {"title": "x", "published": {}, "citations": [{"url": "javascript:alert(1)"}]}, "no address of a page"),
        (Version, "data", "x", "“data” cannot be"),
        (Image, "file", "../../secret.jpg", "is not in the archive"),
        (Image, "width", 5, "is not 5"),
    ],
)
def test_row_that_cannot_be_is_refused_by_its_line(site, model, name, value, why):
    assert why in refused(with_rows(site, model, lambda row: row.update({name: value})))


@pytest.mark.parametrize("line", [b"{", b"[]\n", b'{"id": NaN}\n', b"[" * 100_000])
def test_line_that_is_no_row_is_refused(site, line):
    entries = entries_of(site)
    entries[ARTICLES] = line if line.endswith(b"\n") else line + b"\n"

    assert "line 1: it is no JSON" in refused(packed(site, entries))


def test_script_in_a_text_does_not_come_along(site):
    def tampered(row):
        row["body_en"] = '<p onclick="x">Text.</p><script>alert(1)</script>'

    brought(with_rows(site, Article, tampered), by=make_superuser())

    assert Article.objects.get().body_en == "<p>Text.</p>"


def test_script_in_a_published_version_and_in_history_does_not_come_along(site):
    def tampered(row):
        kept = row["content"] if "content" in row else row["data"]
        kept["body_en" if "data" in row else "body"] = "<p>Text.</p><script>alert(1)</script>"

    brought(with_rows(with_rows(site, Edition, tampered), Version, tampered), by=make_superuser())

    assert Edition.objects.first().content["body"] == "<p>Text.</p>"
    assert {version.data["body_en"] for version in Version.objects.all()} <= {"<p>Text.</p>"}


def test_script_in_a_draft_does_not_come_along(tmp_path):
    drafts.create(Article, {"title_en": "First", "body_en": "<p>Text.</p>"}, by=make_superuser())
    archive = exported(tmp_path)
    emptied()

    brought(with_rows(archive, Draft, lambda row: row["data"].update(body_en="<p>Text.</p><script>x</script>")), by=make_superuser())

    assert Draft.objects.get().data["body_en"] == "<p>Text.</p>"


def test_link_of_the_settings_that_runs_a_script_is_refused(tmp_path):
    SiteSettings.objects.create(social=[["Mastodon", "https://mastodon.social/@x"]])
    archive = exported(tmp_path)
    emptied()

    assert "names an address that is none" in refused(with_rows(archive, SiteSettings, lambda row: row.update(social=[["x", "javascript:alert(1)"]])))


def test_menu_entry_that_runs_a_script_is_refused(tmp_path):
    emptied()
    archive = exported(tmp_path)
    emptied()

    assert "no address to lead to" in refused(with_rows(archive, MenuEntry, lambda row: row.update(page="", address="javascript:alert(1)")))


def test_picture_that_is_none_is_refused(site):
    entries = entries_of(site)
    name = next(name for name in entries if name.startswith("media/originals/"))
    entries[name] = b"<svg onload='alert(1)'/>"

    assert "SVG pictures are not accepted" in refused(packed(site, entries))


def test_redirect_to_an_old_address_is_refused(site):
    def tampered(row):
        if row["target"]:
            row |= {"target": "/?p=12", "toward": "/?p=12"}

    assert "leads to another old address" in refused(with_rows(site, Redirect, tampered))


def test_draft_of_no_record_is_refused(site, tmp_path):
    entries = entries_of(site)
    row = {"record": "01a20378-89a1-7186-94d7-fd31ab284810", "kind": "article", "data": {}, "base": {}, "at": "2020-01-01T00:00:00+00:00"}
    entries[part_of(Draft)] = json.dumps(row).encode() + b"\n"

    assert "there is no such record" in refused(packed(site, entries))


def test_site_with_content_of_its_own_is_refused(site):
    article = make_article(slug_en="first")

    with pytest.raises(SourceError, match=r"This site has content of its own: .*1 article"):
        brought(site, by=make_superuser())

    assert list(Article.objects.all()) == [article]


def test_who_may_not_move_in_may_not_read_an_archive_back(site, django_user_model):
    with pytest.raises(SourceError, match="may not bring"):
        brought(site, by=django_user_model.objects.create_user("somebody"))


def test_command_says_why_and_notes_it(site):
    make_superuser()

    with pytest.raises(CommandError, match="this program reads version 1"):
        call_command("import_site", with_manifest(site, version=9), run=True)

    run = ImportRun.objects.get()
    assert (run.state, "version 9" in str(Report.of_json(run.report).in_words()["problems"])) == ("refused", True)


def test_export_overwrites_nothing(tmp_path):
    (tmp_path / "there.zip").write_bytes(b"x")

    for name, why in (("there.zip", "such a file already"), ("nowhere/x.zip", "no such folder")):
        with pytest.raises(CommandError, match=why):
            call_command("export_archive", tmp_path / name)
    assert (tmp_path / "there.zip").read_bytes() == b"x"
