"""Signing in as tests and journeys do it."""

from __future__ import annotations

from contextvars import copy_context
from typing import Any

from django.test import Client

from linli.base.scopes.data import current
from linli.web.accounts.sessions import SECOND_FACTOR


class OutsideClient(Client):
    """Requests from outside: the test's clock holds for them, its estate scope does not."""

    def request(self, **request: Any) -> Any:
        return copy_context().run(self._request_outside, request)

    def _request_outside(self, request: dict[str, Any]) -> Any:
        current.set(None)
        return super().request(**request)


def pass_second_factor(client: Client, account: Any) -> None:
    """Let a signed-in test client count as having passed the second factor."""
    session = client.session
    session[SECOND_FACTOR] = account.pk
    session.save()
