from __future__ import annotations

from django.urls import URLPattern, path

from linli.money.arrears import views

app_name = "arrears"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("own", views.show_own, name="own"),
    path("terms", views.edit_terms, name="terms"),
    path("carry", views.carry, name="carry"),
    path("homes/<int:home_id>/help", views.ask_help, name="help"),
    path("homes/<int:home_id>/<slug:payer>", views.show_case, name="case"),
    path("homes/<int:home_id>/<slug:payer>/act", views.act, name="act"),
    path("homes/<int:home_id>/<slug:payer>/parts", views.agree, name="agree"),
    path("plans/<int:plan_id>/end", views.stop_plan, name="plan_end"),
    path("demands/<int:demand_id>", views.show_demand, name="demand"),
    path("demands/<int:demand_id>/paper", views.print_demand, name="paper"),
    path("demands/<int:demand_id>/serve", views.serve, name="serve"),
    path("demands/<int:demand_id>/photo", views.show_photo, name="photo"),
    path("plans/<int:plan_id>/paper", views.show_paper, name="plan_paper"),
    path("demands/<int:demand_id>/drop", views.drop_demand, name="drop"),
    path("demands/<int:demand_id>/suit", views.sue, name="suit"),
    path("rents", views.show_rents, name="rents"),
    path("rents/<int:home_id>/decide", views.decide, name="decide"),
    path("rents/decisions/<int:review_id>/appeal", views.object_to, name="appeal"),
]
