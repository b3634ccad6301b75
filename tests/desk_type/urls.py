from django.urls import path

from publishing.citing.views import cite
from publishing.views import edit, version, version_list
from tests.desk_type import views

app_name = "dossiers"
urlpatterns = [
    path("dossiers/", views.dossier_list, name="list"),
    path("dossiers/<record_slug:slug>/", views.dossier_detail, name="detail"),
    path("dossiers/<record_slug:slug>/v/", version_list, {"kind": "dossier"}, name="detail_versions"),
    path("dossiers/<record_slug:slug>/v/<count:number>/", version, {"kind": "dossier"}, name="detail_version"),
    path("dossiers/<record_slug:slug>/<cite:form>", cite, {"kind": "dossier"}, name="detail_cite"),
    path("dossiers/<record_slug:slug>/edit", edit, {"kind": "dossier"}, name="edit"),
]
