from __future__ import annotations

from django.urls import URLPattern, path

from linli.web.resident import matter_views, report_views, views

app_name = "resident"
urlpatterns: list[URLPattern] = [
    path("", views.show_index, name="index"),
    path("report/", report_views.report, name="report"),
    path("report/advice/", report_views.advise, name="advice"),
    path("report/parts/", report_views.show_parts, name="parts"),
    path("report/neighbours/", report_views.show_neighbours, name="neighbours"),
    path("report/sent/<str:number>/", report_views.show_sent, name="sent"),
    path("join/<int:matter_id>/", report_views.join, name="join"),
    path("matters/", matter_views.list_matters, name="matters"),
    path("matters/<str:number>/", matter_views.show_matter, name="matter"),
    path("matters/<str:number>/progress/", matter_views.show_progress, name="progress"),
    path("matters/<str:number>/words/", matter_views.say, name="say"),
    path("matters/<str:number>/result/", matter_views.confirm, name="confirm"),
    path("matters/<str:number>/withdraw/", matter_views.withdraw, name="withdraw"),
    path("matters/<str:number>/thanks/", matter_views.thank, name="thank"),
    path("help/", views.show_help, name="help"),
    path("services/<slug:slug>/", views.show_service, name="service"),
]
