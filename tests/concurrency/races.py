"""Works that meet: all at once, each in a thread and on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from linli.base.errors import DomainError
from linli.base.scopes.api import estate_scope


def actor(city: Any, name: str) -> Any:
    with estate_scope(city.estate.pk):
        return city.actor(name)


def race(city: Any, *works: Callable[[], Any]) -> list[Any]:
    """Run all at once, each on its own connection; results and refusals in their order."""
    start = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(n: int, work: Callable[[], Any]) -> None:
        try:
            start.wait()
            with estate_scope(city.estate.pk):
                results[n] = work()
        except DomainError as refusal:
            results[n] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def won(results: list[Any]) -> list[Any]:
    return [r for r in results if not isinstance(r, DomainError)]
