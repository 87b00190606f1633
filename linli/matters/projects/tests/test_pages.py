"""Pages of topics and projects."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import today
from linli.estate.places.api import Place
from linli.matters.projects.api import Project
from linli.matters.projects.testing import make_dance, make_project, make_topic


@pytest.fixture
def dance(queue: Any) -> Any:
    return make_topic(make_dance(queue))


def test_the_lead_sees_topic_map_trend_and_texts(queue: Any, dance: Any, sign_in: Any) -> None:
    lead = sign_in(queue.lead)
    assert "广场舞噪声" in lead.get("/projects/").content.decode()
    page = lead.get(f"/projects/topics/{dance.pk}").content.decode()
    for words in ("广场舞音响太吵了", "看数字", "小区平面图", "立个项目来办", "写进指南"):
        assert words in page


def test_the_map_counts_what_was_told_outside_of_buildings(queue: Any, sign_in: Any) -> None:
    for n, place in enumerate(Place.objects.filter(kind__in=["building", "public_place"])):
        box = {"plan_x": 3000 * n, "plan_y": 0, "plan_width": 2000, "plan_height": 1000}
        Place.objects.filter(pk=place.pk).update(**box)
    gate = queue.places["gate"]
    told = make_dance(queue, n=3, place_id=gate.pk) + make_dance(queue, n=2)
    topic = make_topic(told)
    page = sign_in(queue.lead).get(f"/projects/topics/{topic.pk}").content.decode()
    assert f"{gate.plate} <b>3 件</b>" in page
    assert re.search(r'<g class="plan-count"[^>]*>.*?>2</text>', page)
    assert re.search(r'<g class="plan-count"[^>]*>.*?>3</text>', page)


def test_from_topic_to_result_on_pages(queue: Any, dance: Any, sign_in: Any) -> None:
    lead = sign_in(queue.lead)
    start = f"/projects/topics/{dance.pk}/start"
    form = {"title": "广场舞", "goal": "不再吵。", "organisation": queue.organisations["center"].pk,
            "account": queue.lead.pk, "ends_on": str(today() + timedelta(days=20)),
            "watch_weeks": 4, "threshold": 3, "step1": "谈一次",
            "day1": str(today() + timedelta(days=2))}  # fmt: skip
    assert lead.post(start, {**form, "day1": ""}).status_code == 422
    assert lead.post(start, {**form, "ends_on": "明天"}).status_code == 422
    assert lead.post(start, form).status_code == 302
    project = Project.objects.get()
    tell = f"/projects/{project.pk}/tell/result"
    preview = lead.post(tell, {"body": "音响撤了。"})
    assert "告诉 3 位居民" in preview.content.decode()
    assert Project.objects.get().state == "running"
    assert lead.post(tell, {"body": "音响撤了。", "sure": "yes"}).status_code == 302
    assert Project.objects.get().state == "watched"
    assert lead.post(tell, {"body": "音响撤了。", "sure": "yes"}).status_code == 422
    assert "音响撤了" in lead.get(f"/projects/{project.pk}").content.decode()
    assert lead.get(f"/projects/{project.pk}/tell/gossip").status_code == 404


def test_residents_and_visitors_read_what_is_done(
    queue: Any, dance: Any, sign_in: Any, client: Any
) -> None:
    project = make_project(queue, dance)
    path = f"/projects/of/{queue.estate.code}/{project.pk}"
    for reader in (client, sign_in(queue.tenant), sign_in(queue.outsider)):
        page = reader.get(path).content.decode()
        assert "和领舞的人谈" in page
        assert not any(person.name in page for person in queue.people.values())
    tenant = sign_in(queue.tenant)
    assert "我家也是" in tenant.get(path).content.decode()
    assert tenant.post(f"{path}/join").status_code == 302
    assert "您已经说过" in tenant.get(path).content.decode()
    assert tenant.post(f"{path}/join").status_code == 409
    assert sign_in(queue.foreign_lead).get(path).status_code == 404
    assert client.post(f"{path}/join").status_code == 302  # to sign in


@pytest.mark.parametrize("name", ["resident", "outsider", "worker", "agent"])
def test_topics_are_the_leads(queue: Any, dance: Any, sign_in: Any, name: str) -> None:
    page = sign_in(queue.accounts[name])
    project = make_project(queue, dance)
    assert page.get(f"/projects/topics/{dance.pk}").status_code in (403, 404)
    assert page.post(f"/projects/topics/{dance.pk}/decide", {"deed": "x"}).status_code in (403, 404)
    assert page.get(f"/projects/{project.pk}/tell/start").status_code in (403, 404)


def test_a_decision_needs_its_reason(queue: Any, dance: Any, sign_in: Any) -> None:
    lead = sign_in(queue.lead)
    path = f"/projects/topics/{dance.pk}/decide"
    refused = lead.post(path, {"deed": "dismiss", "reason": ""})
    assert (refused.status_code, "请写明原因" in refused.content.decode()) == (422, True)
    assert lead.post(path, {"deed": "dismiss", "reason": "一家人报的"}).status_code == 302
    assert (
        lead.post(path, {"deed": "split", "reason": "x", "matters": ["x", "9" * 40]}).status_code
        == 422
    )
    assert lead.post(path, {"deed": "fly", "reason": "x"}).status_code == 404


def test_the_owner_finds_it_in_the_queue(queue: Any, dance: Any, sign_in: Any) -> None:
    project = make_project(queue, dance)
    number = project.matter.number
    page = sign_in(queue.lead).get(f"/queue/{number}")
    assert (page.status_code, project.title in page.content.decode()) == (200, True)
