from __future__ import annotations

from django.urls import URLPattern, path

from linli.matters.rounds import captain_views, offline, paper_views, views

app_name = "rounds"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("new", views.make, name="new"),
    path("captain", captain_views.show_day, name="captain"),
    path("captain/<int:person_id>/seen", captain_views.see, name="seen"),
    path("captain/<int:person_id>/look", captain_views.look, name="look"),
    path("mend", views.mend_places, name="mend"),
    path("walk", offline.walk, name="walk"),
    path("sync", offline.take_batch, name="sync"),
    path("pictures", offline.take_picture, name="picture"),
    path("standing", offline.tell_standing, name="standing"),
    path("worker.js", offline.serve_worker, name="worker"),
    path("questions", views.list_questions, name="questions"),
    path("questions/<int:claim_id>", views.decide, name="decide"),
    path("<int:round_id>/", views.show, name="round"),
    path("<int:round_id>/list", offline.give_list, name="list"),
    path("<int:round_id>/paper", paper_views.take_paper, name="paper"),
    path("<int:round_id>/doors/<int:place_id>", paper_views.type_in, name="door"),
    path("<int:round_id>/share", views.share, name="share"),
    path("<int:round_id>/share/<int:account_id>/end", views.unshare, name="unshare"),
    path("<int:round_id>/close", views.close, name="close"),
]
