from __future__ import annotations

from django.urls import URLPattern, path

from linli.gateways.wechat import views

app_name = "wechat"
urlpatterns: list[URLPattern] = [
    path("account/", views.edit_account, name="account"),
    path("account/test/", views.test_account, name="test"),
    path("account/menu/", views.send_menu, name="menu"),
    path("chats/<str:number>/", views.show_chat, name="chat"),
    path("sounds/<int:media_id>/", views.send_sound, name="sound"),
    path("<slug:code>/callback", views.callback, name="callback"),
]
