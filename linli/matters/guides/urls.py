from __future__ import annotations

from django.urls import URLPattern, path

from linli.matters.guides import reader_views, views

app_name = "guides"
urlpatterns: list[URLPattern] = [
    path("", reader_views.lead_in, name="lead_in"),
    path("keep", views.index, name="index"),
    path("keep/new", views.write, name="new"),
    path("keep/<int:entry_id>", views.rewrite, name="edit"),
    path("keep/version/<int:version_id>", views.show_version, name="version"),
    path("keep/version/<int:version_id>/act", views.act, name="act"),
    path("call/panel", reader_views.panel, name="panel"),
    path("call/used/<int:entry_id>", reader_views.note_use, name="used"),
    path("of/<slug:code>", reader_views.find, name="find"),
    path("of/<slug:code>/<int:entry_id>", reader_views.show, name="entry"),
    path("of/<slug:code>/<int:entry_id>/paper", reader_views.paper, name="paper"),
    path("of/<slug:code>/<int:entry_id>/answer", reader_views.answer, name="answer"),
]
