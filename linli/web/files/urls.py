from __future__ import annotations

from django.urls import path

from linli.web.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:token>", views.show_file, name="file"),
    path("<uuid:token>/thumbnail", views.show_thumbnail, name="thumbnail"),
]
