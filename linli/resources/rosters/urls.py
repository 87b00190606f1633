from __future__ import annotations

from django.urls import URLPattern, path

from linli.resources.rosters import views

app_name = "rosters"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<int:organisation_id>/", views.show_week, name="week"),
    path("<int:organisation_id>/shifts/new/", views.add_shifts, name="shift_new"),
    path("<int:organisation_id>/shifts/<int:shift_id>/drop/", views.drop_shift, name="shift_drop"),
    path("<int:organisation_id>/repeat/", views.repeat_week, name="repeat"),
    path("<int:organisation_id>/absences/new/", views.add_absence, name="absence_new"),
    path(
        "<int:organisation_id>/absences/<int:absence_id>/drop/",
        views.drop_absence,
        name="absence_drop",
    ),
]
