"""Who comes to these pages, and in which way."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


def stay_quiet_when_signed_out(view: View) -> View:
    """A part that a page fetches by itself answers with nothing once the session has ended.

    The sign-in page must not be poured into the place of the part; the next real step leads there.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "htmx", False) and getattr(request, "actor", None) is None:
            return HttpResponse(status=204)
        return view(request, *args, **kwargs)

    return answer


def back_to_matter(view: View) -> View:
    """Who signs in again after sending comes back by GET: the page of the matter has the draft."""

    @wraps(view)
    def answer(request: HttpRequest, number: str) -> HttpResponse:
        if request.method != "POST":
            return redirect("resident:matter", number)
        return view(request, number)

    return answer
