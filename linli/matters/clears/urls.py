from __future__ import annotations

from django.urls import URLPattern, path

from linli.matters.clears import views

app_name = "clears"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("lacks", views.show_lacks, name="lacks"),
    path("limits", views.set_limits, name="limits"),
    path("workbook", views.take_workbook, name="workbook"),
]
