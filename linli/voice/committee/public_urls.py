from __future__ import annotations

from django.urls import URLPattern, path

from linli.voice.committee import public

app_name = "committees"
_BASE = "<slug:code>/committees/"
urlpatterns: list[URLPattern] = [
    path(_BASE, public.show_bodies, name="index"),
    path(_BASE + "<int:body_id>", public.show_body, name="body"),
    path(_BASE + "meetings/<int:meeting_id>", public.show_meeting, name="meeting"),
]
