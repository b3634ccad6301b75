"""The read API's addresses (`/api/v1/`)."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from actors.api import ActorViewSet, OfficeViewSet, PlaceViewSet, PostViewSet, TenureViewSet
from chronicle.api import AgreementViewSet, ChronologyViewSet, EventViewSet, FormatViewSet
from config.about import AboutView
from config.api_docs import docs, schema
from config.search_api import SearchView
from library.api import TagViewSet
from library.documents.api import DocumentViewSet
from news.api import ArticleViewSet
from pages.api import PageViewSet
from pages.front_api import FrontPageViewSet
from pages.topic_api import TopicViewSet
from publishing.api.changes import ChangesView
from publishing.api.problems import not_found

router = SimpleRouter()
router.register("articles", ArticleViewSet, basename="article")
router.register("pages", PageViewSet, basename="page")
router.register("topics", TopicViewSet, basename="topic")
router.register("front-pages", FrontPageViewSet, basename="frontpage")
router.register("actors", ActorViewSet, basename="actor")
router.register("offices", OfficeViewSet, basename="office")
router.register("posts", PostViewSet, basename="post")
router.register("tenures", TenureViewSet, basename="tenure")
router.register("places", PlaceViewSet, basename="place")
router.register("chronologies", ChronologyViewSet, basename="chronology")
router.register("events", EventViewSet, basename="event")
router.register("formats", FormatViewSet, basename="format")
router.register("agreements", AgreementViewSet, basename="agreement")
router.register("documents", DocumentViewSet, basename="document")
router.register("tags", TagViewSet, basename="tag")

app_name = "api"
urlpatterns = [
    path("", AboutView.as_view(), name="about"),
    path("search/", SearchView.as_view(), name="search"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("schema/", schema, name="schema"),
    path("docs/", docs, name="docs"),
    *router.urls,
    # Whatever else is asked for here is answered as a machine expects. (Without a slash, Django gives it one first.)
    re_path(r"^[\s\S]*/$", not_found, name="nothing"),
]
