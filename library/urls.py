from django.urls import path

from library.documents import views

app_name = "library"
urlpatterns = [
    path("documents/<slug:short_id>/", views.document, name="document"),
    path("documents/<slug:short_id>/file", views.document_file, name="document_file"),
    path("documents/<slug:short_id>/v/<count:number>/", views.document_version, name="document_version"),
]
