"""The read API's addresses (`/api/v1/`)."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from actors.api import ActorViewSet, OfficeViewSet, PlaceViewSet, PostViewSet, TenureViewSet
from chronicle.api import AgreementViewSet, ChronologyViewSet, EventViewSet, FormatViewSet
from config.about import about
from library.api import TagViewSet
from library.documents.api import DocumentViewSet
from news.api import ArticleViewSet
from pages.api import PageViewSet

router = SimpleRouter()
router.register("articles", ArticleViewSet, basename="article")
router.register("pages", PageViewSet, basename="page")
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
urlpatterns = [path("", about, name="about"), *router.urls]
