"""API v1 and its description."""

from __future__ import annotations

from django.urls import path, re_path
from ninja import NinjaAPI

from linli.web.api import lookups, matters, views
from linli.web.api.answers import add_error_answers
from linli.web.api.auth import KeyAuth, SignedIn

api = NinjaAPI(
    title="Linli",
    version="1",
    description="Matters of one estate. Every refusal has the same form: code, message, field.",
    auth=[KeyAuth(), SignedIn()],
    urls_namespace="api-v1",
    openapi_url=None,
    docs_url=None,
)
add_error_answers(api)
api.add_router("", matters.router)
api.add_router("", lookups.router)

app_name = "api"
urlpatterns = [
    path("docs/", views.show_docs, {"api": api}, name="docs"),
    path("v1/openapi.json", views.show_schema, {"api": api}, name="schema"),
    path("v1/", api.urls),
    re_path(r"^.*$", views.show_nothing),
]
