from __future__ import annotations

from django.urls import URLPattern, path

from linli.voice.committee import appraisal_views, desk, meeting_views, views

app_name = "committee"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<int:body_id>", views.show_body, name="body"),
    path("new", desk.new_body, name="new_body"),
    path("<int:body_id>/term", desk.new_term, name="new_term"),
    path("<int:body_id>/meeting", meeting_views.new_meeting, name="new_meeting"),
    path("terms/<int:term_id>/seat", desk.new_seat, name="new_seat"),
    path("terms/<int:term_id>/appraisal", desk.new_appraisal, name="new_appraisal"),
    path("seats/<int:seat_id>/position", desk.set_position, name="position"),
    path("seats/<int:seat_id>/leave", desk.leave, name="leave"),
    path("duties", desk.show_duties, name="duties"),
    path("duties/<int:duty_id>", desk.show_duty, name="duty"),
    path("duties/<int:duty_id>/proof", desk.show_proof, name="proof"),
    path("representatives", desk.show_representatives, name="representatives"),
    path("representatives/new", desk.new_representative, name="new_representative"),
    path("affairs", desk.show_affairs, name="affairs"),
    path("meetings/<int:meeting_id>", views.show_meeting, name="meeting"),
    path("meetings/<int:meeting_id>/act", meeting_views.act, name="act"),
    path("meetings/<int:meeting_id>/minutes", meeting_views.edit_minutes, name="minutes"),
    path("appraisals/<int:appraisal_id>", appraisal_views.show_appraisal, name="appraisal"),
]
