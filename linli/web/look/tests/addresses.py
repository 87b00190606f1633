"""The addresses that shells need, without the pages behind them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_resident: tuple[list[URLPattern], str] = ([path("help", _answer, name="help")], "resident")
urlpatterns: list[URLPattern | URLResolver] = [
    path("language", _answer, name="set_language"),
    path("elder", _answer, name="elder_mode"),
    path("my/", include(_resident)),
]
