from django.urls import path

from syndication.digests import views
from syndication.digests.topics import KINDS

app_name = "mail"

# /{l}/subscribe/mail/
urlpatterns = [
    path("", views.general, name="general"),
    path("corrections/", views.corrections, name="corrections"),
    path("search/", views.search, name="search"),
    path("translation/<slug:short_id>/", views.translation, name="translation"),
    *(path(f"{kind}/<uuid:pk>/", views.topic, {"kind": kind}, name=kind) for kind in KINDS),
    path("confirm/<str:signed>/", views.confirm, name="confirm"),
    path("manage/<str:signed>/", views.manage, name="manage"),
    path("stop/<str:signed>/", views.stop, name="stop"),
]
