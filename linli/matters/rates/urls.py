from __future__ import annotations

from django.urls import URLPattern, path

from linli.matters.rates import views

app_name = "rates"
urlpatterns: list[URLPattern] = [
    path("", views.show_rates, name="index"),
    path("work", views.show_work, name="work"),
    path("honours", views.show_honours, name="honours"),
]
