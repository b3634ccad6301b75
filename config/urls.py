from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path

from actors.sitemaps import ActorSitemap, IndexSitemap, OfficeSitemap, PlaceSitemap
from chronicle.sitemaps import AgreementSitemap, ChronologySitemap, EventSitemap, FormatSitemap
from chronicle.sitemaps import ListSitemap as ChronicleSitemap
from config import views
from config.search_feed import search_feed
from config.searching import search
from config.security_txt import security_txt
from config.subscribing import subscribe
from config.suggesting import suggest
from config.watching.metrics import metrics
from library.cards.views import card
from library.documents.views import preview_document
from library.sitemaps import DocumentSitemap
from library.views import media, preview_picture
from news.sitemaps import ArticleSitemap, ListSitemap, news_sitemap
from pages.front_views import home
from pages.report_views import report
from pages.sitemaps import GlossarySitemap, PageSitemap, TopicSitemap
from publishing import languages
from publishing.preview_views import preview
from publishing.review.views import review, review_page
from publishing.sitemaps import index
from publishing.views import accent, generation

# One part of the sitemap per type of record and language.
parts = {
    "lists": ListSitemap,
    "articles": ArticleSitemap,
    "pages": PageSitemap,
    "topics": TopicSitemap,
    "actors": ActorSitemap,
    "offices": OfficeSitemap,
    "places": PlaceSitemap,
    "people-and-places": IndexSitemap,
    "chronologies": ChronologySitemap,
    "events": EventSitemap,
    "formats": FormatSitemap,
    "agreements": AgreementSitemap,
    "chronicle": ChronicleSitemap,
    "glossary": GlossarySitemap,
    "documents": DocumentSitemap,
}
sitemaps = {f"{name}-{code}": part(code) for name, part in parts.items() for code in languages.codes()}

urlpatterns = [
    path("", views.root, name="root"),
    path("a/<slug:short_id>", views.short, name="short"),
    path("api/v1/", include("config.api")),
    path("data/", include("syndication.urls")),
    re_path(r"^accent/(?P<light>[0-9a-f]{6})-(?P<dark>[0-9a-f]{6})-(?P<digest>[0-9a-f]{12})\.css$", accent, name="accent"),
    re_path(
        r"^cards/(?P<language>[a-z-]{2,8})/(?P<kind>[a-z]{1,20})/(?P<key>[0-9a-z-]{1,40})-(?P<digest>[0-9a-f]{16})\.(?P<ending>png|jpg)$",
        card,
        name="card",
    ),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("sitemap.xml", index, {"sitemaps": sitemaps}, name="sitemap_index"),
    path("sitemap-news.xml", news_sitemap, name="sitemap_news"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": sitemaps}, name="sitemap"),
    path("generation", generation, name="generation"),
    path("metrics", metrics, name="metrics"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("media/<path:name>", media, name="media"),
    path("preview/document/<str:signed>", preview_document, name="preview_document"),
    path("preview/picture/<str:signed>", preview_picture, name="preview_picture"),
    path("preview/<str:token>/", preview, name="preview"),
    path("review/<str:token>/", review, name="review"),
    path("review/<str:token>/page/", review_page, name="review_page"),
    path("review/<str:token>/<uuid:key>/", review, name="review_of_bundle"),
    path("review/<str:token>/<uuid:key>/page/", review_page, name="review_page_of_bundle"),
    *i18n_patterns(
        path("", home, name="home"),
        path("search/", search, name="search"),
        path("search/suggest/", suggest, name="suggest"),
        path("subscribe/", subscribe, name="subscribe"),
        path("subscribe/mail/", include("syndication.digests.urls")),
        path("report/<slug:short_id>/", report, name="report"),
        path("", include("news.urls")),
        # What the news call `feed` in addresses.
        path("search/<feed:form>", search_feed, name="search_feed"),
        path("", include("chronicle.urls")),
        path("", include("actors.urls")),
        path("", include("library.urls")),
        path("", include("pages.urls")),
    ),
]

handler400 = "config.views.bad_request"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
