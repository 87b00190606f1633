from __future__ import annotations

from django.urls import URLPattern, path

from linli.web.staff import views

app_name = "staff"
urlpatterns: list[URLPattern] = [
    path("search", views.search, name="search"),
    path("search/quick", views.search_quickly, name="quick"),
    path("person/<int:person_id>", views.show_person, name="person"),
]
