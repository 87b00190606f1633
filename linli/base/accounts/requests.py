"""The person behind a request, for pages of every group."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from linli.base.accounts.data import Actor
from linli.base.errors import SignInNeeded


def actor_of(request: HttpRequest) -> Actor:
    """The request's actor; raises SignInNeeded for a visitor."""
    actor = cast("Actor | None", getattr(request, "actor", None))
    if actor is None:
        raise SignInNeeded
    return actor
