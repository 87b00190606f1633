"""The figures of /metrics: all web processes together, and the state of the queue."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from linli.matters.handling.data import OPEN_STATES
from linli.web.operations.health import heartbeat_age

_JOBS = "SELECT queue_name, count(*) FROM procrastinate_jobs WHERE status = %s GROUP BY 1"
_OPEN = [state.value for state in OPEN_STATES]
_MATTERS = """
    SELECT state, count(*), count(*) FILTER (WHERE due_at < now())
      FROM matter WHERE state = ANY(%s) GROUP BY state
"""
_SESSIONS = """
    SELECT coalesce(state, 'unknown'), count(*) FROM pg_stat_activity
     WHERE datname = current_database() GROUP BY 1
"""


def render() -> bytes:
    """All figures in Prometheus' text format."""
    shared = "PROMETHEUS_MULTIPROC_DIR" in os.environ
    registry = CollectorRegistry()
    if shared:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(_StateOfThings())
    own = b"" if shared else generate_latest(REGISTRY)
    return own + generate_latest(registry)


class _StateOfThings(Collector):
    """Gauges that are asked of the database when somebody looks."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("linli_database_up", "1 when the database answers")
        try:
            found = [*_queue(), _jobs("todo"), _jobs("failed"), _worker(), _sessions()]
        except DatabaseError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield from [up, *found]


def _queue() -> list[Metric]:
    """Open matters of all estates by state. No names, no places."""
    open_ = GaugeMetricFamily("linli_matters_open", "Open matters", labels=["state"])
    late = GaugeMetricFamily("linli_matters_overdue", "Open matters past their due time")
    overdue = 0
    for state, count, past_due in _rows(_MATTERS, _OPEN):
        open_.add_metric([str(state)], int(count))
        overdue += int(past_due)
    late.add_metric([], overdue)
    return [open_, late]


def _jobs(status: str) -> Metric:
    gauge = GaugeMetricFamily(f"linli_jobs_{status}", f"Jobs that are {status}", labels=["queue"])
    for queue, count in _rows(_JOBS, status):
        gauge.add_metric([str(queue)], int(count))
    return gauge


def _worker() -> Metric:
    gauge = GaugeMetricFamily(
        "linli_worker_heartbeat_age_seconds", "Since the last sign of a worker"
    )
    age = heartbeat_age()
    if age is not None:
        gauge.add_metric([], age)
    return gauge


def _sessions() -> Metric:
    gauge = GaugeMetricFamily("linli_database_sessions", "Database sessions", labels=["state"])
    for state, count in _rows(_SESSIONS):
        gauge.add_metric([str(state)], int(count))
    return gauge


def _rows(query: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
