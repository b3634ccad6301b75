"""The addresses of every kind of public page, first and deep, of a site that `manage.py seed_archive` filled."""

import json

from bench.servers import manage

# Runs inside the site, which alone knows how it makes addresses. Prints {kind of page: [addresses to ask in turn]}.
FIND = """
import base64, json
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from actors.models import Actor, Office, Place
from chronicle.models import Chronology, Event, Format, Listing
from chronicle.paging import Cursor, ORDER
from library.models import TagCount
from news.models import Article, ArticleTag
from publishing.paging import Order

size, some = settings.PAGE_SIZE, 50
tag = TagCount.objects.order_by("-listed").select_related("tag")[0].tag
articles, tagged = Article.objects.listed_in("en"), ArticleTag.objects.listed_in("en").filter(tag=tag)
n, m = articles.count(), tagged.count()

def cursor(rows, order, at):
    found = rows.order_by("-" + order.time, "-" + order.key).values(order.time, order.key)[at]
    return order.cursor(found).encode()

def list_at(at):
    return reverse("news:list") + "?before=" + cursor(articles, Order("listed_at_en"), at)

def tag_at(at):
    return tag.get_absolute_url() + "?before=" + cursor(tagged, Order("listed_at_en", "content_object_id"), at)

def api_at(rows, at):
    row = rows.order_by("-live_at", "-id")[at]
    values = [row._meta.get_field(name).value_to_string(row) for name in ("live_at", "id")]
    return base64.urlsafe_b64encode(json.dumps(["n", *values], separators=(",", ":")).encode()).decode().rstrip("=")

def pages_of(model, at=0):
    # Of one moment all: the order of keys will do.
    return [record.get_absolute_url() for record in model.objects.live().order_by("-id")[at:at + some]]

def deep_in(chronology):
    rows = Listing.objects.filter(chronology=chronology).listed_in("en").order_by(*ORDER)
    return chronology.get_absolute_url() + "?after=" + Cursor.of(rows[rows.count() // 2]).encode()

with override("en"):
    live = Article.objects.live()
    found = {
        "home": [reverse("home")],
        "news, first page": [reverse("news:list")],
        "news, deep page": [list_at(n // 2)],
        "news, last page": [list_at(n - size - 1)],
        "news of a year": [reverse("news:year", args=[2015])],
        "tag, first page": [tag.get_absolute_url()],
        "tag, deep page": [tag_at(m // 2)],
        "tag, last page": [tag_at(m - size - 1)],
        "tags": [reverse("news:tags")],
        "article": [articles.order_by("-listed_at_en")[3].get_absolute_url()],
        "articles not asked before": [each.get_absolute_url() for each in Article.objects.available_in("en").order_by("-listed_at_en")[10:410]],
        "corrections": [reverse("news:corrections")],
        "search": [reverse("search") + "?q=pensions"],
        "search, two words": [reverse("search") + "?q=water+Zugdidi"],
        "search, rare": [reverse("search") + "?q=%22names+Gori+17+times%22"],
        "API: list": ["/api/v1/articles/"],
        "API: list, deep": ["/api/v1/articles/?cursor=" + api_at(live, n // 2)],
        "API: article": [f"/api/v1/articles/{key}/" for key in live.order_by("-live_at").values_list("pk", flat=True)[:some]],
        "API: search": ["/api/v1/search/?q=pensions"],
        "feed": ["/en/news/feed.atom"],
        "feed of a tag": [tag.get_absolute_url() + "feed.atom"],
        "sitemap, index": ["/sitemap.xml"],
        "sitemap, news": ["/sitemap-news.xml"],
    }
    if Event.objects.exists():
        everything, few = (Chronology.objects.get(slug_en=slug) for slug in ("seed-all", "seed-few"))
        found |= {
            "chronologies": [reverse("chronicle:list")],
            "chronology, first page": [everything.get_absolute_url()],
            "chronology, deep page": [deep_in(everything)],
            "chronology of 50": [few.get_absolute_url()],
            "events": pages_of(Event),
            "format": pages_of(Format),
            "actors": [reverse("actors:list")],
            "actor": pages_of(Actor),
            "office": pages_of(Office),
            "place": pages_of(Place, 6),
            "who met whom": [reverse("chronicle:meetings")],
            "agreements": [reverse("chronicle:agreements")],
            "on this day": [reverse("chronicle:on_this_day", args=["05-26"])],
            "API: events": ["/api/v1/events/"],
        }
print(json.dumps(found))
"""


def places(env: dict[str, str]) -> dict[str, list[str]]:
    """Return {kind of page: its addresses, to be asked in turn} of a filled site."""
    return json.loads(manage(env, "shell", "-v0", "-c", FIND))
