"""Text without control characters, whatever way it takes into the database."""

import pytest
from django.test import Client

from library.models import Source
from news.models import Article, Correction
from publishing import drafts
from publishing.fields.text import readable
from publishing.models import SiteSettings
from tests.factories import make_kind, make_published_article, publisher

# Controls of ASCII and of Latin-1, half a character, and what Unicode never uses.
BAD = "".join(map(chr, [*range(1, 9), *range(0x0E, 0x1C), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]))


def test_what_parts_words_becomes_a_space_and_the_rest_goes():
    assert readable(f"\0One{BAD}\x0btwo\x85three\tfour\r\nfive 🙂 ა") == "One two three\tfour\r\nfive 🙂 ა"


def form() -> Article:
    bad = dict.fromkeys(("title_en", "lead_en"), f"One{BAD}")
    return drafts.create(Article, {"kind": make_kind().pk, **bad, "body_en": f"<p>One{BAD}</p>"}, by=publisher())


def test_form_keeps_readable_text(client: Client):
    record = form()
    assert {drafts.state_of(record)[name] for name in ("title_en", "lead_en")} == {"One"}

    drafts.publish(record, by=publisher())

    assert (record.title_en, record.lead_en, record.body_en, record.slug_en) == ("One", "One", "<p>One</p>", "one")


def test_every_write_keeps_readable_text():
    article = make_published_article(title_en=f"One{BAD}")
    article.lead_en = f"Lead{BAD}"
    article.save()
    Correction.objects.bulk_create([Correction(article=article, text_en=f"Wrong{BAD}")])
    Source.objects.update_or_create(title=f"Source{BAD}", defaults={"publisher": "None"})
    Source.objects.update(publisher=f"Press{BAD}")
    SiteSettings.objects.create(name_en=f"Site{BAD}")

    assert (article.title_en, article.lead_en) == ("One", "Lead")
    stored = Article.objects.get()
    assert (stored.title_en, stored.lead_en) == ("One", "Lead")
    assert Correction.objects.get().text_en == "Wrong"
    assert (Source.objects.get().title, Source.objects.get().publisher) == ("Source", "Press")
    assert SiteSettings.objects.get().name_en == "Site"


@pytest.mark.parametrize("named", ["&#1;", "&#x85;", "&#xFFFF;", "&#11;"])
def test_markup_that_names_a_character_brings_none_in(named):
    article = make_published_article(title_en="One", body_en=f"<p>One{named}two</p>")

    article.refresh_from_db()

    assert article.body_en == "<p>" + readable(article.body_en[3:-4]) + "</p>"
