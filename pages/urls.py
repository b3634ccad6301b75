from django.urls import path

from pages import views
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
]
