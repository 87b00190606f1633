from __future__ import annotations

from typing import Any

import pytest

from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.matters.handling import api
from linli.matters.handling.data import Part
from linli.matters.handling.models import Matter, MatterParty
from linli.matters.testing import make_accepted, make_matter


def merge(queue: Any, kept: Matter, *others: Matter) -> Matter:
    return api.merge_matters(
        kept.pk, [m.pk for m in others], actor=queue.actor("agent"), reason="同一根管子"
    )


def test_a_merge_answers_everybody(queue: Any) -> None:
    kept = make_accepted(queue)
    other = make_matter(queue, reporter_id=queue.people["elder"].pk)
    api.join_matter(other.pk, actor=queue.actor("agent"), person_id=queue.people["owner"].pk)
    merge(queue, kept, other)
    other = Matter.objects.get(pk=other.pk)
    assert (other.state, other.merged_into_id) == ("merged", kept.pk)
    assert api.listeners_of(kept) == [
        queue.people[name].pk for name in ("resident", "owner", "elder")
    ]
    api.tell_reporter(kept.pk, actor=queue.actor("worker"), text="明天停水换管")
    lines = api.timeline_for(queue.actor("elder"), other)
    assert lines[-1].text == "明天停水换管"
    assert lines[-1].number == kept.number


def test_a_reply_to_a_merged_matter_reaches_the_kept_one(queue: Any) -> None:
    kept, other = make_matter(queue), make_matter(queue, reporter_id=queue.people["elder"].pk)
    merge(queue, kept, other)
    answered = api.reply_to_matter(other.pk, actor=queue.actor("elder"), text="我家更小")
    assert answered.pk == kept.pk


def test_unmerge_restores(queue: Any) -> None:
    kept, other, third = (make_matter(queue) for _ in range(3))
    agent = queue.actor("agent")
    api.join_matter(other.pk, actor=agent, person_id=queue.people["owner"].pk)
    merge(queue, other, third)
    merge(queue, kept, other)
    assert Matter.objects.get(pk=third.pk).merged_into_id == kept.pk
    back = api.unmerge_matter(other.pk, actor=agent)
    assert (back.state, back.holder_id, back.due_at) == ("received", queue.agent.pk, other.due_at)
    assert Matter.objects.get(pk=third.pk).merged_into_id == other.pk
    assert not MatterParty.objects.filter(matter=kept.pk).exists()
    assert MatterParty.objects.filter(matter=other.pk).count() == 1


def test_what_cannot_be_merged(queue: Any) -> None:
    kept = make_matter(queue)
    with pytest.raises(api.NotMergeable):
        merge(queue, kept, kept)
    with pytest.raises(api.NotMergeable):
        merge(queue, kept, make_matter(queue, category="neighbour_dispute"))
    with pytest.raises(NotFound):
        api.merge_matters(kept.pk, [10**12], actor=queue.actor("agent"), reason="同")
    other = make_matter(queue)
    merge(queue, kept, other)
    with pytest.raises(api.NotNow):
        merge(queue, kept, other)


def test_split_gives_each_part_its_own_route(queue: Any) -> None:
    matter = make_matter(queue, text="水管漏水,楼下狗也没人管")
    parts = [Part("狗没拴绳", "dog", kind="complaint"), Part("水管漏", "water_pipe")]
    dog, pipe = api.split_matter(matter.pk, actor=queue.actor("agent"), parts=parts)
    assert dog.offered_to_organisation_id == queue.organisations["police"].pk
    assert pipe.offered_to_organisation_id == queue.organisations["property"].pk
    assert dog.reporter_id == pipe.reporter_id == matter.reporter_id
    assert {dog.split_from_id, pipe.split_from_id} == {matter.pk}
    assert Matter.objects.get(pk=matter.pk).state == "received"
    with pytest.raises(Invalid):
        api.split_matter(matter.pk, actor=queue.actor("agent"), parts=[])


def test_a_worker_splits_what_came_by_phone(queue: Any) -> None:
    matter = make_accepted(queue)
    (part,) = api.split_matter(
        matter.pk, actor=queue.actor("worker"), parts=[Part("灯不亮", "public_facility")]
    )
    assert part.holder_id == queue.worker.pk


