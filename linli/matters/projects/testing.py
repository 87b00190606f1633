"""Builders: a topic without a reader, and a project of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from linli.base.calendars.api import today
from linli.estate.testing import Cast
from linli.matters.handling.api import Matter
from linli.matters.projects.api import Project, start_project
from linli.matters.projects.data import Plan, Step
from linli.matters.testing import make_matter
from linli.matters.topics.api import Topic
from linli.matters.topics.testing import add_to_topic, make_topic


def make_dance(cast: Cast, *, n: int = 3, **over: Any) -> list[Matter]:
    """Calls about square-dance noise at building 1 by the resident, the elder, the owner …"""
    names = ["resident", "elder", "owner", "tenant"]
    fields: dict[str, Any] = {
        "category": "noise_square_dance", "kind": "complaint",
        "text": "广场舞音响太吵了,孩子写不了作业", "place_id": cast.places["building1"].pk,
    }  # fmt: skip
    return [
        make_matter(cast, **({"reporter_id": cast.people[names[i % 4]].pk} | fields | over))
        for i in range(n)
    ]


def plan_of(**over: Any) -> Plan:
    """Two steps in four weeks."""
    fields: dict[str, Any] = {
        "title": "广场舞噪声 · 1号楼", "goal": "晚上八点半以后不再吵。",
        "ends_on": today() + timedelta(days=28), "watch_weeks": 4, "threshold": 2,
        "steps": [Step("和领舞的人谈", today() + timedelta(days=3)),
                  Step("划定跳舞的地方", today() + timedelta(days=14))],
    }  # fmt: skip
    return Plan(**(fields | over))


def make_project(cast: Cast, topic: Topic, *, owner: str = "lead", **over: Any) -> Project:
    """Started by the lead; the owner is an account of the centre."""
    return start_project(
        topic.pk, plan_of(**over), actor=cast.actor("lead"),
        organisation_id=cast.organisations["center"].pk, account_id=cast.accounts[owner].pk,
    )  # fmt: skip


__all__ = ["add_to_topic", "make_dance", "make_project", "make_topic", "plan_of"]
