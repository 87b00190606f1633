from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.matters.handling import api
from linli.matters.handling.models import Matter
from linli.matters.testing import make_accepted, make_matter
from linli.resources.crew.api import CrewMember
from linli.resources.rosters.api import Absence, Shift


def member(queue: Any, name: str, organisation: str) -> CrewMember:
    return CrewMember.objects.create(
        account=queue.accounts[name],
        organisation=queue.organisations[organisation],
        joined_on=today(),
    )


def offer(queue: Any, matter: Matter, by: str, to: str, **over: Any) -> Matter:
    return api.offer_matter(
        matter.pk,
        actor=queue.actor(by),
        organisation_id=queue.organisations[to].pk,
        **({"reason": "不归我们"} | over),
    )


@pytest.mark.rule("REQ-03")
def test_the_taker_holds_until_somebody_accepts(queue: Any) -> None:
    matter = make_matter(queue)
    matter = api.return_offer(matter.pk, actor=queue.actor("worker"), reason="不是我们的管子")
    assert matter.holder_id == queue.agent.pk
    assert matter.offered_to_organisation_id is None
    matter = offer(queue, matter, "agent", "police")
    assert (matter.holder_id, matter.hand_overs) == (queue.agent.pk, 1)


@pytest.mark.rule("REQ-03")
def test_handed_on_twice_it_goes_to_the_duty_lead(queue: Any) -> None:
    matter = make_matter(queue)
    offer(queue, matter, "agent", "police")
    matter = offer(queue, matter, "agent", "housing")
    assert matter.holder_id == queue.lead.pk
    assert matter.offered_to_organisation_id is None
    assert matter.state == "received"
    matter = offer(queue, matter, "lead", "housing")
    assert matter.holder_id == queue.lead.pk
    assert matter.offered_to_organisation_id == queue.organisations["housing"].pk


def test_an_acceptance_starts_the_count_anew(queue: Any) -> None:
    matter = make_accepted(queue)
    matter = offer(queue, matter, "worker", "police")
    assert (matter.holder_id, matter.state) == (queue.worker.pk, "accepted")
    assert matter.hand_overs == 1


@pytest.mark.rule("REQ-03")
@pytest.mark.parametrize("reason", ["", "  ", "\x00"])
def test_handing_on_needs_a_reason(queue: Any, reason: str) -> None:
    matter = make_matter(queue)
    with pytest.raises(api.ReasonMissing):
        offer(queue, matter, "agent", "police", reason=reason)
    with pytest.raises(api.ReasonMissing):
        api.return_offer(matter.pk, actor=queue.actor("worker"), reason=reason)


def test_only_those_offered_may_accept(queue: Any) -> None:
    matter = make_matter(queue)
    for name in ("volunteer", "outsider", "resident", "administrator", "foreign_lead"):
        with pytest.raises((NotFound, NotAllowed)):
            api.accept_matter(matter.pk, actor=queue.actor(name))
    with pytest.raises(NotAllowed):
        api.accept_matter(matter.pk, actor=queue.actor("agent2"))


def test_to_a_person_that_person_or_the_lead_accepts(queue: Any) -> None:
    matter = make_matter(queue)
    offer(queue, matter, "agent", "property", account_id=queue.worker.pk)
    with pytest.raises(NotAllowed):
        api.accept_matter(matter.pk, actor=queue.actor("worker2"))
    api.accept_matter(matter.pk, actor=queue.actor("worker"))
    matter = make_matter(queue, account_id=queue.worker.pk)
    api.accept_matter(matter.pk, actor=queue.actor("property_manager"))


def test_a_stand_in_accepts_for_somebody_away(queue: Any) -> None:
    away, here = member(queue, "worker", "property"), member(queue, "worker2", "property")
    Absence.objects.create(member=away, starts_on=today(), ends_on=today(), stand_in=here)
    matter = make_matter(queue, account_id=queue.worker.pk)
    matter = api.accept_matter(matter.pk, actor=queue.actor("worker2"))
    assert matter.holder_id == queue.worker2.pk


