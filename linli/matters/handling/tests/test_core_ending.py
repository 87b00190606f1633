from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import clock_at, now
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.matters.handling import api
from linli.matters.handling.models import Matter, ReturnVisit
from linli.matters.testing import make_accepted, make_closed, make_done, make_matter


def visit(queue: Any, matter: Matter, by: str = "agent2", **over: Any) -> Matter:
    fields = {"result": "solved", "satisfaction": "satisfied", "way": "phone"}
    return api.record_return_visit(matter.pk, actor=queue.actor(by), **(fields | over))


@pytest.mark.rule("REQ-03")
def test_call_to_closed(queue: Any) -> None:
    matter = make_closed(queue)
    assert (matter.state, matter.result) == ("closed", "solved")
    agent = queue.actor("agent")
    lines = api.timeline_for(agent, api.matter_for(agent, matter.pk))
    assert [line.kind for line in lines] == [
        "opened",
        "offered",
        "accepted",
        "done",
        "visited",
        "closed",
    ]


def test_work_done_needs_proof(queue: Any) -> None:
    matter = make_accepted(queue)
    with pytest.raises(api.ProofMissing):
        api.finish_matter(matter.pk, actor=queue.actor("worker"), text="  ")


@pytest.mark.rule("REQ-03")
def test_whoever_did_the_work_does_not_visit(queue: Any) -> None:
    matter = make_matter(queue, kind="enquiry", category="enquiry")
    api.accept_matter(matter.pk, actor=queue.actor("agent"))
    matter = api.finish_matter(matter.pk, actor=queue.actor("agent"), text="六点下班")
    with pytest.raises(api.VisitByDoer):
        visit(queue, matter, by="agent")
    assert visit(queue, matter, by="agent2").state == "closed"


def test_the_database_itself_refuses_a_visit_by_the_doer(queue: Any) -> None:
    from django.db import IntegrityError, transaction

    matter = make_done(queue)
    with pytest.raises(IntegrityError, match="return_visit_by_another"), transaction.atomic():
        ReturnVisit.objects.create(
            matter=matter,
            visited_by=queue.worker,
            done_by=queue.worker,
            at=now(),
            way="phone",
            result="solved",
            round=0,
        )


@pytest.mark.rule("REQ-03")
@pytest.mark.parametrize("result", ["partly", "unsolved"])
def test_unsolved_opens_again_with_the_same_worker(queue: Any, result: str) -> None:
    matter = visit(queue, make_done(queue), result=result)
    assert (matter.state, matter.reopened) == ("accepted", 1)
    assert matter.holder_id == queue.worker.pk
    assert matter.organisation_id == queue.organisations["property"].pk
    assert matter.done_by_id is None


def test_nobody_reached_on_three_days_closes_without_a_result(queue: Any) -> None:
    matter = make_done(queue)
    for day in range(3):
        for _ in range(2):  # twice a day counts once
            with clock_at(now() + timedelta(days=day)):
                if matter.state == "done":
                    matter = visit(queue, matter, result="unreachable", satisfaction="")
        assert matter.state == ("done" if day < 2 else "closed")
    assert matter.result == "unreachable"


@pytest.mark.rule("REQ-03")
def test_a_reply_after_closing_opens_it_again(queue: Any) -> None:
    matter = make_closed(queue)
    matter = api.reply_to_matter(matter.pk, actor=queue.actor("resident"), text="又漏了")
    assert (matter.state, matter.reopened) == ("accepted", 1)
    assert matter.holder_id == queue.worker.pk
    assert matter.due_at > now()


def test_the_resident_confirms_or_refuses(queue: Any) -> None:
    resident = queue.actor("resident")
    matter = api.confirm_result(
        make_done(queue).pk, actor=resident, solved=True, satisfaction="satisfied"
    )
    assert matter.state == "closed"
    assert ReturnVisit.objects.get(matter=matter).visited_by_id is None
    matter = api.confirm_result(make_done(queue).pk, actor=resident, solved=False, text="还漏")
    assert matter.state == "accepted"


def test_thanks_need_no_visit(queue: Any) -> None:
    matter = make_matter(queue, kind="thanks", category="thanks", text="谢谢李师傅")
    api.accept_matter(matter.pk, actor=queue.actor("agent"))
    assert api.finish_matter(matter.pk, actor=queue.actor("agent"), text="").state == "closed"


@pytest.mark.rule("REQ-02")
def test_declining_says_why_and_where_to_turn(queue: Any) -> None:
    matter = make_matter(queue)
    agent = queue.actor("agent")
    with pytest.raises(Invalid):
        api.decline_matter(matter.pk, actor=agent, reason="lazy", text="不")
    with pytest.raises(api.TextMissing):
        api.decline_matter(matter.pk, actor=agent, reason="court", text=" ")
    matter = api.decline_matter(matter.pk, actor=agent, reason="court", text="请到信都区法院。")
    assert (matter.state, matter.decline_reason) == ("declined", "court")
    lines = api.timeline_for(queue.actor("resident"), matter)
    assert lines[-1].text == "请到信都区法院。"
    matter = api.reopen_matter(matter.pk, actor=agent, reason="弄错了")
    assert (matter.state, matter.decline_reason) == ("received", "")


