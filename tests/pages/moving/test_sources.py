import csv
import io
import tarfile
import zipfile

import pytest
from django.contrib.auth.models import User

from news.models import Article
from pages.models import ImportedItem
from pages.moving.items import SourceError
from tests.factories import make_superuser
from tests.pages.moving.sites import HEAD, SAMPLE, TAIL, move_in, post, wxr

BOMB = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'


def refusal(path, **options):
    with pytest.raises(SourceError) as refused:
        move_in(path, by=make_superuser(), **options)
    assert Article.objects.count() == 0
    return str(refused.value)


def written(tmp_path, content, name="export.xml"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


class TestWordPress:
    """Exports that are broken, or were made to break us."""

    def test_truncated_file_says_where_and_what_was_read(self, tmp_path):
        path = wxr(tmp_path, post(1), post(2), tail="<item><title>Cut")

        assert refusal(path) == "export.xml: the file ends in the middle: line 1, column " + refusal(path).partition("column ")[2]
        assert refusal(path).endswith(". 2 entries were read before that; nothing of it was brought.")

    def test_malformed_file_is_refused(self, tmp_path):
        assert "mismatched tag: line 1" in refusal(written(tmp_path, HEAD + post(1) + "</rss></channel>"))

    def test_file_in_another_encoding_than_it_says_is_refused(self, tmp_path):
        content = (HEAD + post(1, "\u00e9") + TAIL).encode("latin-1")

        assert "in another encoding than it says" in refusal(written(tmp_path, content))

    @pytest.mark.parametrize("content", [BOMB, OUTSIDE])
    def test_entities_are_refused(self, tmp_path, content):
        assert "it defines entities or names outside files" in refusal(written(tmp_path, content))

    def test_other_xml_is_refused(self, tmp_path):
        assert "no WordPress export" in refusal(written(tmp_path, "<?xml version='1.0'?><html><body/></html>"))

    def test_control_characters_are_left_out_and_said(self, tmp_path):
        report = move_in(wxr(tmp_path, post(1, "one\x08two")), by=make_superuser())

        assert Article.objects.get().body_en == "<p>onetwo</p>"
        assert report.problems == ["1 control characters were left out, which XML cannot hold."]

    def test_repeated_metadata_counts_once_the_last(self, tmp_path):
        meta = "".join(f"<wp:postmeta><wp:meta_key>_wpml_trid</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>" for value in "12")

        move_in(wxr(tmp_path, post(1, more=meta)), by=make_superuser())

        assert ImportedItem.objects.get().group == "wpml-2"


class TestSavedPages:
    """Folders and archives of pages."""

    def test_sample_comes_with_its_pairs_and_addresses(self, client):
        report = move_in(SAMPLE / "pages", by=make_superuser(), mapping=SAMPLE / "pages.yaml")

        assert (dict(report.counts), report.silent) == ({"made": 4}, {})
        groups = dict(ImportedItem.objects.exclude(group="").values_list("key", "group"))
        assert groups == dict.fromkeys(["en/bridge-reopens.html", "ka/khidi.html"], "/en/bridge-reopens.html|/ka/khidi.html")
        assert client.get("/ka/khidi.html").headers["Location"] == "/ka/news/khidi-sheketebis-shemdeg-khelakhla-gaikhsna/"
        bridge = Article.objects.get(title_en="The bridge reopens after repair")
        assert [word for word in ("Buy boots", "Share this", "<h1") if word in bridge.body_en] == []
        assert bridge.image is not None

    @pytest.mark.parametrize("ending", ["zip", "tar.gz"])
    def test_archive_brings_what_its_folder_does(self, tmp_path, ending):
        path = tmp_path / f"pages.{ending}"
        files = [file for file in sorted((SAMPLE / "pages").rglob("*")) if file.is_file()]
        if ending == "zip":
            with zipfile.ZipFile(path, "w") as archive:
                for file in files:
                    archive.write(file, file.relative_to(SAMPLE / "pages"))
        else:
            with tarfile.open(path, "w:gz") as archive:
                for file in files:
                    archive.add(file, file.relative_to(SAMPLE / "pages"))

        report = move_in(path, by=make_superuser(), mapping=SAMPLE / "pages.yaml")

        assert (dict(report.counts), report.images) == ({"made": 4}, 1)

    @pytest.mark.parametrize("name", ["../outside.html", "/etc/outside.html", "C:/outside.html", "a/../../outside.html"])
    def test_archive_whose_names_lead_out_is_refused(self, tmp_path, name):
        path = tmp_path / "pages.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "<h1>Out</h1>")

        assert "leads out of the archive" in refusal(path)

    def test_tar_with_a_link_is_refused(self, tmp_path):
        path = tmp_path / "pages.tar"
        with tarfile.open(path, "w") as archive:
            link = tarfile.TarInfo("page.html")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(link)

        assert "is a link or a device" in refusal(path)

    def test_archive_that_would_fill_the_disk_is_refused(self, tmp_path):
        path = tmp_path / "pages.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("page.html", b"\0" * 60 * 1024 * 1024)

        assert "far more than it should" in refusal(path)

    def test_damaged_archive_is_refused(self, tmp_path):
        assert "cannot be read" in refusal(written(tmp_path, b"PK\x03\x04 and nothing more", "pages.zip"))

    @pytest.mark.parametrize(
        ("mapping", "words"),
        [
            ("titel: h1", "nothing reads titel"),
            ("title: 'h1['", "is no CSS selector"),
            ("- title", "this should be a list of names"),
            ("language: fr", "this site is written in en, ka"),
            ("title: [", "mapping.yaml"),
        ],
    )
    def test_mapping_that_is_wrong_is_refused_by_name(self, tmp_path, mapping, words):
        path = tmp_path / "mapping.yaml"
        path.write_text(mapping)

        assert words in refusal(SAMPLE / "pages", mapping=path)

    def test_page_in_an_old_encoding_is_read_as_it_says(self, tmp_path):
        head = '<html><head><meta charset="windows-1251"></head>'
        page = f'{head}<body><h1>Встреча</h1><main><time datetime="2020-01-01"></time><p>Да</p></main></body></html>'
        written(tmp_path, page.encode("windows-1251"), "page.html")

        move_in(tmp_path, by=make_superuser())

        assert Article.objects.get().title_en == "Встреча"


class TestTables:
    """CSV and XLSX."""

    @pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
    def test_sample_comes_in_both_languages(self, name):
        report = move_in(SAMPLE / name, by=make_superuser(), mapping=SAMPLE / "table.yaml", media=SAMPLE / "uploads")

        assert (dict(report.counts), report.silent, report.images) == ({"made": 4}, {}, 1)
        assert Article.objects.get(title_en__startswith="The bridge").available_languages == ["en", "ka"]
        assert Article.objects.get(title_en="=1+1").is_live

    def test_table_without_titles_is_refused(self, tmp_path):
        assert "no column holds titles" in refusal(written(tmp_path, "a,b\n1,2\n", "table.csv"))

    def test_column_that_is_not_there_is_named(self, tmp_path):
        mapping = tmp_path / "mapping.yaml"
        mapping.write_text("columns: {title: Headline}")

        assert "it has no column “Headline”. It has: a, b." in refusal(written(tmp_path, "a,b\n1,2\n", "table.csv"), mapping=mapping)

    def test_quotation_that_never_ends_is_refused_by_row(self, tmp_path):
        assert "cannot be read" in refusal(written(tmp_path, 'title,body\nOne,"never ends\n', "table.csv"))

    def test_cell_of_a_whole_book_is_refused_by_item(self, tmp_path):
        out = io.StringIO()
        csv.writer(out).writerows([["title", "body", "date"], ["Long", "word " * 1_000_000, "2020-01-01"], ["Short", "Text", "2020-01-01"]])

        report = move_in(written(tmp_path, out.getvalue(), "table.csv"), by=make_superuser())

        assert dict(report.counts) == {"refused": 1, "made": 1}

    def test_limit_for_long_cells_ends_with_the_table(self, tmp_path):
        usual = csv.field_size_limit()

        refusal(written(tmp_path, 'title,body\nOne,"never ends\n', "broken.csv"))
        move_in(written(tmp_path, "title,body,date\nOne,Text,2020-01-01\n", "table.csv"), by=User.objects.get())

        assert csv.field_size_limit() == usual
