from __future__ import annotations

from django.urls import URLPattern, path

from linli.web.look.views import show_look

app_name = "look"
urlpatterns: list[URLPattern] = [path("", show_look, name="index")]
