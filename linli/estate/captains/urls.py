from __future__ import annotations

from django.urls import URLPattern, path

from linli.estate.captains import views

app_name = "captains"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("new/", views.begin_round, name="new"),
    path("<int:round_id>/", views.show_round, name="round"),
    path("<int:round_id>/recommend/", views.write_recommendation, name="recommend"),
    path("<int:round_id>/close/", views.finish_round, name="close"),
    path("<int:round_id>/appoint/<int:person_id>/", views.appoint_one, name="appoint"),
]
