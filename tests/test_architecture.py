"""Rules of the house that no linter knows."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import NoReverseMatch, get_resolver, reverse

from publishing.registry import record_types
from tests import factories
from tests.publishing.walk import routes

ROOT = Path(__file__).resolve().parent.parent
# Imports and relations run down this list only.
LAYERS = ["config", "accounts", "syndication", "pages", "news", "chronicle", "actors", "library", "publishing"]
OWN_MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in LAYERS]


def tracked(*patterns: str) -> list[Path]:
    """Return the project's files that match, committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split("\n") if name and (path := ROOT / name).exists()]


def code(*, tests: bool = False) -> list[Path]:
    """Return the Python files, without migrations."""
    outside = ("migrations",) if tests else ("migrations", "tests", "tools", "bench")
    return [path for path in tracked("*.py") if not set(path.relative_to(ROOT).parts) & set(outside)]


def matches(paths: list[Path], pattern: str) -> list[str]:
    """Return "file: text" for each place in the files where the pattern matches."""
    return [f"{path.relative_to(ROOT)}: {found.group().strip()}" for path in paths for found in re.finditer(pattern, path.read_text())]


def test_relations_point_downward():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in OWN_MODELS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type) and field.related_model._meta.app_label in LAYERS
        if LAYERS.index(field.related_model._meta.app_label) < LAYERS.index(model._meta.app_label)
    ]

    assert upward == []


def test_apps_stand_in_the_settings_in_the_order_of_the_layers():
    labels = [config.label for config in apps.get_app_configs() if config.label in LAYERS and config.label != "config"]

    assert all(LAYERS.index(one) < LAYERS.index(other) for one, other in pairwise(labels))


@pytest.mark.parametrize("known", [known for known in record_types() if known.model in OWN_MODELS], ids=lambda known: known.kind)
class TestEveryRecordType:
    """What each kind of record must bring."""

    def test_has_an_admin(self, known):
        assert known.model in admin.site._registry

    def test_has_factories(self, known):
        names = [f"make_{known.kind}", f"make_published_{known.kind}"]

        assert [name for name in names if not hasattr(factories, name)] == []

    def test_has_a_page(self, known):
        reverse(known.url_name, kwargs={"slug": "slug"})

    def test_has_an_api(self, known):
        names = [f"api:{known.kind}-list", f"{known.kind}-list", f"api:{known.kind}s-list"]

        assert any(resolves(name) for name in names), f"none of {names}"

    def test_has_a_feed_or_says_why_not(self, known):
        app = known.model._meta.app_label
        # An app above may have it: what is new of people is told by articles.
        of_its_own = [name for name, *_rest in routes(get_resolver()) if name.endswith(f":{known.kind}_feed")]
        assert known.no_feed or of_its_own or list((ROOT / app).glob("feeds.py")) != []

    def test_stands_in_the_sitemap(self, known):
        app = known.model._meta.app_label
        assert list((ROOT / app).glob("sitemaps.py")) != []


def resolves(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def test_models_say_what_they_are_called_in_every_language():
    untranslated = [
        model._meta.label
        for model in OWN_MODELS
        if not model._meta.auto_created and isinstance(model._meta.verbose_name, str) and isinstance(model, models.base.ModelBase)
        if admin.site.is_registered(model)
    ]

    assert untranslated == []


def test_files_are_short_enough_to_read():
    long = [f"{path.relative_to(ROOT)}: {lines}" for path in code(tests=True) if (lines := len(path.read_text().splitlines())) > 300]
    long += [f"{path.relative_to(ROOT)}: {lines}" for path in tracked("*.html") if (lines := len(path.read_text().splitlines())) > 60]

    assert long == []


def test_html_is_trusted_in_one_module_only():
    inside = {"publishing/fields/richtext.py"}
    found = matches(code(), r"\b(mark_safe|SafeString|SafeText)\(.*") + matches(tracked("*.html"), r"\|\s*safe\b|autoescape off")

    assert [place for place in found if place.partition(":")[0] not in inside] == []


def test_templates_have_no_inline_script_or_style():
    # JSON-LD is data: no browser runs it. A mail fetches no style sheet.
    pattern = r"<style|\sstyle=|<script(?![^>]*(\ssrc=|application/ld\+json|application/json|importmap))|\son[a-z]+=\"|javascript:"

    pages = [path for path in tracked("*.html") if path.relative_to(ROOT).as_posix() != "templates/mail/letter.html"]

    assert matches(pages, pattern) == []


def test_visibility_is_decided_in_publishing_only():
    above = [path for path in code() if path.relative_to(ROOT).parts[0] != "publishing"]

    assert matches(above, r"\.(filter|exclude|get)\([^)]*\b(state|live_at|published_at_\w+)(__\w+)?=.*") == []


# Columns that programs write, or that hold nothing but a code.
CODES = {
    *("slug", "kind", "step", "form", "digest", "key", "name", "record_kind", "successor_kind", "language", "quote_language", "original_language"),
    *("session_key", "session_data"),
    *("licence", "state", "short_id", "action", "hash", "previous", "audit_hash", "stays_in", "field"),
}


def test_columns_that_people_write_hold_readable_text_only():
    plain = [
        f"{model._meta.label}.{field.name}"
        for model in OWN_MODELS
        for field in model._meta.local_fields
        if type(field) in (models.CharField, models.TextField) and not field.choices and field.name not in CODES
    ]

    assert plain == []


def test_own_apps_do_not_signal_each_other():
    assert matches(code(), r"^from django\.(db\.models|core)\.signals|^from django\.dispatch") == []


def test_imports_are_absolute():
    assert matches(code(tests=True), r"(?m)^from \.+") == []


def test_readme_names_commands_that_exist():
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text()))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *tracked("docs/*.md")]

    named = {name for path in documents for name in re.findall(r"\bmake ([a-z][a-z-]+)\b(?=[` \n=]|$)", "\n".join(code_of(path)))}

    assert named - targets == set()
    assert {"demo", "test"} <= named


def code_of(path: Path) -> list[str]:
    """Return what stands in a document as code."""
    text = path.read_text()
    return re.findall(r"(?s)```.*?```|`[^`\n]+`", text)


def test_documents_link_to_files_that_exist():
    documents = [path for path in tracked("*.md") if "node_modules" not in path.parts]

    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in documents
        for target in re.findall(r"\]\(([^)#:\s]+)[^):]*\)", path.read_text())
        if not (path.parent / target).exists()
    ]

    assert broken == []


def test_every_command_of_the_makefile_is_explained():
    makefile = (ROOT / "Makefile").read_text()
    inner = {"packages", "dev-packages"}

    unexplained = {name for name, line in re.findall(r"(?m)^([a-z-]+):(.*)$", makefile) if "##" not in line} - inner

    assert unexplained == set()
