from __future__ import annotations

from django.urls import URLPattern, path

from linli.web.public import views

app_name = "public"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("f/<str:token>", views.follow, name="follow"),
    path("<slug:code>/", views.show_estate, name="estate"),
]
