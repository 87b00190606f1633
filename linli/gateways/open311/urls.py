from __future__ import annotations

from django.urls import URLPattern, re_path

from linli.gateways.open311 import views

app_name = "open311"
_FORM = r"\.(?P<form>json|xml)$"
_NAME = r"(?P<{}>[\w-]{{1,40}})"
urlpatterns: list[URLPattern] = [
    re_path(r"^discovery" + _FORM, views.discover, name="discovery"),
    re_path(r"^services" + _FORM, views.list_services, name="services"),
    re_path(r"^services/" + _NAME.format("code") + _FORM, views.define_service, name="service"),
    re_path(r"^requests" + _FORM, views.take_requests, name="requests"),
    re_path(r"^requests/" + _NAME.format("number") + _FORM, views.show_request, name="request"),
    re_path(r"^tokens/" + _NAME.format("token") + _FORM, views.show_token, name="token"),
]
