"""Every address of Linli, with ids of a furnished estate, and how to ask at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from linli.web.accounts.testing import OutsideClient, pass_second_factor
from tests.docs.access import ACCESS, Access
from tests.docs.furnishing import NOBODY, furnish


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    access: Access


def named_patterns(
    patterns: Iterable[URLPattern | URLResolver], spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name or "?"]), pattern
        else:
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from named_patterns(pattern.url_patterns, inner)


def all_names() -> set[str]:
    return {name for name, _ in named_patterns(get_resolver().url_patterns)}


def declared_addresses(cast: Any) -> list[Address]:
    """Every declared address, with ids of the cast's estate, which gets furnished.

    A parameter that is not furnished stands for nobody: whoever may will not get in there.
    """
    ids = furnish(cast)
    found = []
    for name, pattern in named_patterns(get_resolver().url_patterns):
        if not name.endswith("?") and name in ACCESS:
            wanted = {key: ids.get(key, NOBODY) for key in _parameters(pattern)}
            kwargs = {key: ids.get((name, key), value) for key, value in wanted.items()}
            found.append(Address(name, reverse(name, kwargs=kwargs), ACCESS[name]))
    return found


def _parameters(pattern: URLPattern) -> list[str]:
    groups = getattr(pattern.pattern, "regex", None)
    return list(groups.groupindex) if groups is not None else list(pattern.pattern.converters)


def client_of(account: Any | None) -> OutsideClient:
    client = OutsideClient()
    client.defaults["HTTP_HOST"] = settings.LINLI.hosts[0]
    client.raise_request_exception = False  # told as the 500 that it is
    if account is not None:
        client.force_login(account)
        pass_second_factor(client, account)
    return client


def ask(client: OutsideClient, method: str, path: str) -> HttpResponse:
    """The answer; whatever was written is undone, a sign-out too."""
    kept = dict(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(path)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(kept)
    return answer
