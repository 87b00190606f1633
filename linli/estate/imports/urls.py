from __future__ import annotations

from django.urls import URLPattern, path

from linli.estate.imports import views

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<uuid:token>/", views.preview, name="preview"),
    path("<uuid:token>/progress/", views.progress, name="progress"),
    path("<uuid:token>/stop/", views.stop, name="stop"),
    path("<uuid:token>/columns/<int:sheet>/", views.columns, name="columns"),
    path("<uuid:token>/confirm/", views.confirm, name="confirm"),
    path("<uuid:token>/drop/", views.drop, name="drop"),
]
