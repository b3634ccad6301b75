from django.urls import path

from publishing.views import edit
from tests.desk_type import views

app_name = "dossiers"
urlpatterns = [
    path("dossiers/", views.dossier_list, name="list"),
    path("dossiers/<record_slug:slug>/", views.dossier_detail, name="detail"),
    path("dossiers/<record_slug:slug>/edit", edit, {"kind": "dossier"}, name="edit"),
]
