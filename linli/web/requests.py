"""What a page's request carries: the actor and the estate."""

from __future__ import annotations

from django.http import HttpRequest as DjangoRequest

from linli.base.accounts.api import Actor, User
from linli.base.scopes.api import Estate


class HttpRequest(DjangoRequest):
    """A request inside a scope; `actor` is None for a visitor."""

    user: User
    actor: Actor | None
    estate: Estate | None
    elder_mode: bool
