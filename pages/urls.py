from django.urls import path

from pages import front_views, topic_views, views
from publishing.citing.views import cite
from publishing.views import edit, version, version_list

app_name = "pages"
urlpatterns = [
    path("glossary/", views.glossary, name="glossary"),
    path("pages/<record_slug:slug>/", views.page_detail, name="detail"),
    path("pages/<record_slug:slug>/v/", version_list, {"kind": "page"}, name="detail_versions"),
    path("pages/<record_slug:slug>/v/<count:number>/", version, {"kind": "page"}, name="detail_version"),
    path("pages/<record_slug:slug>/<cite:form>", cite, {"kind": "page"}, name="detail_cite"),
    path("pages/<record_slug:slug>/edit", edit, {"kind": "page"}, name="edit"),
    path("topics/", topic_views.topic_list, name="topics"),
    path("topics/<record_slug:slug>/", topic_views.topic_detail, name="topic"),
    path("topics/<record_slug:slug>/v/", version_list, {"kind": "topic"}, name="topic_versions"),
    path("topics/<record_slug:slug>/v/<count:number>/", version, {"kind": "topic"}, name="topic_version"),
    path("topics/<record_slug:slug>/<cite:form>", cite, {"kind": "topic"}, name="topic_cite"),
    path("topics/<record_slug:slug>/edit", edit, {"kind": "topic"}, name="topic_edit"),
    path("front/<record_slug:slug>/", front_views.front_page, name="front"),
    path("front/<record_slug:slug>/edit", edit, {"kind": "frontpage"}, name="front_edit"),
]
