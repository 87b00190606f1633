from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import clock_at, now
from linli.base.errors import NotFound
from linli.matters.testing import make_matter
from linli.matters.topics.api import (
    hot_topics,
    mark_topic,
    matters_of_topic,
    place_matter,
    regroup_topics,
    topic_for,
    topic_of_matter,
    weekly_counts,
)
from linli.matters.topics.data import TopicStatus

DANCE = (
    "楼前小广场跳舞的音响又开了 吵得孩子写不了作业",
    "晚上跳广场舞的喇叭太响了 窗户都震 管管吧",
    "跳舞那帮人九点半还没散 音响声音能不能小点",
    "广场舞天天放到十点 老人睡不着觉",
)


def _dance(queue: Any, building: str, days_ago: int, text: str) -> Any:
    with clock_at(now() - timedelta(days=days_ago)):
        return make_matter(
            queue, category="noise_square_dance", kind="complaint", text=text,
            place_id=queue.places[building].pk,
        )  # fmt: skip


@pytest.fixture
def danced(queue: Any, reads: Any) -> list[Any]:
    """Four complaints about one square, in ten days."""
    matters = [_dance(queue, "building1", 9 - 3 * n, text) for n, text in enumerate(DANCE)]
    for matter in matters:
        place_matter(matter.pk)
    return matters


def test_texts_of_one_problem_are_one_topic(queue: Any, danced: list[Any]) -> None:
    (topic,) = hot_topics(queue.actor("lead"))
    assert topic.count == 4
    assert topic.category == "noise_square_dance"
    assert topic.buildings == (queue.places["building1"].pk,)
    assert topic.label.startswith("广场舞噪声 · 1号楼 · 10天4件")
    assert {topic_of_matter(m.pk) for m in danced} == {topic.id}
    assert set(matters_of_topic(queue.actor("lead"), topic.id)) == set(danced)
    assert sum(week.count for week in weekly_counts(topic.id)) == 4


def test_placing_twice_changes_nothing(queue: Any, danced: list[Any]) -> None:
    before = hot_topics(queue.actor("lead"))
    assert place_matter(danced[0].pk) == before[0].id
    assert hot_topics(queue.actor("lead")) == before


def test_another_problem_stands_alone(queue: Any, danced: list[Any]) -> None:
    other = make_matter(
        queue, text="厨房水管漏水 阀门关不严", place_id=queue.places["building1"].pk
    )
    assert place_matter(other.pk) is None


def test_regrouping_keeps_the_topic(queue: Any, danced: list[Any]) -> None:
    (before,) = hot_topics(queue.actor("lead"))
    regroup_topics()
    regroup_topics()
    (after,) = hot_topics(queue.actor("lead"))
    assert (after.id, after.count) == (before.id, before.count)


def test_a_settled_topic_comes_back(queue: Any, danced: list[Any]) -> None:
    (topic,) = hot_topics(queue.actor("lead"))
    mark_topic(topic.id, actor=queue.actor("lead"), status="settled")
    with clock_at(now() + timedelta(hours=2)):
        matter = make_matter(
            queue, category="noise_square_dance", kind="complaint",
            text="广场舞又开始了 音响震天 孩子没法睡", place_id=queue.places["building1"].pk,
        )  # fmt: skip
        assert place_matter(matter.pk) == topic.id
    assert topic_for(queue.actor("lead"), topic.id).status == TopicStatus.BACK


@pytest.mark.parametrize("who", ["outsider", "foreign_lead", "resident"])
def test_topics_are_not_for_everybody(queue: Any, danced: list[Any], who: str) -> None:
    topic_id = topic_of_matter(danced[0].pk)
    assert topic_id
    with pytest.raises(NotFound):
        topic_for(queue.actor(who), topic_id)
