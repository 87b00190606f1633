from __future__ import annotations

from django.urls import URLPattern, path

from linli.contact.notices import reading, views

app_name = "notices"
_PUBLIC = "of/<slug:code>/"
urlpatterns: list[URLPattern] = [
    path("", reading.show_board, name="index"),
    path("<int:notice_id>", reading.show_notice, name="notice"),
    path("<int:notice_id>/paper", reading.print_notice, name="paper"),
    path("<int:notice_id>/readers", reading.show_readers, name="readers"),
    path("<int:notice_id>/file/<uuid:token>", reading.show_file, name="file"),
    path("<int:notice_id>/carry/<int:building_id>", reading.show_carry, name="carry"),
    path("desk", views.show_desk, name="desk"),
    path("new", views.write, name="new"),
    path("draft/<int:draft_id>", views.show_draft, name="draft"),
    path("draft/<int:draft_id>/edit", views.write, name="edit"),
    path("draft/<int:draft_id>/act", views.act, name="act"),
    path(_PUBLIC, reading.show_public_board, name="public"),
    path(_PUBLIC + "<int:notice_id>", reading.show_public_notice, name="public_notice"),
    path(
        _PUBLIC + "<int:notice_id>/file/<uuid:token>", reading.show_public_file, name="public_file"
    ),
]
