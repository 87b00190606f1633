from __future__ import annotations

from django.urls import URLPattern, path

from linli.web.wechat import views

app_name = "wechat_entry"
urlpatterns: list[URLPattern] = [
    path("own/", views.show_own, name="own"),
    path("own/<int:contact_id>/end/", views.unbind, name="unbind"),
    path("<slug:code>/enter", views.enter, name="enter"),
    path("<slug:code>/entered", views.entered, name="entered"),
    path("<slug:code>/bind", views.bind, name="bind"),
]