def test_the_taker_may_settle_it_alone(queue: Any) -> None:
    matter = make_matter(queue, kind="enquiry", category="enquiry", text="几点下班")
    matter = api.accept_matter(matter.pk, actor=queue.actor("agent"))
    assert matter.holder_id == queue.agent.pk
    assert matter.organisation_id == queue.organisations["center"].pk


def test_assigned_by_load_and_shift(queue: Any) -> None:
    make_accepted(queue, worker="worker")
    matter = make_matter(queue)
    lead = queue.actor("property_manager")
    assert api.assign_matter(matter.pk, actor=lead).holder_id == queue.worker2.pk
    on_shift = member(queue, "worker", "property")
    Shift.objects.create(
        member=on_shift,
        duty="repair",
        starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(hours=7),
    )
    matter = api.assign_matter(make_matter(queue).pk, actor=lead)
    assert matter.holder_id == queue.worker.pk


def test_somebody_away_gets_nothing(queue: Any) -> None:
    for name in ("worker", "worker2"):
        Absence.objects.create(
            member=member(queue, name, "property"), starts_on=today(), ends_on=today()
        )
    matter = api.assign_matter(make_matter(queue).pk, actor=queue.actor("property_manager"))
    assert matter.holder_id == queue.property_manager.pk


def test_a_lead_assigns_own_people_only(queue: Any) -> None:
    matter = make_matter(queue)
    with pytest.raises(Invalid):
        api.assign_matter(
            matter.pk, actor=queue.actor("property_manager"), account_id=queue.volunteer.pk
        )
    with pytest.raises(NotAllowed):
        api.assign_matter(matter.pk, actor=queue.actor("worker"), account_id=queue.worker.pk)


def test_a_stale_form_says_who_changed_what(queue: Any) -> None:
    matter = make_matter(queue)
    api.add_note(matter.pk, actor=queue.actor("agent2"), text="已联系")
    with pytest.raises(api.MatterChanged) as refused:
        api.accept_matter(matter.pk, actor=queue.actor("worker"), version=matter.version)
    assert "周接线" in str(refused.value)
    assert "备注" in str(refused.value)


def test_what_the_state_forbids_is_told_from_what_the_role_forbids(queue: Any) -> None:
    matter = make_matter(queue)
    with pytest.raises(api.NotNow):
        api.finish_matter(matter.pk, actor=queue.actor("agent"), text="好了")
    with pytest.raises(NotAllowed):
        api.merge_matters(
            matter.pk, [make_matter(queue).pk], actor=queue.actor("worker"), reason="同一件"
        )


def test_matters_of_somebody_who_leaves_go_to_the_heir(queue: Any) -> None:
    held = make_accepted(queue)
    offered = make_matter(queue, account_id=queue.worker.pk)
    from linli.base.accounts.api import system_actor

    moved = api.pass_on_matters(
        queue.worker.pk,
        queue.worker2.pk,
        actor=system_actor(queue.estate.pk),
        organisation_id=queue.organisations["property"].pk,
    )
    assert moved == 2
    assert Matter.objects.get(pk=held.pk).holder_id == queue.worker2.pk
    assert Matter.objects.get(pk=offered.pk).offered_to_id == queue.worker2.pk


def test_leaving_the_crew_is_heard_of(queue: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from linli.base.events.actions import handle_event
    from linli.resources.crew.api import leave_crew

    leaver, heir = member(queue, "worker", "property"), member(queue, "worker2", "property")
    matter = make_accepted(queue)
    leave_crew(leaver.pk, actor=queue.actor("property_manager"), heir_id=heir.pk)
    job = ProcrastinateJob.objects.get(args__event_type="MemberLeft")
    handle_event(**job.args)
    assert Matter.objects.get(pk=matter.pk).holder_id == queue.worker2.pk
