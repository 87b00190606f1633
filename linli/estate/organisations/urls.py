from __future__ import annotations

from django.urls import URLPattern, path

from linli.estate.organisations import views

app_name = "organisations"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("new/", views.add_organisation, name="new"),
    path("<int:organisation_id>/", views.show_organisation, name="organisation"),
    path("<int:organisation_id>/edit/", views.edit_organisation, name="edit"),
    path("<int:organisation_id>/appoint/", views.appoint_one, name="appoint"),
    path("<int:organisation_id>/offices/<int:office_id>/end/", views.end_one, name="end"),
]
