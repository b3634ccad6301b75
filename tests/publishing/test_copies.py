"""A copy of a record of every kind, and a record of every kind begun from a template: all rows and languages, under no address.

How a record is filled, with a word of its own in every text of both languages, says `tests.publishing.hidden`; a kind that is added
later is copied too.
"""

import json
from collections.abc import Iterator

import pytest

from publishing import drafts, languages, record_templates
from publishing.admin.beginning import new_from
from publishing.desk import desk_of
from publishing.gone import choices, keys_of
from publishing.publishable import Publishable, State
from publishing.seen import form_url
from publishing.state import prefixes, row_keys
from tests.browser import Form
from tests.factories import make_superuser, publisher
from tests.publishing.hidden import FILLED, made, published
from tests.publishing.words import Words
from tests.roles import browser_of

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize("kind", FILLED)
# A public record names it, a draft of the same kind may not take it over: addresses, and what is said of that record alone.
OWN = {"article": {"corrections"}, "actor": {"tenures", "remits", "identifiers"}, "office": {"links"}, "place": {"tag"}}

# Texts of these rows, which therefore stand in no copy.
LOST = {
    "article": ["correction_en", "correction_ka"],
    "actor": ["as_printed", "identifier", "locator", "remit"],
}


@pytest.fixture
def form() -> Form:
    return browser_of(make_superuser())


def the_other(record: Publishable) -> Publishable:
    return type(record)._default_manager.exclude(pk=record.pk).filter(state=State.DRAFT).get()


def by_place(record: Publishable) -> dict[str, object]:
    """Return the form of a record with its rows named by their places."""
    state, schema = drafts.state_of(record), desk_of(record).schema
    places = {key: f"{prefix} {number}" for prefix, _part in prefixes(schema) for number, key in enumerate(row_keys(state, prefix))}

    def named(value: object) -> object:
        if isinstance(value, list):
            return [named(each) for each in value]
        return places.get(value, value) if isinstance(value, str) else value

    return {"/".join(places.get(part, part) for part in key.split("/")): named(value) for key, value in state.items()}


def taken_over(kind: str, record: Publishable) -> dict[str, object]:
    """Return the form that a copy of a record should have, by places."""
    own = {f"{record.slug_field}_{code}" for code in languages.codes()}
    found = {key: value for key, value in by_place(record).items() if key.partition("/")[0] not in OWN.get(kind, set())}
    rows = {prefix for prefix, _part in prefixes(desk_of(record).schema)}
    blank = {name: [] if name in rows else "" for name in {*own, *OWN.get(kind, set())}}
    return {**found, **blank}


def keys_of_rows(record: Publishable) -> set[str]:
    state = drafts.state_of(record)
    return {key for prefix, _part in prefixes(desk_of(record).schema) for key in row_keys(state, prefix)}


@KINDS
def test_duplicate_has_every_row_and_language_of_any_kind_of_record_and_no_address(form, kind):
    words = Words("copied")
    record = published(kind, words)
    before = drafts.state_of(record)
    copying = f"{form_url(record).replace(f'{record.pk}/change', 'add')}?copy={record.pk}"
    assert copying in form.client.get(form_url(record)).content.decode()

    form.open(copying).press("_save_draft")

    copy = the_other(record)
    assert by_place(copy) == taken_over(kind, record)
    assert keys_of_rows(copy).isdisjoint(keys_of_rows(record))
    said = json.dumps(drafts.state_of(copy), ensure_ascii=False)
    texts = {name: word for name, word in words.made.items() if word in json.dumps(before, ensure_ascii=False) and not name.startswith("slug")}
    assert {name for name, word in texts.items() if word not in said} == set(LOST.get(kind, ()))
    assert {name[-2:] for name in texts} >= set(languages.codes())
    assert drafts.state_of(record) == before


@KINDS
def test_record_of_any_kind_begins_from_a_template(form, kind):
    record = made(kind, Words("pattern"))
    form.open(form_url(record)).fill(_template_name="Pattern").press("_mark_template")

    form.open(new_from(record)).press("_save_draft")

    copies = [each for each in type(record)._default_manager.filter(state=State.DRAFT) if each.pk != record.pk]
    assert [by_place(each) for each in copies] == [taken_over(kind, record)]
    assert record_templates.of_record(copies[0]) is None


def named_by(record: Publishable) -> Iterator[Publishable]:
    """Yield the live records that the form of a record names."""
    for field, value in choices(desk_of(record).schema, drafts.state_of(record)):
        if issubclass(field.queryset.model, Publishable):
            yield from field.queryset.model._default_manager.filter(pk__in=keys_of(value)).live()


@pytest.mark.parametrize("kind", sorted(set(FILLED) - {"actor", "chronology", "dossier", "page"}))
def test_template_leaves_out_by_name_whatever_of_it_was_withdrawn(form, kind):
    record = made(kind, Words("pattern"))
    record_templates.mark(record, "Pattern", by=publisher())
    gone = list(dict.fromkeys(named_by(record)))
    assert gone
    for each in gone:
        drafts.withdraw(each, by=publisher())

    form.open(new_from(record))

    said = " ".join(form.texts("messagelist"))
    assert [each.title_in("en")[0] for each in gone if f"“{each.title_in('en')[0]}”" not in said] == []
    assert form.press("_save_draft").status_code == 302
    (copy,) = [each for each in type(record)._default_manager.filter(state=State.DRAFT) if each.pk != record.pk]
    left = json.dumps(drafts.state_of(copy))
    assert [each for each in gone if str(each.pk) in left] == []
    assert drafts.state_of(copy)[f"{record.title_field}_ka"] == drafts.state_of(record)[f"{record.title_field}_ka"]
