"""The tool that finds untranslated texts must find them; that there are none is for `make check` to say."""

import pytest
from babel.messages.catalog import Catalog

from tools import messages


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('label = _("news")', [("news", None)]),
        ('label = _("one " "text")', [("one text", None)]),
        ('label = gettext_lazy("news")', [("news", None)]),
        ('label = pgettext("a verb", "open")', [("open", "a verb")]),
        ('label = ngettext("%(n)d item", "%(n)d items", n)', [(("%(n)d item", "%(n)d items"), None)]),
        ('label = npgettext("c", "item", "items", n)', [(("item", "items"), "c")]),
        ('label = _(name) + other("news")', []),
    ],
)
def test_texts_of_code_are_found(tmp_path, source, found):
    path = tmp_path / "module.py"
    path.write_text(source)

    assert messages.texts_of(path) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p>{% translate "News" %}</p>', [("News", None)]),
        ('  <p>\n      {% if a %}\n    {% translate "Open" context "a verb" %}{% endif %}', [("Open", "a verb")]),
        ('{% include "a.html" with label=_("News") %}', [("News", None)]),
        ('{{ name|default:_("untitled") }}', [("untitled", None)]),
        ("{% blocktranslate trimmed with name=tag.name %}\n  Tag:\n  {{ name }}\n{% endblocktranslate %}", [("Tag: %(name)s", None)]),
        (
            "{% blocktranslate count count=n %}{{ count }} item{% plural %}{{ count }} items{% endblocktranslate %}",
            [(("%(count)s item", "%(count)s items"), None)],
        ),
        ("<p>don't</p>{% comment %}{% translate 'never' %}{% endcomment %}", []),
    ],
)
def test_texts_of_a_template_are_found(tmp_path, source, found):
    path = tmp_path / "template.html"
    path.write_text(source)

    assert messages.texts_of(path) == found


def test_every_kind_of_problem_is_named(monkeypatch):
    catalogue = Catalog(locale="ka", fuzzy=False)
    catalogue.add("done", "შესრულებულია")
    catalogue.add("empty")
    catalogue.add("doubtful", "საეჭვო", flags=["fuzzy"])
    catalogue.add("%(n)s items", "%(m)s ერთეული", flags=["python-format"])
    monkeypatch.setattr(messages, "read", lambda _path, _language: catalogue)
    monkeypatch.setattr(messages, "wanted_in", lambda _language, _domain: {(text, None): {"a.py"} for text in texts})
    texts = ["done", "empty", "doubtful", "%(n)s items", "missing"]

    assert messages.untranslated("ka") == [
        "ka: 'empty' (a.py) is not translated",
        "ka: 'doubtful' (a.py) is not translated",
        "ka: '%(n)s items' (a.py): unknown named placeholder 'm'",
        "ka: 'missing' (a.py) is not in the catalogue: run make messages",
    ]


def test_gaps_of_django_are_counted_in():
    # Django 5.2 has no Georgian for it; should a later one bring it, choose another gap.
    assert ("Set password", None) in messages.gaps_of_django("ka")


def test_gaps_of_djangos_scripts_are_counted_in():
    assert ("Choose a Date", None) in messages.gaps_of_django("ka", "djangojs")


def test_text_that_ours_says_better_stays(monkeypatch):
    assert ("Documentation", None) not in messages.gaps_of_django("ka")  # Django has a Georgian for it

    read = messages.read
    ours = Catalog(locale="ka", fuzzy=False)
    ours.add("Documentation", "წესები")
    monkeypatch.setattr(messages, "read", lambda path, language: ours if path == messages.catalogue_path("ka") else read(path, language))

    assert ("Documentation", None) in messages.gaps_of_django("ka")
