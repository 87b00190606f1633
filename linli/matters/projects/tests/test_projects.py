"""A hot topic becomes a project: owner and clock, all answered once, watched, back again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import SHANGHAI, clock_at, now, today
from linli.base.errors import DomainError, Invalid, NotAllowed, NotFound
from linli.matters.handling.api import (
    AlreadyJoined,
    Matter,
    MatterEntry,
    accept_matter,
    finish_matter,
    matter_for,
    tick_clocks,
)
from linli.matters.projects.api import (
    Project,
    close_project,
    dismiss_topic,
    follow_matter,
    has_said,
    list_topics,
    merge_topics,
    move_end,
    plan_telling,
    project_for,
    public_project,
    public_projects,
    rename_topic,
    restore_topic,
    said_lines,
    say_me_too,
    split_off,
    start_project,
    tell_all,
    tick_step,
    topic_line,
    watch_projects,
)
from linli.matters.projects.data import Step
from linli.matters.projects.errors import (
    DayOutOfPlan,
    HasProject,
    NobodyToTell,
    PrivateWords,
    ProjectNotNow,
    ReasonMissing,
)
from linli.matters.projects.rules import choose_told, find_private, shade_of, shades_of
from linli.matters.projects.testing import (
    add_to_topic,
    make_dance,
    make_project,
    make_topic,
    plan_of,
)
from linli.matters.topics.api import matters_of_topic, place_matter


@pytest.fixture
def dance(queue: Any) -> Any:
    return make_topic(make_dance(queue))


@pytest.fixture
def project(queue: Any, dance: Any) -> Project:
    return make_project(queue, dance)


def told_texts(matter_id: int) -> list[str]:
    rows = MatterEntry.objects.filter(matter=matter_id, kind="told").order_by("id")
    return [row.text.body for row in rows if row.text]


@pytest.mark.rule("REQ-03")
def test_a_project_is_a_matter_with_owner_clock_and_end(queue: Any, project: Project) -> None:
    matter = Matter.objects.get(pk=project.matter_id)
    assert (matter.kind.code, matter.category.code) == ("project", "noise_square_dance")
    assert (matter.holder_id, matter.state) == (queue.lead.pk, "accepted")
    assert matter.due_at.astimezone(SHANGHAI).date() == project.ends_on
    assert topic_line(queue.actor("lead"), project.topic_id).topic.status == "handled"


def test_another_owner_accepts_it_first(queue: Any, dance: Any) -> None:
    project = make_project(queue, dance, owner="agent")
    matter = Matter.objects.get(pk=project.matter_id)
    assert (matter.offered_to_id, matter.state) == (queue.agent.pk, "received")
    with pytest.raises(DomainError):
        close_project(project.pk, actor=queue.actor("lead"), result="音响关小了。")
    accept_matter(matter.pk, actor=queue.actor("agent"))
    close_project(project.pk, actor=queue.actor("lead"), result="音响关小了。")


@pytest.mark.rule("REQ-03")
def test_it_climbs_when_its_end_passes(queue: Any, project: Project) -> None:
    tick_clocks(now() + timedelta(days=27))
    assert not Matter.objects.get(pk=project.matter_id).is_overdue
    tick_clocks(now() + timedelta(days=30))
    assert Matter.objects.get(pk=project.matter_id).is_overdue
    tick_clocks(now() + timedelta(days=90))
    assert Matter.objects.get(pk=project.matter_id).escalation == 3


def test_its_own_matter_is_not_one_more_report(queue: Any, project: Project) -> None:
    assert place_matter(project.matter_id) is None


def test_a_topic_has_one_project(queue: Any, dance: Any, project: Project) -> None:
    with pytest.raises(HasProject):
        make_project(queue, dance)


@pytest.mark.parametrize(
    ("over", "error", "field"),
    [
        ({"ends_on": today() - timedelta(days=1)}, DayOutOfPlan, "ends_on"),
        ({"ends_on": today() + timedelta(days=800)}, DayOutOfPlan, "ends_on"),
        ({"steps": [Step("太晚", today() + timedelta(days=99))]}, DayOutOfPlan, "ends_on"),
        ({"goal": "  "}, Invalid, "goal"),
        ({"goal": "去 1-1-101 谈"}, PrivateWords, "goal"),
        ({"goal": "打 13800001234"}, PrivateWords, "goal"),
        ({"threshold": 0}, Invalid, "watch_weeks"),
    ],
)
def test_bad_plans_are_refused_whole(
    queue: Any, dance: Any, over: Any, error: Any, field: str
) -> None:
    with pytest.raises(error) as refusal:
        make_project(queue, dance, **over)
    assert refusal.value.field == field
    assert not Matter.objects.filter(kind__code="project").exists()


def test_the_reporters_names_stay_out_of_public_words(queue: Any, dance: Any) -> None:
    name = queue.people["resident"].name
    with pytest.raises(PrivateWords):
        make_project(queue, dance, goal=f"给{name}一个答复")


@pytest.mark.parametrize("name", ["agent", "worker", "captain", "resident", "outsider"])
def test_only_leads_make_projects(queue: Any, dance: Any, name: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        start_project(
            dance.pk, plan_of(), actor=queue.actor(name),
            organisation_id=queue.organisations["center"].pk,
        )  # fmt: skip


@pytest.mark.rule("REQ-05")
def test_all_who_reported_are_answered_together_and_once(queue: Any, project: Project) -> None:
    lead = queue.actor("lead")
    plan = plan_telling(project.pk, actor=lead, kind="start", body="谈过了。")
    assert plan.people == 3
    assert not any(told_texts(m) for m in plan.told)
    tell_all(project.pk, actor=lead, kind="start", body="谈过了。")
    matters = list(matters_of_topic(lead, project.topic_id))
    assert [told_texts(m.pk) for m in matters] == [["谈过了。"]] * 3
    assert all(m.responded_at for m in matters)
    with pytest.raises(NobodyToTell):
        tell_all(project.pk, actor=lead, kind="start", body="谈过了。")
    assert [told_texts(m.pk) for m in matters] == [["谈过了。"]] * 3


def test_who_came_since_gets_the_same_words(queue: Any, dance: Any, project: Project) -> None:
    lead = queue.actor("lead")
    tell_all(project.pk, actor=lead, kind="start", body="谈过了。")
    (late,) = make_dance(queue, n=1, reporter_id=queue.people["tenant"].pk)
    add_to_topic(dance, late)
    plan = tell_all(project.pk, actor=lead, kind="start", body="谈过了。")
    assert (plan.told, plan.before) == ((late.pk,), 4)


def test_one_person_with_two_matters_hears_once(queue: Any, dance: Any, project: Project) -> None:
    lead = queue.actor("lead")
    (again,) = make_dance(queue, n=1)  # the resident's second
    add_to_topic(dance, again)
    plan = tell_all(project.pk, actor=lead, kind="progress", body="划好了地方。")
    assert (plan.people, len(plan.noted)) == (3, 1)
    noted = matter_for(lead, plan.noted[0])
    assert told_texts(noted.pk) == []
    assert noted.responded_at


def test_everybody_is_reached_and_few_are_reached_twice() -> None:
    told, noted = choose_told({1: [7], 2: [7, 8], 3: [8], 4: [], 5: [9]})
    assert (sorted(told), sorted(noted)) == ([2, 4, 5], [1, 3])


@pytest.mark.parametrize("text", ["7-2-1502 家", "7单元1502", "电话13900000000", "张三丰来谈"])
def test_private_words_are_found(text: str) -> None:
    assert find_private(text, ["张三丰"])


def test_plain_words_pass() -> None:
    assert not find_private("7–9号楼,10天14件,20:30 以后关音响,12月1日前", ["张三丰"])


def test_steps_are_ticked_once_by_the_owner(queue: Any, dance: Any) -> None:
    project = make_project(queue, dance, owner="agent")
    accept_matter(project.matter_id, actor=queue.actor("agent"))
    step = project.steps.get(position=1)
    tick_step(project.pk, step.pk, actor=queue.actor("agent"))
    with pytest.raises(ProjectNotNow):
        tick_step(project.pk, step.pk, actor=queue.actor("agent"))
    with pytest.raises(NotFound):
        tick_step(project.pk, step.pk, actor=queue.actor("worker"))


def test_the_end_moves_with_its_clock(queue: Any, project: Project) -> None:
    day = today() + timedelta(days=60)
    with pytest.raises(DayOutOfPlan):
        move_end(project.pk, actor=queue.actor("lead"), ends_on=today(), reason="快")
    move_end(project.pk, actor=queue.actor("lead"), ends_on=day, reason="等材料")
    matter = Matter.objects.get(pk=project.matter_id)
    assert matter.due_at.astimezone(SHANGHAI).date() == day


@pytest.fixture
def closed(queue: Any, project: Project) -> Project:
    close_project(project.pk, actor=queue.actor("lead"), result="八点半以后没声音了。")
    project.refresh_from_db()
    return project


def test_the_result_is_told_and_then_it_is_watched(queue: Any, closed: Project) -> None:
    assert (closed.state, closed.watch_until) == ("watched", today() + timedelta(weeks=4))
    assert Matter.objects.get(pk=closed.matter_id).state == "closed"
    for matter in matters_of_topic(queue.actor("lead"), closed.topic_id):
        assert told_texts(matter.pk) == ["八点半以后没声音了。"]
    assert topic_line(queue.actor("lead"), closed.topic_id).topic.status == "settled"
    with pytest.raises(ProjectNotNow):
        close_project(closed.pk, actor=queue.actor("lead"), result="又一次")


def test_what_can_be_ended_is_ended_with_the_result(queue: Any, dance: Any) -> None:
    lead = queue.actor("lead")
    mine = matters_of_topic(lead, dance.pk).last()
    Matter.objects.filter(pk=mine.pk).update(
        offered_to=queue.lead.pk, offered_to_organisation=queue.organisations["center"].pk
    )
    accept_matter(mine.pk, actor=lead)
    project = make_project(queue, dance)
    close_project(project.pk, actor=lead, result="好了。", finish=True)
    mine.refresh_from_db()
    assert (mine.state, told_texts(mine.pk)) == ("done", [])


def test_it_comes_back_above_the_threshold_by_itself(
    queue: Any, dance: Any, closed: Project
) -> None:
    with clock_at(now() + timedelta(days=5)):
        (first, second) = make_dance(queue, n=2)
        add_to_topic(dance, first)
        assert watch_projects() == 0
        add_to_topic(dance, second)
        assert watch_projects() == 1
        assert watch_projects() == 0
    closed.refresh_from_db()
    matter = Matter.objects.get(pk=closed.matter_id)
    assert (closed.state, closed.comebacks, matter.state) == ("running", 1, "accepted")
    assert matter.holder_id == queue.lead.pk
    assert matter.due_at.astimezone(SHANGHAI).date() == closed.ends_on
    assert MatterEntry.objects.filter(matter=matter.pk, kind="reopened").exists()


def test_it_is_settled_when_nothing_comes(queue: Any, closed: Project) -> None:
    with clock_at(now() + timedelta(weeks=4)):
        assert watch_projects() == 0
    with clock_at(now() + timedelta(weeks=5)):
        assert watch_projects() == 1
    closed.refresh_from_db()
    assert closed.state == "settled"


def test_a_matter_finished_in_the_queue_takes_its_project_along(
    queue: Any, project: Project
) -> None:
    finish_matter(project.matter_id, actor=queue.actor("lead"), text="办完了。")
    follow_matter(project.matter_id)
    project.refresh_from_db()
    assert project.state == "watched"


def test_residents_read_it_without_names_and_join(queue: Any, project: Project) -> None:
    (shown,) = public_projects()
    assert shown.next_step is not None
    assert shown.next_step.title == "和领舞的人谈"
    tenant = queue.actor("tenant")
    assert not has_said(tenant, shown)
    say_me_too(project.pk, actor=tenant)
    assert has_said(tenant, shown)
    with pytest.raises(AlreadyJoined):
        say_me_too(project.pk, actor=tenant)
    plan = tell_all(project.pk, actor=queue.actor("lead"), kind="progress", body="谈好了。")
    assert plan.people == 4
    assert "谈好了。" in told_texts(project.matter_id)
    with pytest.raises(NotAllowed):
        say_me_too(project.pk, actor=queue.actor("outsider"))


def test_a_sensitive_topic_is_nobodys_to_read(queue: Any) -> None:
    matters = make_dance(queue, category="elder_care")
    project = make_project(queue, make_topic(matters), title="助浴排不上", goal="都排上。")
    assert public_projects() == []
    with pytest.raises(NotFound):
        public_project(project.pk)


@pytest.mark.rule("SEC-06")
def test_sensitive_words_of_a_topic_are_masked_from_the_desk(queue: Any) -> None:
    matters = make_dance(queue, category="housing_eligibility")
    lines = said_lines(queue.actor("secretary"), matters)
    assert all(line.is_masked and not line.text and not line.place for line in lines)


@pytest.mark.parametrize("name", ["resident", "outsider", "worker", "foreign_lead"])
def test_a_project_page_is_for_leads_and_its_owner(queue: Any, project: Project, name: str) -> None:
    with pytest.raises(NotFound):
        project_for(queue.actor(name), project.pk)


def test_people_name_dismiss_and_restore(queue: Any, dance: Any) -> None:
    lead = queue.actor("lead")
    rename_topic(dance.pk, actor=lead, name="东门外的音响", reason="大家都这么叫")
    assert topic_line(lead, dance.pk).name == "东门外的音响"
    with pytest.raises(ReasonMissing):
        dismiss_topic(dance.pk, actor=lead, reason=" ")
    dismiss_topic(dance.pk, actor=lead, reason="一家人报了三次")
    assert list_topics(lead) == []
    assert [x.is_dismissed for x in list_topics(lead, with_dismissed=True)] == [True]
    restore_topic(dance.pk, actor=lead, reason="看错了")
    assert len(list_topics(lead)) == 1


def test_a_dismissed_topic_is_seen_again_when_more_speak_of_it(queue: Any, dance: Any) -> None:
    lead = queue.actor("lead")
    dismiss_topic(dance.pk, actor=lead, reason="不算")
    with clock_at(now() + timedelta(days=2)):
        for matter in make_dance(queue, n=3):
            add_to_topic(dance, matter)
        assert len(list_topics(lead)) == 1


def test_two_topics_are_one_and_one_is_two(queue: Any, dance: Any) -> None:
    lead = queue.actor("lead")
    other = make_topic(make_dance(queue, n=2))
    merge_topics(dance.pk, [other.pk], actor=lead, reason="同一拨人")
    assert topic_line(lead, other.pk).topic.id == dance.pk
    assert topic_line(lead, dance.pk).topic.total == 5
    some = [m.pk for m in matters_of_topic(lead, dance.pk)[:2]]
    made = split_off(dance.pk, some, actor=lead, reason="是另一处")
    assert {m.pk for m in matters_of_topic(lead, made)} == set(some)
    assert topic_line(lead, dance.pk).topic.total == 3
    with pytest.raises(Invalid):
        split_off(dance.pk, [], actor=lead, reason="没选")
    with pytest.raises(NotFound):
        merge_topics(dance.pk, [999_999], actor=lead, reason="没有")
    make_project(queue, dance)
    with pytest.raises(HasProject):
        merge_topics(made, [dance.pk], actor=lead, reason="有项目")


@pytest.mark.parametrize(
    ("most", "steps"),
    [(1, [(1, 1)]), (3, [(1, 1), (2, 2), (3, 3)]), (4, [(1, 1), (2, 2), (3, 3), (4, 4)]),
     (14, [(1, 4), (5, 7), (8, 11), (12, 14)]), (100, [(1, 25), (26, 50), (51, 75), (76, 100)])],
)  # fmt: skip
def test_shades_of_the_map_go_by_count(most, steps):
    assert shades_of(most) == steps
    assert shade_of(0, most) == 0
    assert shade_of(1, most) == 1
    assert shade_of(most, most) == len(steps)
