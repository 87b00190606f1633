from __future__ import annotations

from django.urls import URLPattern, path

from linli.voice.elections import desk, views

app_name = "elections"
_ONE = "<int:election_id>"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("new", desk.new_election, name="new"),
    path(_ONE, views.show_election, name="election"),
    path(_ONE + "/roll", views.show_roll, name="roll"),
    path(_ONE + "/object", views.object_to_roll, name="object"),
    path(_ONE + "/vote/<int:voter_id>", views.vote, name="vote"),
    path(_ONE + "/receipt", views.check_receipt, name="receipt"),
    path(_ONE + "/act", desk.act, name="act"),
    path(_ONE + "/candidate", desk.new_candidate, name="new_candidate"),
    path(_ONE + "/next", desk.next_round, name="next"),
    path(_ONE + "/help", desk.help_vote, name="help"),
    path(_ONE + "/proxy", desk.proxy, name="proxy"),
    path(_ONE + "/paper", desk.paper, name="paper"),
    path("objections/<int:objection_id>", desk.answer, name="answer"),
    path("voters/<int:voter_id>/strike", desk.strike, name="strike"),
]
