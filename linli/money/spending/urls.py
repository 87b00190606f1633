from __future__ import annotations

from django.urls import URLPattern, path

from linli.money.spending import fund_views, views

app_name = "spending"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("new", views.write, name="new"),
    path("setting", views.edit_setting, name="setting"),
    path("matching", views.show_matching, name="matching"),
    path("matching/<int:payment_id>", views.match, name="match"),
    path("fund", fund_views.show_own, name="fund"),
    path("fund/<int:home_id>/<int:year>", fund_views.show_home, name="home_fund"),
    path("fund/<int:home_id>/<int:year>/paper", fund_views.print_home, name="home_fund_paper"),
    path("paper/<int:file_id>", views.show_paper, name="paper"),
    path("paper/<int:file_id>/publish", views.publish_paper, name="publish"),
    path("<int:request_id>", views.show_request, name="request"),
    path("<int:request_id>/edit", views.write, name="edit"),
    path("<int:request_id>/act", views.act, name="act"),
    path("<int:request_id>/pay", views.pay, name="pay"),
    path("<int:request_id>/file", views.upload, name="file"),
    path("<int:request_id>/print", views.print_request, name="print"),
    path("<int:request_id>/reverse/<int:payment_id>", views.reverse, name="reverse"),
]
