from __future__ import annotations

from django.urls import URLPattern, path

from linli.money.banking import views

app_name = "banking"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("accounts/new", views.new_account, name="account_new"),
    path("accounts/<int:account_id>/upload", views.upload, name="upload"),
    path("accounts/<int:account_id>/lines", views.show_lines, name="lines"),
    path("statements/<uuid:token>", views.show_statement, name="statement"),
    path("statements/<uuid:token>/columns", views.columns, name="columns"),
    path("statements/<uuid:token>/confirm", views.confirm, name="confirm"),
    path("statements/<uuid:token>/drop", views.drop, name="drop"),
]
