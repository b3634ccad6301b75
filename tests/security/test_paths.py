"""Names that lead out of their folder: in addresses, archives, backups and forms."""

import io
import tarfile
import zipfile

import pytest
from django.test import Client

from config.backups.opening import DamagedError, allowed, unpack
from pages.moving.items import SourceError
from tests.factories import make_published_article, make_superuser
from tests.files import archive
from tests.library.test_document_intake import refused
from tests.pages.leaving.sites import brought, emptied, exported
from tests.roles import client_of

OUT = ["..%2f..%2fmanage.py", "../../manage.py", "%2e%2e/%2e%2e/manage.py", "..\\..\\manage.py", "....//....//manage.py", "%c0%ae%c0%ae/manage.py"]


@pytest.mark.parametrize("folder", ["/static/", "/media/", "/media/images/", "/cards/en/", "/data/", "/preview/document/", "/en/documents/"])
@pytest.mark.parametrize("way", OUT)
def test_cve_2023_32235_address_leads_to_no_file_outside(folder, way):
    """Ghost CVE-2023-32235: `/assets/built%2F..%2F..%2F` led out of the folder of what is shown."""
    answer = Client().get(f"{folder}{way}")

    assert answer.status_code in (301, 400, 404)
    assert b"DJANGO_SETTINGS_MODULE" not in (b"".join(answer.streaming_content) if answer.streaming else answer.content)


@pytest.mark.parametrize("name", ["../x", "..", "/etc/passwd", "files/originals/../../x", "files/originals/", "files/elsewhere/x/y", "manage.py"])
def test_cve_2021_3281_backup_writes_nothing_outside_its_folder(tmp_path, name):
    """Django CVE-2021-3281 and CVE-2025-59682: archives unpacked names that lead out, or begin like the folder they are unpacked to."""
    with pytest.raises(DamagedError):
        allowed(name)

    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        info = tarfile.TarInfo(name)
        info.size = 4
        tar.addfile(info, io.BytesIO(b"evil"))
    packed.seek(0)
    (tmp_path / "into").mkdir()
    with pytest.raises(DamagedError):
        unpack(packed, tmp_path / "into")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_cve_2023_40028_backup_holds_nothing_but_files(tmp_path, kind):
    """Ghost CVE-2023-40028: what was uploaded was a link to a file of the machine, which was then shown."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        info = tarfile.TarInfo("files/originals/ab/x.jpg")
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    packed.seek(0)
    (tmp_path / "into").mkdir()

    with pytest.raises(DamagedError):
        unpack(packed, tmp_path / "into")
    assert [path for path in (tmp_path / "into").rglob("*") if path.is_symlink() or path.is_file()] == []


def with_entry(path, name: str, *, link: bool = False):
    """Put an entry more into an archive of a site."""
    with zipfile.ZipFile(path, "a") as packed:
        info = zipfile.ZipInfo(name)
        if link:
            info.external_attr = 0o120777 << 16
        packed.writestr(info, "/etc/passwd")
    return path


@pytest.mark.parametrize("name", ["../evil.py", "/etc/evil", "files/../../evil.py", "files\\..\\evil.py", "C:/evil.py", "files/link"])
def test_cve_2025_59682_site_that_moves_in_writes_nothing_outside(tmp_path, name):
    """Django CVE-2025-59682: an archive wrote beside the folder that it was unpacked to. So too Ghost CVE-2023-40028, by links."""
    make_published_article(title_en="First")
    site = exported(tmp_path)
    emptied()

    with pytest.raises(SourceError):
        brought(with_entry(site, name, link=name == "files/link"), by=make_superuser())
    assert not list(tmp_path.parent.rglob("evil*"))


@pytest.mark.parametrize("name", ["../x.txt", "a/../../x.txt", "/x.txt", "a\\..\\x.txt"])
def test_cve_2017_14719_archive_of_documents_that_leads_out_is_refused(name):
    """WordPress CVE-2017-14719: a name in an archive put a file outside the folder that it was unpacked to."""
    assert refused(archive({name: b"Words."}))


@pytest.mark.parametrize("language", ["../../etc", "en/../../..", "en%00", "EN", "x" * 5000, "<script>", "fr"])
def test_cve_2023_2745_name_of_a_language_is_none_of_a_file(language):
    """WordPress CVE-2023-2745: the language of an address named the file that was read."""
    client = client_of(make_superuser())
    answers = [
        Client().get(f"/{language}/news/"),
        Client().get("/api/v1/articles/", {"lang": language}),
        Client().get("/api/v1/docs/", {"lang": language}),
        Client().get("/preview/none/", {"language": language}),
        client.post("/i18n/setlang/", {"language": language, "next": "/admin/"}),
        client.get("/admin/", headers={"Cookie": f"django_language={language}"}),
    ]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert [answer.status_code for answer in answers[:3] if answer.status_code == 200] == []


@pytest.mark.parametrize("source", ["/etc/passwd", "../settings.py", "..", ".", "/proc/self/environ", "a/../../x"])
def test_cve_2021_33203_source_of_moving_in_is_one_of_its_folder(source):
    """Django CVE-2021-33203: a name from a form was joined to a folder, and a file elsewhere was looked at."""
    answer = client_of(make_superuser()).post("/admin/pages/importrun/add/", {"source": source, "media": source, "mapping": source})

    assert answer.status_code == 200
    assert b"root:" not in answer.content
