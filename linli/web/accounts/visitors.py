"""A visitor's sign-in page names the estate, and with it the hotline, where there is only one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from linli.base.scopes.api import Estate


def show_only_estate(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "estate", None) is None:
            estates = list(Estate.objects.order_by("id")[:2])
            request.estate = estates[0] if len(estates) == 1 else None  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return shown
