from __future__ import annotations

from django.urls import URLPattern, path

from linli.voice.contracts import (
    check_views,
    contract_views,
    paper_views,
    public_views,
    rating_views,
    use_views,
    views,
)

app_name = "contracts"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("performance", views.show_performance, name="performance"),
    path("performance/publish", views.publish, name="publish"),
    path("calendar", views.show_calendar, name="calendar"),
    path("certificates/new", contract_views.certificate, name="certificate"),
    path("papers/new", paper_views.new_paper, name="new_paper"),
    path("papers/<int:paper_id>", paper_views.show_paper, name="paper"),
    path("papers/<int:paper_id>/write", paper_views.write, name="write"),
    path("papers/<int:paper_id>/act", paper_views.act, name="act"),
    path("versions/<int:version_id>/scan", paper_views.show_scan, name="scan"),
    path("versions/<int:version_id>/to/<int:other_id>", paper_views.compare, name="compare"),
    path("new", contract_views.new_contract, name="new"),
    path("<int:contract_id>", contract_views.show_contract, name="contract"),
    path("<int:contract_id>/prices", contract_views.edit_prices, name="prices"),
    path("<int:contract_id>/notice", contract_views.notice, name="notice"),
    path("<int:contract_id>/load", contract_views.load, name="load"),
    path("<int:contract_id>/items/new", contract_views.new_item, name="new_item"),
    path("items/<int:item_id>", views.show_item, name="item"),
    path("items/<int:item_id>/edit", contract_views.edit_item, name="edit_item"),
    path("checks", check_views.show_checks, name="checks"),
    path("checks/<int:due_id>", check_views.tick, name="tick"),
    path("at/<uuid:token>", check_views.show_place, name="at"),
    path("rate", rating_views.rate, name="rate"),
    path("rate/for", rating_views.rate_for, name="rate_for"),
    path("uses", use_views.list_uses, name="uses"),
    path("uses/new", use_views.new_use, name="new_use"),
    path("uses/<int:use_id>", use_views.show_use, name="use"),
    path("uses/<int:use_id>/answer", use_views.answer, name="answer_use"),
    path("uses/<int:use_id>/withdraw", use_views.withdraw, name="withdraw_use"),
    path("consents/<int:consent_id>", use_views.consent, name="consent"),
]
# what anybody may read stands under /public/, beside the other pages of the estate
public_urls: tuple[list[URLPattern], str] = (
    [path("<slug:code>/service", public_views.show_service, name="public")],
    "service",
)
