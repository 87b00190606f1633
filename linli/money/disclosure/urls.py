"""Pages of the public accounts: for anyone below `public/`, for the rest below `disclosure/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from linli.money.disclosure import public_views, views

app_name = "disclosure"
_PUBLIC = "public/<slug:code>/accounts/"
_QUARTER = _PUBLIC + "<slug:book>/<slug:quarter>"
urlpatterns: list[URLPattern] = [
    path("disclosure/", views.index, name="index"),
    path("disclosure/prepare/<slug:book>/<slug:quarter>", views.prepare, name="prepare"),
    path("disclosure/answer/<int:objection_id>", views.answer, name="answer"),
    path("disclosure/setting", views.edit_setting, name="setting"),
    path("disclosure/bundles", views.show_bundles, name="bundles"),
    path("disclosure/bundles/<int:bundle_id>", views.take_bundle, name="bundle"),
    path("disclosure/bundles/<int:bundle_id>/stop", views.halt_bundle, name="stop"),
    path("disclosure/inspect", views.inspect, name="inspect"),
    path("disclosure/inspect/<int:file_id>", views.inspect_file, name="inspect_file"),
    path("disclosure/looks", views.show_looks, name="looks"),
    path(_PUBLIC, public_views.show_accounts, name="accounts"),
    path(_PUBLIC + "voucher/<int:file_id>", public_views.show_voucher, name="voucher"),
    path(_PUBLIC + "asked/<uuid:token>", public_views.show_asked, name="asked"),
    path(_PUBLIC + "check/<slug:book>", public_views.show_check, name="check"),
    path(_PUBLIC + "check/<slug:book>/file", public_views.take_book, name="book"),
    path(_QUARTER, public_views.show_quarter, name="quarter"),
    path(_QUARTER + "/ask", public_views.ask_about, name="ask"),
    path(_QUARTER + "/as.<slug:kind>", public_views.take_file, name="file"),
]
