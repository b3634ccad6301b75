"""What is changed in the database by anything but the application is found and put back."""

import random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from actors.models import Actor
from library.models import Tag
from library.tags import merge
from news.models import Article, Correction
from publishing import consistency, content_audit, drafts, signed_content
from publishing.models import Change, Version
from publishing.publishable import State
from publishing.signatures import is_signed, public_key, sign
from tests.factories import make_kind, make_tag, publisher

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def article(number: int, **fields) -> Article:
    texts = {"title_en": f"Talks {number}", "body_en": f"<p>Text {number}.</p>", "title_ka": f"საუბარი {number}"}
    rows = {"corrections": [{"at": "2024-01-02T10:00", "text_en": f"Right {number}."}]}
    made = drafts.create(Article, {"kind": make_kind().pk, **texts, **rows, **fields}, by=publisher())
    drafts.publish(made, by=publisher())
    return made


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def plain(key) -> object:
    return key.hex if connection.vendor == "sqlite" else key


def found(signed=None) -> dict[str, set[str]]:
    return {str(each.record.pk): {*each.values, *([each.state] if each.state else [])} for each in content_audit.altered(signed)}


def test_fifty_rows_changed_by_sql_are_found_and_put_back(capsys):
    editor, chosen = publisher(), random.Random(1)  # noqa: S311 - drawn to be repeated, not to be secret
    articles = [article(number) for number in range(60)]
    before = {record.pk: drafts.opened(record).live.state for record in articles}
    assert found() == {}
    statements = {
        "title_en": ("UPDATE news_article SET title_en = %s WHERE id = %s", "Forged"),
        "body_ka": ("UPDATE news_article SET body_ka = %s WHERE id = %s", "<p>ყალბი.</p>"),
        "corrections": ("DELETE FROM news_correction WHERE text_en <> %s AND article_id = %s", ""),
        "withdrawn": ("UPDATE news_article SET state = %s WHERE id = %s", "withdrawn"),
    }
    hit = chosen.sample(articles, 50)
    for number, record in enumerate(hit):
        statement, value = [*statements.values()][number % len(statements)]
        sql(statement, value, plain(record.pk))
    assert len(found()) == 50

    call_command("audit_content", "--restore", editor.username)

    assert "50 records were put back" in capsys.readouterr().out
    assert found() == {}
    assert {record.pk: drafts.opened(Article.objects.get(pk=record.pk)).live.state for record in articles} == before
    assert [line for _name, lines in consistency.run(fix=False) for line in lines] == []
    page = Client().get(f"/en/news/{hit[0].slug_en}/").content.decode()
    assert (hit[0].title_en in page, "Forged" in page) == (True, False)


def test_draft_over_what_was_put_back_stays():
    record = article(1)
    drafts.save(record, {"lead_en": "Coming."}, by=publisher())
    sql("UPDATE news_article SET title_en = %s WHERE id = %s", "Forged", plain(record.pk))

    for each in list(content_audit.altered()):
        content_audit.put_back(each, by=publisher())

    work = drafts.opened(Article.objects.get(pk=record.pk))
    assert (work.live.state["title_en"], work.live.state["lead_en"], work.state["lead_en"]) == ("Talks 1", "", "Coming.")
    assert work.record.has_draft
    assert Change.objects.filter(record=record.pk).last() is not None


def test_what_was_never_published_but_stands_there_is_found():
    record = drafts.create(Article, {"title_en": "Secret", "kind": make_kind().pk}, by=publisher())
    sql(
        "UPDATE news_article SET state = 'published', title_en = 'Secret', live_at = edited_at, published_at_en = edited_at WHERE id = %s",
        plain(record.pk),
    )
    assert Article.objects.live().filter(pk=record.pk).exists()

    for each in list(content_audit.altered()):
        content_audit.put_back(each, by=publisher())

    assert not Article.objects.live().filter(pk=record.pk).exists()
    assert found() == {}


def test_what_the_application_does_is_not_found():
    first, second = article(1, tags=[make_tag("Old").pk]), article(2)
    drafts.save(first, {"title_en": "Better talks"}, by=publisher())
    drafts.publish(first, by=publisher(), languages=["en"])
    drafts.withdraw(second, by=publisher(), languages=["ka"])
    drafts.save(second, {"lead_en": "Waits."}, by=publisher())
    merge(Tag.objects.get(label_en="Old"), make_tag("New"), by=publisher())
    third = article(3)
    drafts.withdraw(third, by=publisher())
    person = drafts.create(Actor, {"name_en": "Nino"}, by=publisher())
    drafts.publish(person, by=publisher())

    assert found() == {}


def test_version_that_was_changed_too_is_told_by_the_signed_list(capsys):
    record = article(1)
    drafts.save(record, {"title_en": "Second talks"}, by=publisher())
    drafts.publish(record, by=publisher())
    call_command("audit_content", "--sign")
    forged = {**Version.objects.filter(record=record.pk).latest("number").data, "title_en": "Forged"}
    Version.objects.filter(record=record.pk, data__title_en="Second talks").update(data=forged)
    sql("UPDATE news_article SET title_en = %s WHERE id = %s", "Forged", plain(record.pk))
    capsys.readouterr()

    with pytest.raises(CommandError, match="1 records"):
        call_command("audit_content")

    assert "its version was changed too" in capsys.readouterr().out


def test_list_that_the_site_did_not_sign_is_refused():
    article(1)
    signed_content.make()
    place = signed_content.folder() / signed_content.LIST
    place.write_bytes(place.read_bytes() + b"\0")

    with pytest.raises(CommandError, match="not as this site signed it"):
        call_command("audit_content")


def test_signatures_are_of_one_key_and_one_text(settings):
    signature, key = sign(b"text"), public_key()

    assert (is_signed(b"text", signature), is_signed(b"other", signature), is_signed(b"text", "?")) == (True, False, False)
    settings.SIGNING_SECRET = "another one"  # noqa: S105 - of a test
    assert (is_signed(b"text", signature), is_signed(b"text", signature, key)) == (False, True)


def test_list_names_the_live_records_alone():
    first, second = article(1), article(2)
    drafts.withdraw(second, by=publisher())

    assert set(signed_content.make().digests) == {first.pk}
    assert Correction.objects.filter(article=second.pk).exists()
    assert Article.objects.get(pk=second.pk).state == State.WITHDRAWN
