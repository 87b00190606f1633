from __future__ import annotations

from django.urls import URLPattern, path

from linli.gateways.pbx import views

app_name = "pbx"
urlpatterns: list[URLPattern] = [path("<str:key>", views.announce, name="announce")]
