from __future__ import annotations

from django.urls import path

from linli.contact.messages import views

app_name = "messages"
urlpatterns = [path("shown/", views.show_messages, name="shown")]