def test_neighbours_join_and_hear_the_answers_only(queue: Any) -> None:
    place = queue.places["building1"]
    matter = make_matter(queue, place_id=place.pk, text="王家楼上漏水")
    elder = queue.actor("elder")
    (line,) = api.open_matters_near(elder, place.pk)
    assert (line.id, line.title) == (matter.pk, "")
    matter = api.join_matter(matter.pk, actor=elder, text="我家也漏")
    with pytest.raises(api.AlreadyJoined):
        api.join_matter(matter.pk, actor=elder)
    assert api.matter_for(elder, matter.pk).pk == matter.pk
    api.tell_reporter(matter.pk, actor=queue.actor("agent"), text="明天来")
    assert [line.text for line in api.timeline_for(elder, matter)] == ["明天来"]
    assert [line.title for line in api.matters_of_reporter(elder)] == ["供水管道"]
    assert [line.title for line in api.matters_of_reporter(queue.actor("resident"))] == [
        "王家楼上漏水"
    ]


@pytest.mark.rule("SEC-06")
def test_sensitive_matters_are_offered_to_nobody_to_join(queue: Any) -> None:
    place = queue.places["building1"]
    matter = make_matter(queue, category="neighbour_dispute", place_id=place.pk)
    for name in ("elder", "agent", "lead", "captain"):
        assert api.open_matters_near(queue.actor(name), place.pk) == []
    with pytest.raises(NotFound):
        api.join_matter(matter.pk, actor=queue.actor("elder"))


@pytest.mark.parametrize("name", ["outsider", "administrator", "tenant"])
def test_who_does_not_live_near_joins_nothing(queue: Any, name: str) -> None:
    place = queue.places["building1"]
    matter = make_matter(queue, place_id=place.pk)
    actor = queue.actor(name)
    assert api.open_matters_near(actor, place.pk) == []
    with pytest.raises((NotFound, NotAllowed)):
        api.join_matter(matter.pk, actor=actor)


def dispute(queue: Any) -> Matter:
    matter = make_matter(
        queue, kind="dispute", category="neighbour_dispute", text="楼上漏水吵了两年"
    )
    assert matter.offered_to_organisation_id == queue.organisations["committee"].pk
    return api.accept_matter(matter.pk, actor=queue.actor("secretary"))


def test_mediation_goes_step_by_step(queue: Any) -> None:
    matter = dispute(queue)
    secretary = queue.actor("secretary")
    with pytest.raises(api.StepOutOfOrder) as refused:
        api.take_mediation_step(matter.pk, actor=secretary, step="agree", text="x")
    assert "分别听取" in str(refused.value)
    for step in ("hear", "hear", "meet", "agree", "follow_up"):
        matter = api.take_mediation_step(matter.pk, actor=secretary, step=step, text="谈了")
    with pytest.raises(api.StepOutOfOrder):
        api.take_mediation_step(matter.pk, actor=secretary, step="hear", text="x")


@pytest.mark.rule("SEC-06")
def test_parties_are_for_whoever_mediates(queue: Any) -> None:
    matter = dispute(queue)
    secretary = queue.actor("secretary")
    api.add_party(matter.pk, actor=secretary, person_id=queue.people["elder"].pk)
    api.add_party(matter.pk, actor=secretary, role="mediator", account_id=queue.grid_worker.pk)
    with pytest.raises(api.AlreadyJoined):
        api.add_party(matter.pk, actor=secretary, person_id=queue.people["elder"].pk)
    assert [p.name for p in api.parties_of(secretary, matter)] == ["王德山", "何网格"]
    assert api.parties_of(queue.actor("grid_worker"), matter)[0].name == "王德山"
    assert api.parties_of(queue.actor("resident"), matter) == []
    accountant = api.parties_of(queue.actor("accountant"), matter)
    assert [(p.name, p.is_masked) for p in accountant] == [("", True), ("", True)]
    with pytest.raises(NotFound):
        api.matter_for(queue.actor("elder"), matter.pk)
    grid_worker = queue.actor("grid_worker")
    api.take_mediation_step(matter.pk, actor=grid_worker, step="hear", text="听了两家")


def test_people_merges_are_followed_and_undone(queue: Any) -> None:
    from linli.estate.people.api import PersonMerged, PersonUnmerged
    from linli.matters.handling.handlers import follow_merge, follow_unmerge

    kept, gone = queue.people["resident"], queue.people["elder"]
    matter = make_matter(queue, reporter_id=gone.pk)
    event = {"merge_id": 7, "kept_id": kept.pk, "absorbed_id": gone.pk}
    for _ in range(2):
        follow_merge(PersonMerged(**event))
    later = make_matter(queue, reporter_id=kept.pk)
    assert Matter.objects.get(pk=matter.pk).reporter_id == kept.pk
    follow_unmerge(PersonUnmerged(**event))
    assert Matter.objects.get(pk=matter.pk).reporter_id == gone.pk
    assert Matter.objects.get(pk=later.pk).reporter_id == kept.pk
