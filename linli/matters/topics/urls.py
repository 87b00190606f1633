from __future__ import annotations

from django.urls import URLPattern, path

from linli.matters.topics import views

app_name = "topics"
urlpatterns: list[URLPattern] = [path("", views.show_topics, name="index")]
