"""Prometheus figures of the web processes. Granian's workers share them through files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import HttpRequest
from prometheus_client import Counter, Histogram

REQUESTS = Counter("linli_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "linli_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)


@dataclass
class Timer:
    status: int = 500


@contextmanager
def request_timer(request: HttpRequest) -> Iterator[Timer]:
    """Time one request; the route's pattern is the label, never the path with its ids."""
    timer, started = Timer(), time.perf_counter()
    try:
        yield timer
    finally:
        match = request.resolver_match
        route = match.view_name or match.route if match else "unmatched"
        SECONDS.labels(route).observe(time.perf_counter() - started)
        REQUESTS.labels(request.method, route, timer.status).inc()
