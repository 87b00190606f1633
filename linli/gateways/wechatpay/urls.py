from __future__ import annotations

from django.urls import URLPattern, path

from linli.gateways.wechatpay import views

app_name = "wechatpay"
urlpatterns: list[URLPattern] = [
    path("account/", views.edit_account, name="account"),
    path("account/test/", views.test_account, name="test"),
    path("<slug:code>/notify", views.notify, name="notify"),
]
