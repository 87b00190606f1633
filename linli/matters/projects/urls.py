from __future__ import annotations

from django.urls import URLPattern, path

from linli.matters.projects import public_views, views

app_name = "projects"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("topics/<int:topic_id>", views.show_topic, name="topic"),
    path("topics/<int:topic_id>/decide", views.decide, name="decide"),
    path("topics/<int:topic_id>/start", views.start, name="start"),
    path("<int:project_id>", views.show_project, name="project"),
    path("<int:project_id>/act", views.act, name="act"),
    path("<int:project_id>/tell/<slug:kind>", views.tell, name="tell"),
    path("near", public_views.lead_in, name="near"),
    path("of/<slug:code>", public_views.list_all, name="all"),
    path("of/<slug:code>/<int:project_id>", public_views.read, name="read"),
    path("of/<slug:code>/<int:project_id>/join", public_views.join, name="join"),
]
