import gettext
import os

from config.catalogues import compile_catalogues

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "news"\nmsgstr "ახალი ამბები"\n'


def write_catalogue(folder):
    path = folder / "ka" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO)
    return path


def test_compiled_catalogue_is_read_by_gettext(tmp_path):
    target = write_catalogue(tmp_path).with_suffix(".mo")

    compiled = compile_catalogues(tmp_path)

    assert compiled == [target]
    assert gettext.translation("django", tmp_path, ["ka"]).gettext("news") == "ახალი ამბები"


def test_catalogue_is_compiled_again_only_when_it_changed(tmp_path):
    source = write_catalogue(tmp_path)
    compile_catalogues(tmp_path)

    assert compile_catalogues(tmp_path) == []

    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
