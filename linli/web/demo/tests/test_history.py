"""The life behind the register: every state on the desk, nothing that the queue had to refuse."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from linli.base.accounts.api import User
from linli.base.calendars.api import SHANGHAI
from linli.estate.organisations.api import load_actor
from linli.gateways.wechat.models import WechatAccount
from linli.matters.handling.api import Matter, ReturnVisit, Thanks, matters_of_reporter
from linli.matters.handling.models import MatterEntry
from linli.matters.intake.api import ContactLog, Letter
from linli.matters.projects.api import Project, ProjectTold
from linli.matters.routing.catalogue import CATEGORIES, KINDS
from linli.matters.topics.api import matters_of_topic
from linli.web.demo.api import SMALL
from linli.web.demo.scripts import Script, choose_arc
from linli.web.demo.tests.days import DAY
from linli.web.demo.texts.bank import TOPICS, lines

SCALE = SMALL


def test_the_desk_looks_alive(demo: Any) -> None:
    assert demo.counts["refused"] == 0
    matters = Matter.objects.all()
    assert 35 < matters.count() == demo.counts["matters"]
    states = Counter(matters.values_list("state", flat=True))
    assert {"received", "accepted", "done", "closed"} <= set(states)
    assert matters.filter(urgency="emergency", state__in=["received", "accepted"]).exists()
    assert matters.filter(is_overdue=True).exists()
    assert matters.filter(escalation__gte=2).exists()
    assert matters.filter(is_waiting_for_reporter=True).exists()
    assert matters.filter(reopened__gte=1, state="accepted").exists()
    assert ReturnVisit.objects.exists()
    assert Thanks.objects.exists()
    assert Letter.objects.count() == demo.counts["letters"]
    assert ContactLog.objects.count() == demo.counts["contacts"] > 5
    assert ContactLog.objects.exclude(transferred_to="").exists()
    latest = MatterEntry.objects.order_by("-at").first()
    assert latest.at.astimezone(SHANGHAI).date() == DAY
    first = matters.order_by("created_at").first()
    assert first.created_at.astimezone(SHANGHAI).date() >= DAY - timedelta(days=SMALL.days + 1)


def test_one_project_is_finished_and_all_who_reported_know(demo: Any) -> None:
    assert demo.counts["projects"] == 1
    project = Project.objects.get()
    assert (project.state, project.matter.state) == ("watched", "closed")
    open_ones = matters_of_topic(load_actor(User.objects.get(username="lead")), project.topic_id)
    told = set(ProjectTold.objects.values_list("matter", flat=True))
    left = open_ones.filter(state__in=["received", "accepted"])
    assert set(left.values_list("pk", flat=True)) <= told


def test_the_official_account_of_the_demo_is_off(demo: Any) -> None:
    assert WechatAccount.objects.get().is_active is False


def test_workers_have_appointments_today(demo: Any) -> None:
    for username in ("worker1", "worker2"):
        held = Matter.objects.filter(holder__username=username, appointment_from__isnull=False)
        days = [
            at.astimezone(SHANGHAI).date() for at in held.values_list("appointment_from", flat=True)
        ]
        assert DAY in days, username


def test_zhang_ayi_sees_her_matters_and_nobody_elses(demo: Any) -> None:
    actor = load_actor(User.objects.get(username="zhangayi"))
    rows = list(matters_of_reporter(actor))
    assert len(rows) >= 3
    assert {row.reporter_id for row in Matter.objects.filter(pk__in=[r.id for r in rows])} == {
        actor.person_id
    }


def test_the_outsider_has_none(demo: Any) -> None:
    actor = load_actor(User.objects.get(username="outsider"))
    assert list(matters_of_reporter(actor)) == []


def test_every_line_names_a_published_kind_and_category() -> None:
    kinds = {kind.code for kind in KINDS}
    categories = {category.code for category in CATEGORIES}
    found = [line for rows in lines().values() for line in rows]
    opened_by_software = {"accounts", "service_contract", "assembly"}
    assert {line.category for line in found} == categories - opened_by_software
    assert {line.kind for line in found} <= kinds
    assert {line.urgency for line in found} == {"none", "high", "emergency"}
    assert set("".join(line.channels for line in found)) == set("HKWRLG")
    assert {line.topic for line in found} == {"", *TOPICS}
    words = [line.words for line in found]
    assert len(words) == len(set(words)) > 200


@pytest.mark.parametrize("seed", range(40))
def test_scripts_run_forward_in_time(seed: int) -> None:
    rng = Random(seed)
    start = datetime(2026, 9, 1, 7, 30, tzinfo=SHANGHAI)
    category = rng.choice(["water_pipe", "fees", "dog", "housing_eligibility", "other"])
    script = Script(rng, start, category, "none")
    choose_arc(rng, category, "none")(script, True, True)
    times = [step.at for step in script.steps]
    assert times == sorted(times)
    assert times[0] > start
    assert all(8 <= at.astimezone(SHANGHAI).hour <= 18 for at in times)
