from __future__ import annotations

from django.urls import URLPattern, path

from linli.web.wall import views

app_name = "wall"
urlpatterns: list[URLPattern] = [
    path("", views.show_wall, name="index"),
    path("trouble/", views.show_part, {"name": "trouble"}, name="trouble"),
    path("today/", views.show_part, {"name": "today"}, name="today"),
    path("plan/", views.show_part, {"name": "plan"}, name="plan"),
    path("figures/", views.show_part, {"name": "figures"}, name="figures"),
]
