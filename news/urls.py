from django.urls import path, register_converter

from news import views

app_name = "news"
urlpatterns = []
