"""Every way into a rich text column leads through the sanitiser; and the field behaves in forms and migrations."""

import copy
import io
import json

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test.utils import isolate_apps
from django.utils import translation

from news.models import Article
from publishing.fields.richtext import RichTextField
from publishing.fields.richtext_editor import RichTextFormField, RichTextWidget, image_addresses
from publishing.fields.richtext_schema import LONGEST_TEXT
from tests.factories import make_article

DIRTY = "<p onclick=alert(1)>a<script>alert(1)</script>"
CLEAN = "<p>a</p>"


def bodies() -> list[str]:
    return sorted(Article.objects.values_list("body_en", flat=True))


def test_save_cleans():
    make_article(body_en=DIRTY)

    assert bodies() == [CLEAN]


def test_save_of_chosen_fields_cleans():
    article = make_article()
    article.body_en = DIRTY

    article.save(update_fields=["body_en"])

    assert bodies() == [CLEAN]


def test_bulk_create_cleans():
    Article.objects.bulk_create([Article(body_en=DIRTY), Article(body_en=DIRTY)])

    assert bodies() == [CLEAN, CLEAN]


def test_update_cleans():
    make_article()

    Article.objects.update(body_en=DIRTY)

    assert bodies() == [CLEAN]


def test_bulk_update_cleans():
    articles = [make_article(), make_article()]
    for article in articles:
        article.body_en = DIRTY

    Article.objects.bulk_update(articles, ["body_en"])

    assert bodies() == [CLEAN, CLEAN]


def test_get_or_create_and_update_or_create_clean():
    Article.objects.get_or_create(title_en="a", defaults={"body_en": DIRTY})
    Article.objects.update_or_create(title_en="a", defaults={"body_ka": DIRTY})

    assert list(Article.objects.values_list("body_en", "body_ka")) == [(CLEAN, CLEAN)]


def test_raw_load_cleans():
    [record] = json.loads(serializers.serialize("json", [make_article()]))
    record["fields"]["body_en"] = DIRTY

    for loaded in serializers.deserialize("json", json.dumps([record])):
        loaded.save()

    assert bodies() == [CLEAN]


def test_loaddata_cleans(tmp_path):
    [record] = json.loads(serializers.serialize("json", [make_article()]))
    record["fields"]["body_en"] = DIRTY
    fixture = tmp_path / "articles.json"
    fixture.write_text(json.dumps([record]))

    call_command("loaddata", str(fixture), stdout=io.StringIO())

    assert bodies() == [CLEAN]


def test_update_copies_one_rich_text_to_another():
    make_article(body_ka=CLEAN)

    Article.objects.update(body_en=F("body_ka"))

    assert bodies() == [CLEAN]


@pytest.mark.parametrize("expression", [Value(DIRTY), F("lead_en"), Concat("body_ka", Value(DIRTY), output_field=models.TextField())])
def test_update_refuses_text_that_only_the_database_would_see(expression):
    make_article(body_en=CLEAN, lead_en=DIRTY)

    with pytest.raises(TypeError, match="body_en takes text"), transaction.atomic():
        Article.objects.update(body_en=expression)

    assert bodies() == [CLEAN]


def test_null_bytes_are_dropped():
    make_article(body_en="<p>a\x00b</p>")

    assert bodies() == ["<p>ab</p>"]


def test_field_survives_deconstruction_and_copies():
    field = RichTextField("body", help_text="Help.")

    _name, path, args, kwargs = field.deconstruct()

    assert (path, args) == ("publishing.fields.richtext.RichTextField", [])
    assert kwargs == {"blank": True, "verbose_name": "body", "help_text": "Help."}
    assert RichTextField(*args, **kwargs).deconstruct() == field.deconstruct() == copy.deepcopy(field).deconstruct()


@isolate_apps("tests")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, []),
        ({"max_length": 9}, ["publishing.E010"]),
        ({"choices": [("a", "a")]}, ["publishing.E011"]),
        ({"unique": True}, ["publishing.E012"]),
    ],
)
def test_check_reports_options_that_rich_text_cannot_keep(options, expected):
    class Page(models.Model):
        body = RichTextField(**options)

        class Meta:
            app_label = "tests"

        def __str__(self):
            return ""

    assert [message.id for message in Page._meta.get_field("body").check()] == expected


def test_form_field_writes_each_language_in_its_own():
    fields = [Article._meta.get_field(name).formfield() for name in ("body_en", "body_ka")]

    assert [(type(field), type(field.widget)) for field in fields] == [(RichTextFormField, RichTextWidget)] * 2
    assert [field.widget.attrs["lang"] for field in fields] == ["en", "ka"]


def test_form_field_returns_clean_text():
    assert RichTextFormField().clean(DIRTY) == CLEAN


def test_form_field_refuses_a_text_without_end():
    with pytest.raises(ValidationError, match="longer than 500,000 characters"):
        RichTextFormField().clean("a" * (LONGEST_TEXT + 1))


def test_form_field_sees_no_change_in_another_spelling():
    field = RichTextFormField(required=False)

    assert field.has_changed("<p>a</p>", "<p>\r\na\r\n</p><p></p>") is False
    assert field.has_changed("<p>a</p>", "<p>b</p>") is True
    assert field.canonical("<p>\r\na</p>") == "<p>a</p>"


def test_widget_speaks_the_language_of_the_editor():
    with translation.override("en"):
        html = RichTextWidget().render("body", "<p>a</p>", {"id": "id_body"})

    assert "Bulleted list" in html
    assert "&lt;p&gt;a&lt;/p&gt;" in html


def test_widget_offers_images_only_where_an_app_keeps_them(monkeypatch):
    monkeypatch.setattr(image_addresses, "pick", "")
    without = RichTextWidget().extensions()["Picture"]
    monkeypatch.setattr(image_addresses, "pick", "admin:index")
    monkeypatch.setattr(image_addresses, "file", "admin:auth_user_change")
    options = RichTextWidget().extensions()["Picture"]

    assert "pick" not in without
    assert (options["pick"], options["file"]) == ("/admin/", "/admin/auth/user/{id}/change/")


def test_widget_media_takes_a_nonce():
    media = str((RichTextWidget().media).with_nonce("abc"))

    assert media.count("<script") == media.count('nonce="abc"') - media.count("<link")
    assert '"editor/extensions": "/static/js/editor/extensions.js"' in media