@pytest.mark.rule("REQ-05")
def test_first_contact_is_kept(queue: Any) -> None:
    matter = make_accepted(queue)
    assert matter.responded_at is None  # taking it over says nothing to the resident
    matter = api.tell_reporter(matter.pk, actor=queue.actor("worker"), text="下午来")
    first = matter.responded_at
    assert first is not None
    matter = api.ask_reporter(matter.pk, actor=queue.actor("worker"), text="几点在家?")
    assert (matter.responded_at, matter.is_waiting_for_reporter) == (first, True)
    matter = api.answer_question(matter.pk, actor=queue.actor("resident"), text="五点后")
    assert not matter.is_waiting_for_reporter


def test_residents_never_see_internal_notes(queue: Any) -> None:
    matter = make_accepted(queue)
    api.add_note(matter.pk, actor=queue.actor("worker"), text="这家爱投诉")
    api.tell_reporter(matter.pk, actor=queue.actor("worker"), text="下午来")
    lines = api.timeline_for(queue.actor("resident"), matter)
    assert [line.kind for line in lines] == ["opened", "accepted", "told"]
    assert all("爱投诉" not in line.text for line in lines)


@pytest.mark.rule("REQ-04")
def test_an_extension_needs_a_reason_and_has_an_end(queue: Any) -> None:
    matter = make_accepted(queue)
    worker = queue.actor("worker")
    with pytest.raises(api.ReasonMissing):
        api.extend_deadline(matter.pk, actor=worker, days=1, reason="")
    later = api.extend_deadline(matter.pk, actor=worker, days=2, reason="等配件")
    assert later.due_at > matter.due_at
    for days in (2, 0, -1):
        with pytest.raises(api.ExtensionTooLong):
            api.extend_deadline(matter.pk, actor=worker, days=days, reason="再等")
    assert api.extend_deadline(matter.pk, actor=worker, days=1, reason="还等").extended_days == 3


def test_appointments_lie_ahead_and_in_order(queue: Any) -> None:
    matter = make_accepted(queue)
    worker, start = queue.actor("worker"), now() + timedelta(hours=2)
    for until in (start, start - timedelta(hours=1), start + timedelta(days=2)):
        with pytest.raises(Invalid):
            api.appoint_visit(matter.pk, actor=worker, start=start, until=until)
    with pytest.raises(Invalid):
        api.appoint_visit(
            matter.pk,
            actor=worker,
            start=now() - timedelta(hours=3),
            until=now() - timedelta(hours=2),
        )
    matter = api.appoint_visit(
        matter.pk, actor=worker, start=start, until=start + timedelta(hours=1)
    )
    assert matter.appointment_from == start


def test_a_correction_never_moves_the_deadline_away(queue: Any) -> None:
    matter = make_matter(queue)
    due_at = matter.due_at
    agent = queue.actor("agent")
    matter = api.change_matter(matter.pk, actor=agent, category="dog", version=matter.version)
    assert matter.due_at == due_at
    matter = api.change_matter(matter.pk, actor=agent, urgency="emergency")
    assert matter.due_at < due_at
    with pytest.raises(Invalid):
        api.change_matter(matter.pk, actor=agent, urgency="very")


def test_thanks_once_and_not_to_oneself(queue: Any) -> None:
    matter = make_closed(queue)
    resident = queue.actor("resident")
    api.thank_worker(matter.pk, actor=resident, account_id=queue.worker.pk, text="手艺好")
    with pytest.raises(api.AlreadyThanked):
        api.thank_worker(matter.pk, actor=resident, account_id=queue.worker.pk)
    with pytest.raises(Invalid):
        api.thank_worker(matter.pk, actor=resident, account_id=queue.volunteer.pk)


@pytest.mark.parametrize("name", ["outsider", "administrator", "tenant", "foreign_lead"])
def test_the_outsider_does_nothing(queue: Any, name: str) -> None:
    matter, actor = make_done(queue), queue.actor(name)
    for act in (
        lambda: api.tell_reporter(matter.pk, actor=actor, text="x"),
        lambda: api.add_note(matter.pk, actor=actor, text="x"),
        lambda: api.reply_to_matter(matter.pk, actor=actor, text="x"),
        lambda: api.confirm_result(matter.pk, actor=actor, solved=True),
        lambda: visit(queue, matter, by=name),
        lambda: api.thank_worker(matter.pk, actor=actor, account_id=queue.worker.pk),
        lambda: api.matter_for(actor, matter.pk),
        lambda: api.reopen_matter(matter.pk, actor=actor, reason="x"),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            act()
    assert api.abilities_of(actor, matter) == frozenset()
