from django.urls import path, register_converter

from news import feeds, views
from news.ninjs import ninjs
from publishing.citing.views import cite
from publishing.converters import CiteName, Count, FeedName, Month, MonthDay, Slug, Year
from publishing.views import edit, version, version_list

register_converter(Slug, "record_slug")
register_converter(Year, "year")
register_converter(Month, "month")
register_converter(Count, "count")
register_converter(MonthDay, "month_day")
register_converter(FeedName, "feed")
register_converter(CiteName, "cite")

app_name = "news"
urlpatterns = [
    path("news/", views.article_list, name="list"),
    path("news/<feed:form>", feeds.list_feed, name="feed"),
    path("news/<year:year>/", views.year_archive, name="year"),
    path("news/<year:year>/<month:month>/", views.month_archive, name="month"),
    path("news/tag/<record_slug:slug>/", views.tag_archive, name="tag"),
    path("news/tag/<record_slug:slug>/<feed:form>", feeds.tag_feed, name="tag_feed"),
    path("news/tag/<record_slug:slug>/events/", views.tag_records, {"kind": "event"}, name="tag_events"),
    path("news/tag/<record_slug:slug>/agreements/", views.tag_records, {"kind": "agreement"}, name="tag_agreements"),
    path("news/<record_slug:slug>/", views.article_detail, name="detail"),
    path("news/<record_slug:slug>/ninjs.json", ninjs, name="ninjs"),
    path("news/<record_slug:slug>/v/", version_list, {"kind": "article"}, name="detail_versions"),
    path("news/<record_slug:slug>/v/<count:number>/", version, {"kind": "article"}, name="detail_version"),
    path("news/<record_slug:slug>/<cite:form>", cite, {"kind": "article"}, name="detail_cite"),
    path("news/<record_slug:slug>/edit", edit, {"kind": "article"}, name="edit"),
    path("actors/<record_slug:slug>/<feed:form>", feeds.actor_feed, name="actor_feed"),
    path("offices/<record_slug:slug>/<feed:form>", feeds.office_feed, name="office_feed"),
    path("events/<record_slug:slug>/articles/", views.event_articles, name="event"),
    path("tags/", views.tag_list, name="tags"),
    path("corrections/", views.correction_list, name="corrections"),
    path("corrections/<feed:form>", feeds.correction_feed, name="correction_feed"),
    path("authors/<record_slug:slug>/", views.author_detail, name="author"),
]
