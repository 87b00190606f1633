from __future__ import annotations

from django.urls import URLPattern, path

from linli.money.fees import desk_pages, price_pages, rate_pages, run_pages, views

app_name = "fees"
urlpatterns: list[URLPattern] = [
    path("", run_pages.index, name="index"),
    path("own", views.show_own, name="own"),
    path("bills/<int:bill_id>", views.show_bill, name="bill"),
    path("bills/<int:bill_id>/paper", views.print_bill, name="paper"),
    path("bills/<int:bill_id>/dispute", views.dispute, name="dispute"),
    path("bills/<int:bill_id>/dispute/end", desk_pages.settle_dispute, name="dispute_end"),
    path("bills/<int:bill_id>/correct", desk_pages.correct, name="correct"),
    path("bills/<int:bill_id>/reverse", desk_pages.reverse_one, name="reverse"),
    path("homes", desk_pages.find_home, name="find"),
    path("homes/<int:home_id>", desk_pages.show_home, name="home"),
    path("charges/usual", price_pages.load_usual, name="usual"),
    path("charges/new", price_pages.edit_charge, name="charge_new"),
    path("charges/<slug:code>", price_pages.show_charge, name="charge"),
    path("charges/<slug:code>/edit", price_pages.edit_charge, name="charge_edit"),
    path("charges/<slug:code>/price", price_pages.new_tariff, name="tariff_new"),
    path("charges/<slug:code>/waiver", price_pages.new_waiver, name="waiver_new"),
    path("charges/<slug:code>/reading", price_pages.new_reading, name="reading_new"),
    path("prices/<int:tariff_id>/withdraw", price_pages.drop_tariff, name="tariff_drop"),
    path("waivers/<int:waiver_id>/act", price_pages.act_on_waiver, name="waiver_act"),
    path("runs/new", run_pages.new_run, name="run_new"),
    path("runs/<int:run_id>", run_pages.show_run, name="run"),
    path("runs/<int:run_id>/progress", run_pages.show_progress, name="progress"),
    path("runs/<int:run_id>/act", run_pages.act, name="act"),
    path("rates", rate_pages.show_rates, name="rates"),
    path("rates/<int:building_id>", rate_pages.show_homes, name="rate_homes"),
]
