import json
import re

from library.models import Source
from news.models import ArticleCitation, Author, Byline, Correction
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_kind, make_published_article, make_tag, publisher


def linked_data(client, address: str) -> dict:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(address).content.decode(), re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


def test_article_says_what_its_page_says(client):
    article = make_published_article(title_en="One", title_ka="ერთი", lead_en="Lead.", kind=make_kind("analysis"), tags=[make_tag("Duma")])
    Byline.objects.create(article=article, author=Author.objects.create(name_en="Nino Example"))
    Correction.objects.create(article=article, text_en="The date was wrong.")
    ArticleCitation.objects.create(article=article, source=Source.objects.create(title="Report", url="https://example.org/"))

    found = linked_data(client, "/en/news/one/")

    assert found["@type"] == "AnalysisNewsArticle"
    assert (found["headline"], found["description"], found["inLanguage"]) == ("One", "Lead.", "en")
    assert found["url"] == "http://testserver/en/news/one/"
    assert found["author"] == [{"@type": "Person", "name": "Nino Example"}]
    assert [note["text"] for note in found["correction"]] == ["The date was wrong."]
    assert [source["name"] for source in found["citation"]] == ["Report"]
    assert found["workTranslation"] == [{"@id": "http://testserver/ka/news/erti/"}]


def test_late_translation_names_its_original(client):
    article = make_published_article(title_en="One", title_ka="ერთი", languages=["ka"])
    transition(article, State.PUBLISHED, by=publisher(), languages=["en"])

    assert linked_data(client, "/en/news/one/")["translationOfWork"] == [{"@id": "http://testserver/ka/news/erti/"}]


def test_no_text_breaks_out_of_the_data_block(client):
    title = '</script><script>alert("1")</script><!-- & \u2028'
    article = make_published_article(title_en=title)

    assert linked_data(client, f"/en/news/{article.slug_en}/")["headline"] == title


def test_page_without_the_text_has_no_linked_data(client):
    article = make_published_article(title_ka="ერთი")

    assert b"ld+json" not in client.get(f"/en/news/{article.slug_en}/").content
