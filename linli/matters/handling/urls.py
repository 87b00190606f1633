from __future__ import annotations

from django.urls import URLPattern, path, re_path

from linli.matters.handling import views

app_name = "handling"
_NUMBER = r"^(?P<number>\d{6}-\d{3,7})"
urlpatterns: list[URLPattern] = [
    path("", views.show_queue, name="queue"),
    path("today", views.show_today, name="today"),
    path("visits", views.show_return_visits, name="visits"),
    re_path(_NUMBER + "/visit$", views.visit_quickly, name="visit_quickly"),
    re_path(_NUMBER + "$", views.show_matter, name="matter"),
    re_path(_NUMBER + "/candidates$", views.list_candidates, name="candidates"),
    re_path(_NUMBER + "/why$", views.show_why, name="why"),
    re_path(_NUMBER + "/do/(?P<name>[a-z_]{1,20})$", views.act, name="act"),
]
