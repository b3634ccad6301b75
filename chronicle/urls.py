from django.urls import path

from chronicle import agreement_views, feeds, meeting_views, on_this_day, views
from chronicle.exports.views import FORMATS, export
from chronicle.timeline import views as timeline_views
from publishing.citing.views import cite
from publishing.views import edit, version, version_list

app_name = "chronicle"
urlpatterns = [
    path("agreements/", agreement_views.agreement_list, name="agreements"),
    path("agreements/<record_slug:slug>/", agreement_views.agreement_detail, name="agreement"),
    path("agreements/<record_slug:slug>/v/", version_list, {"kind": "agreement"}, name="agreement_versions"),
    path("agreements/<record_slug:slug>/v/<count:number>/", version, {"kind": "agreement"}, name="agreement_version"),
    path("agreements/<record_slug:slug>/<cite:form>", cite, {"kind": "agreement"}, name="agreement_cite"),
    path("agreements/<record_slug:slug>/edit", edit, {"kind": "agreement"}, name="agreement_edit"),
    path("meetings/", meeting_views.meeting_list, name="meetings"),
    path("meetings.csv", meeting_views.meeting_table, name="meetings_csv"),
    path("chronology/", views.chronology_list, name="list"),
    path("chronology/<feed:form>", feeds.list_feed, name="feed"),
    path("chronology/<record_slug:slug>/", views.chronology_detail, name="chronology"),
    path("chronology/<record_slug:slug>/<feed:form>", feeds.chronology_feed, name="chronology_feed"),
    *(path(f"chronology/<record_slug:slug>/{name}", export, {"name": name}, name=name) for name in FORMATS),
    path("chronology/<record_slug:slug>/v/", version_list, {"kind": "chronology"}, name="chronology_versions"),
    path("chronology/<record_slug:slug>/v/<count:number>/", version, {"kind": "chronology"}, name="chronology_version"),
    path("chronology/<record_slug:slug>/<cite:form>", cite, {"kind": "chronology"}, name="chronology_cite"),
    path("chronology/<record_slug:slug>/edit", edit, {"kind": "chronology"}, name="chronology_edit"),
    path("chronology/<record_slug:slug>/timeline/", timeline_views.timeline, name="timeline"),
    path("chronology/<record_slug:chronology>/<record_slug:slug>/", views.entry_detail, name="entry"),
    path("on-this-day/", on_this_day.today, name="today"),
    path("on-this-day/<month_day:month_day>/", on_this_day.on_this_day, name="on_this_day"),
    path("events/<record_slug:slug>/", views.event_detail, name="event"),
    path("events/<record_slug:slug>/v/", version_list, {"kind": "event"}, name="event_versions"),
    path("events/<record_slug:slug>/v/<count:number>/", version, {"kind": "event"}, name="event_version"),
    path("events/<record_slug:slug>/<cite:form>", cite, {"kind": "event"}, name="event_cite"),
    path("events/<record_slug:slug>/edit", edit, {"kind": "event"}, name="event_edit"),
    path("formats/<record_slug:slug>/", views.format_detail, name="format"),
    path("formats/<record_slug:slug>/v/", version_list, {"kind": "format"}, name="format_versions"),
    path("formats/<record_slug:slug>/v/<count:number>/", version, {"kind": "format"}, name="format_version"),
    path("formats/<record_slug:slug>/<cite:form>", cite, {"kind": "format"}, name="format_cite"),
    path("formats/<record_slug:slug>/edit", edit, {"kind": "format"}, name="format_edit"),
]
