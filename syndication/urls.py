from django.urls import path

from syndication import views

app_name = "syndication"

# /data/
urlpatterns = [
    path("manifest.json", views.manifest, name="manifest"),
    path("<str:name>", views.dump, name="dump"),
]
