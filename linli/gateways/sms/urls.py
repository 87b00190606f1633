from __future__ import annotations

from django.urls import URLPattern, path

from linli.gateways.sms import views

app_name = "sms"
urlpatterns: list[URLPattern] = [
    path("report/<str:secret>", views.take_reports, name="report"),
]
