from __future__ import annotations

from django.urls import URLPattern, path

from linli.resources.crew import views

app_name = "crew"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("organisations/<int:organisation_id>/", views.show_crew, name="organisation"),
    path("organisations/<int:organisation_id>/join/", views.join_crew, name="join"),
    path("members/<int:member_id>/", views.edit_member, name="member"),
    path("members/<int:member_id>/leave/", views.let_member_leave, name="leave"),
]
