from __future__ import annotations

from django.urls import URLPattern, path, re_path

from linli.matters.intake import letters, phone_views, views

app_name = "intake"
_NUMBER = r"(?P<number>\d{6}-\d{3,7})$"
urlpatterns: list[URLPattern] = [
    path("call", views.take_call, name="call"),
    path("call/callers", views.list_callers, name="callers"),
    path("call/caller/<int:person_id>", views.show_caller, name="caller"),
    path("call/hints", views.give_hints, name="hints"),
    path("call/transferred", views.log_transfer, name="transferred"),
    path("call/ringing", phone_views.show_ringing, name="ringing"),
    path("calls/<int:call_id>/recording", phone_views.open_recording, name="recording"),
    re_path(r"^calls/of/" + _NUMBER, phone_views.list_calls, name="calls"),
    path("lines", phone_views.edit_lines, name="lines"),
    path("lines/<int:line_id>/end", phone_views.close_line, name="line_end"),
    path("lines/seats", phone_views.change_seat, name="seats"),
    re_path(r"^saved/" + _NUMBER, views.show_saved, name="saved"),
    path("letters", letters.show_letters, name="letters"),
    path("letters/scan", letters.scan, name="scan"),
    path("letters/<int:letter_id>", letters.type_in, name="letter"),
    path("letters/<int:letter_id>/aside", letters.set_aside, name="aside"),
    re_path(r"^slip/" + _NUMBER, letters.print_slip, name="slip"),
]
