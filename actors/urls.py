from django.urls import path

from actors import indexes, parts, place_views, views
from publishing.citing.views import cite
from publishing.views import edit, version, version_list

app_name = "actors"
urlpatterns = [
    path("actors/", indexes.actor_list, name="list"),
    path("actors/<record_slug:slug>/", views.actor_detail, name="detail"),
    path("actors/<record_slug:slug>/v/", version_list, {"kind": "actor"}, name="detail_versions"),
    path("actors/<record_slug:slug>/v/<count:number>/", version, {"kind": "actor"}, name="detail_version"),
    path("actors/<record_slug:slug>/<cite:form>", cite, {"kind": "actor"}, name="detail_cite"),
    path("actors/<record_slug:slug>/edit", edit, {"kind": "actor"}, name="detail_edit"),
    path("actors/<record_slug:slug>/posts/", parts.actor_posts, name="detail_posts"),
    path("actors/<record_slug:slug>/posts/<count:page>/", parts.actor_posts, name="detail_posts"),
    path("actors/<record_slug:slug>/remits/", parts.actor_remits, name="detail_remits"),
    path("actors/<record_slug:slug>/remits/<count:page>/", parts.actor_remits, name="detail_remits"),
    path("actors/<record_slug:slug>/names/", parts.actor_names, name="detail_names"),
    path("actors/<record_slug:slug>/names/<count:page>/", parts.actor_names, name="detail_names"),
    path("offices/", indexes.office_list, name="offices"),
    path("offices/<record_slug:slug>/", views.office_detail, name="office"),
    path("offices/<record_slug:slug>/names/", parts.office_names, name="office_names"),
    path("offices/<record_slug:slug>/names/<count:page>/", parts.office_names, name="office_names"),
    path("offices/<record_slug:slug>/posts/", parts.office_posts, name="office_posts"),
    path("offices/<record_slug:slug>/posts/<count:page>/", parts.office_posts, name="office_posts"),
    path("offices/<record_slug:slug>/posts/<uuid:post>/", parts.post_holders, name="post"),
    path("offices/<record_slug:slug>/posts/<uuid:post>/<count:page>/", parts.post_holders, name="post"),
    path("offices/<record_slug:slug>/v/", version_list, {"kind": "office"}, name="office_versions"),
    path("offices/<record_slug:slug>/v/<count:number>/", version, {"kind": "office"}, name="office_version"),
    path("offices/<record_slug:slug>/<cite:form>", cite, {"kind": "office"}, name="office_cite"),
    path("offices/<record_slug:slug>/edit", edit, {"kind": "office"}, name="office_edit"),
    path("remits/<record_slug:slug>/<year:year>/", place_views.remit_year, name="remits"),
    path("places/", place_views.place_list, name="places"),
    path("places/<record_slug:slug>/", place_views.place_detail, name="place"),
    path("places/<record_slug:slug>/v/", version_list, {"kind": "place"}, name="place_versions"),
    path("places/<record_slug:slug>/v/<count:number>/", version, {"kind": "place"}, name="place_version"),
    path("places/<record_slug:slug>/<cite:form>", cite, {"kind": "place"}, name="place_cite"),
    path("places/<record_slug:slug>/edit", edit, {"kind": "place"}, name="place_edit"),
]
