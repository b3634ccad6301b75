"""What the project is made of: the bill of materials, licences, and that no secret lies in the files."""

import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools import advisories, bill, licences, secrets_scan
from tools.packages import Package, packages, parts


def test_bill_of_materials_is_valid_and_names_every_package():
    content = json.dumps(bill.bill())

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(content) is None
    assert len(packages()) > 40
    assert [each["purl"] for each in json.loads(content)["components"]] == [package.purl for package in packages()]
    assert all(each["licenses"] and each["externalReferences"][0]["hashes"] for each in json.loads(content)["components"])
    assert json.dumps(bill.bill()) == content


def test_package_without_a_known_free_licence_is_refused(monkeypatch):
    found = [Package("kept", "1", "MIT OR GPL-3.0-only", ()), Package("closed", "1", "SSPL-1.0", ()), Package("silent", "1", "", ())]
    monkeypatch.setattr(licences, "packages", lambda: found)

    wrong = licences.problems()

    assert [line.partition(":")[0] for line in wrong[:2]] == ["silent", "closed"]
    assert "make licences" in wrong[-1]
    assert parts("(MPL-2.0 AND (Apache-2.0 OR MIT))") == ["MPL-2.0", "Apache-2.0"]


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "EC PRIVATE KEY-----",
        "AWS_KEY = 'AKIA" + "ABCDEFGHIJKLMNOP'",
        "BACKUP_PASSPHRASE=" + "x8Kq2vBn4Lr7Tz1Wm9Yc",
        "postgres://matiane:" + "kjh3498sdkf@db.internal:5432/site",
        "AGE-SECRET-KEY-1" + "Q" * 58,
    ],
)
def test_secret_is_found(line):
    assert [number for number, _named in secrets_scan.found_in(f"first\n{line}\n")] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "SECRET_KEY = env.str('SECRET_KEY')",
        "password = 'sixteen letters and more'",
        "postgres://user:password@host:5432/name # not a secret",
        "token: {{ csrf_token_of_this_page }}",
    ],
)
def test_what_is_no_secret_is_let_be(line):
    assert list(secrets_scan.found_in(line)) == []


@pytest.mark.parametrize(
    ("printed", "code", "strict"),
    [
        ('{"dependencies": [{"name": "x", "version": "1", "vulns": []}]}', 0, ""),
        ('{"dependencies": [{"name": "x", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}]}', 1, ""),
        ("no answer", 0, ""),
        ("no answer", 1, "1"),
    ],
    ids=["sound", "weak", "unreachable", "unreachable and strict"],
)
def test_advisories_fail_for_a_weakness_and_tell_that_nothing_is_known(monkeypatch, capsys, printed, code, strict):
    monkeypatch.setenv("STRICT", strict)
    monkeypatch.setattr(advisories, "LOCKS", ("requirements.txt",))
    monkeypatch.setattr(advisories, "run", lambda _lock: (printed, "Connection refused"))

    assert advisories.main() == code
    assert ("nothing is known" in capsys.readouterr().out) == (printed == "no answer")
