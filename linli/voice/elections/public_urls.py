from __future__ import annotations

from django.urls import URLPattern, path

from linli.voice.elections import public

app_name = "public_elections"
_BASE = "<slug:code>/elections/"
urlpatterns: list[URLPattern] = [
    path(_BASE, public.show_elections, name="index"),
    path(_BASE + "<int:election_id>", public.show_election, name="election"),
    path(_BASE + "<int:election_id>/slips.csv", public.send_slips, name="slips"),
]
