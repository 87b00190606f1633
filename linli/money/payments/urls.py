from __future__ import annotations

from django.urls import URLPattern, path

from linli.money.payments import desk_pages, help_pages, return_pages, transfer_pages, views

app_name = "payments"
urlpatterns: list[URLPattern] = [
    path("pay", views.pay, name="pay"),
    path("orders/<slug:trade_no>", views.show_order, name="order"),
    path("orders/<slug:trade_no>/code.svg", views.show_code, name="code"),
    path("own", views.show_own, name="own"),
    path("<int:payment_id>/receipt.pdf", views.send_receipt, name="receipt"),
    path("help", help_pages.begin, name="help"),
    path("help/<slug:trade_no>", help_pages.confirm, name="help_order"),
    path("", desk_pages.desk, name="index"),
    path("homes/<int:home_id>", desk_pages.take, name="take"),
    path("<int:payment_id>", desk_pages.show_payment, name="payment"),
    path("refunds/<int:refund_id>", desk_pages.act_on_refund, name="refund"),
    path("bills/<int:bill_id>/refund", desk_pages.give_back, name="give_back"),
    path("homes/<int:home_id>/balance", return_pages.balance, name="balance"),
    path("returns/<int:return_id>", return_pages.show_return, name="return"),
    path("returns/<int:return_id>/slip.pdf", return_pages.send_slip, name="slip"),
    path("till", desk_pages.till, name="till"),
    path("transfers", transfer_pages.transfers, name="transfers"),
    path("transfers/<int:line_id>", transfer_pages.settle_line, name="line"),
    path("reconcile", transfer_pages.reconcile, name="reconcile"),
]
