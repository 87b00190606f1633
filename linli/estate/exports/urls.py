from __future__ import annotations

from django.urls import URLPattern, path

from linli.estate.exports import views

app_name = "exports"
urlpatterns: list[URLPattern] = [path("register/", views.take_register, name="register")]
