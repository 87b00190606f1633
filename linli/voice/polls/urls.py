from __future__ import annotations

from django.urls import URLPattern, path

from linli.voice.polls import talk_views, views

app_name = "polls"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("new", views.write, name="new"),
    path("<int:poll_id>", views.show_poll, name="poll"),
    path("<int:poll_id>/edit", views.write, name="edit"),
    path("<int:poll_id>/act", views.act, name="act"),
    path("<int:poll_id>/answer", views.answer, name="answer"),
    path("<int:poll_id>/help", views.help_somebody, name="help"),
    path("<int:poll_id>/sheets", views.show_sheets, name="sheets"),
    path("talks/new", talk_views.new_talk, name="new_talk"),
    path("talks/<int:talk_id>", talk_views.show_talk, name="talk"),
    path("talks/<int:talk_id>/minutes", talk_views.minutes, name="minutes"),
    path("talks/<int:talk_id>/act", talk_views.act_on_talk, name="talk_act"),
]
