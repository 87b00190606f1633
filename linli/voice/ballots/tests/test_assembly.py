"""From the draft to the published result: what is frozen, who decides, what nobody may change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from linli.base.calendars.api import clock_at, now
from linli.base.errors import NotAllowed, NotFound
from linli.estate.places.api import Home, Ownership
from linli.estate.testing import make_person
from linli.matters.models import Matter
from linli.voice.ballots import errors
from linli.voice.ballots.api import (
    Assembly,
    assembly_for,
    begin_assembly,
    begin_petition,
    broken_seals,
    cancel_assembly,
    cast_ballot,
    change_assembly,
    close_assembly,
    count_petition,
    current_roll,
    drop_item,
    give_notice,
    latest_rules,
    open_assembly,
    own_voters,
    prepare_assembly,
    publish_result,
    put_item,
    raise_objection,
    results_from_json,
    run_clocks,
    sign_petition,
    write_owners_file,
    write_rules,
)
from linli.voice.ballots.models import RollLine, RollVoter
from linli.voice.ballots.published import recount_file
from linli.voice.ballots.testing import (
    LASTS,
    LATER,
    end_of,
    make_assembly,
    make_closed,
    make_noticed,
    make_open,
    make_owner,
    make_published,
    make_rules,
)


@pytest.mark.rule("OWN-04", "OWN-05", "OWN-07")
def test_the_roll_is_frozen_at_notice(cast: Any) -> None:
    assembly = make_noticed(cast)
    # 36 homes: one owner, and the public holder with all the others as one head
    assert (assembly.total_units, assembly.total_heads) == (36, 2)
    assert assembly.total_area_cm2 == 36 * 800_000
    sources = set(RollLine.objects.filter(assembly=assembly).values_list("area_source", flat=True))
    assert sources == {"contract"}
    Home.objects.filter(place__plate="2-1-101").update(area_cm2=1)
    Ownership.objects.create(
        home=Home.objects.get(place__plate="2-1-102"), person=make_person("新业主")
    )
    line = RollLine.objects.get(assembly=assembly, home__place__plate="2-1-101")
    assert line.area_cm2 == 800_000
    assert RollVoter.objects.filter(assembly=assembly).count() == 2


@pytest.mark.rule("OWN-04")
def test_homes_that_lack_something_hold_the_notice_up(cast: Any) -> None:
    make_rules(cast, public_holder_id=None)
    assembly = make_assembly(cast)
    prepare_assembly(assembly.pk, actor=cast.actor("owners_chair"))
    draft = current_roll(latest_rules())
    assert (draft.unit_count, len(draft.lacking)) == (1, 35)
    with pytest.raises(errors.RollLacking) as refusal:
        give_notice(assembly.pk, actor=cast.actor("owners_member"))
    assert refusal.value.params["count"] == 35


@pytest.mark.rule("OWN-09")
def test_fifteen_days_lie_between_notice_and_opening(cast: Any) -> None:
    chair, start = cast.actor("owners_chair"), now()
    with pytest.raises(errors.RulesUnknown):
        begin_assembly(
            actor=chair, title="x", opens_at=start + LATER, closes_at=start + LATER + LASTS
        )
    make_rules(cast)
    with clock_at(start):
        fields = {"title": "太急", "closes_at": start + timedelta(days=30)}
        with pytest.raises(errors.NoticeTooShort):
            begin_assembly(actor=chair, opens_at=start + timedelta(days=15, seconds=-1), **fields)
        with pytest.raises(errors.VoteTooShort):
            begin_assembly(
                actor=chair, title="x", opens_at=start + LATER,
                closes_at=start + LATER + timedelta(hours=23),
            )  # fmt: skip
        exact = begin_assembly(actor=chair, opens_at=start + timedelta(days=15), **fields)
    put_item(exact.pk, actor=chair, matter=9, title="一件事")
    with pytest.raises(errors.NoticeTooShort):  # a moment later it is too late already
        prepare_assembly(exact.pk, actor=chair)
    with pytest.raises(IntegrityError, match="assembly_fifteen_days"), transaction.atomic():
        Assembly.objects.filter(pk=exact.pk).update(noticed_at=start + timedelta(seconds=1))


@pytest.mark.rule("OWN-09")
def test_the_notice_hangs_and_the_residents_committee_is_told(cast: Any) -> None:
    assembly = make_noticed(cast)
    notice = assembly.notice
    assert (notice.post_until - notice.post_from).days >= 14
    assert "使用维修资金" in notice.body_zh
    assert "Use" in notice.body_en or "use" in notice.body_en
    matter = Matter.objects.get(pk=assembly.told_matter_id)
    assert matter.offered_to_organisation_id == cast.organisations["committee"].pk
    assert notice.author_id != notice.approved_by_id


def test_two_people_let_it_out(cast: Any) -> None:
    assembly = make_assembly(cast)
    chair = cast.actor("owners_chair")
    with pytest.raises(errors.NotNow):
        give_notice(assembly.pk, actor=cast.actor("owners_member"))
    prepare_assembly(assembly.pk, actor=chair)
    with pytest.raises(errors.OwnPreparation):
        give_notice(assembly.pk, actor=chair)
    with pytest.raises(NotAllowed):
        give_notice(assembly.pk, actor=cast.actor("property_manager"))
    # what is changed after the preparation must be prepared again
    put_item(assembly.pk, actor=chair, matter=9, title="又一件")
    with pytest.raises(errors.NotNow):
        give_notice(assembly.pk, actor=cast.actor("owners_member"))


@pytest.mark.rule("OWN-09")
def test_nothing_moves_after_the_notice(cast: Any) -> None:
    assembly = make_noticed(cast)
    chair = cast.actor("owners_chair")
    item = assembly.items.first()
    with pytest.raises(errors.AgendaFrozen):
        put_item(assembly.pk, actor=chair, matter=9, title="加塞")
    with pytest.raises(errors.AgendaFrozen):
        drop_item(assembly.pk, item.pk, actor=chair)
    with pytest.raises(errors.AgendaFrozen):
        change_assembly(
            assembly.pk, actor=chair, title="别的", opens_at=now() + LATER,
            closes_at=now() + LATER + LASTS,
        )  # fmt: skip
    for broken in (
        lambda: type(item).objects.filter(pk=item.pk).update(title="改了"),
        lambda: Assembly.objects.filter(pk=assembly.pk).update(total_heads=1),
        lambda: RollVoter.objects.create(
            assembly=assembly, code="XXXXXXXX", area_cm2=1, unit_count=1, owner_count=1
        ),
        lambda: RollLine.objects.filter(assembly=assembly).update(area_cm2=1),
    ):
        with pytest.raises(DatabaseError, match=r"frozen|permission|append"), transaction.atomic():
            broken()
    make_rules(cast, proxies_each=9)  # new rules are for the next assembly
    assembly.refresh_from_db()
    assert assembly.rules.proxies_each == 1


@pytest.mark.rule("OWN-01")
def test_a_fund_is_used_up_to_a_limit_only(cast: Any) -> None:
    assembly = make_assembly(cast, items=())
    chair = cast.actor("owners_chair")
    for matter in (5, 6):
        with pytest.raises(errors.LimitMissing):
            put_item(assembly.pk, actor=chair, matter=matter, title="电梯")
    for fen in (0, -1, 10**15):
        with pytest.raises(errors.LimitUseless):
            put_item(assembly.pk, actor=chair, matter=5, title="电梯", limit_fen=fen)
    with pytest.raises(errors.UnknownMatter):
        put_item(assembly.pk, actor=chair, matter=10, title="电梯")
    with pytest.raises(errors.AgendaEmpty):
        prepare_assembly(assembly.pk, actor=chair)
    for n in range(3):
        put_item(assembly.pk, actor=chair, matter=9, title=f"事{n}")
    drop_item(assembly.pk, assembly.items.get(position=2).pk, actor=chair)
    assert list(assembly.items.order_by("position").values_list("position", "title")) == [
        (1, "事0"), (2, "事2"),
    ]  # fmt: skip


@pytest.mark.rule("OWN-06")
def test_silence_needs_a_decision_to_mean_something(cast: Any) -> None:
    chair = cast.actor("owners_chair")
    with pytest.raises(errors.SilenceUngrounded):
        write_rules(actor=chair, silence="follows_majority")
    rules = write_rules(actor=chair, silence="follows_majority", decided_by="2025-01 第 1 项")
    assert rules.version == 1
    with pytest.raises(NotAllowed):
        write_rules(actor=cast.actor("lead"))


def test_who_sees_an_assembly(cast: Any) -> None:
    draft = make_assembly(cast)
    for name in ("owner", "tenant", "clerk"):
        with pytest.raises(NotFound):
            assembly_for(cast.actor(name), draft.pk)
    noticed = make_noticed(cast)
    for name in ("owner", "tenant", "clerk", "captain"):
        assert assembly_for(cast.actor(name), noticed.pk) == noticed
    with pytest.raises(NotFound):
        assembly_for(cast.actor("outsider"), noticed.pk)


def test_cancelled_with_the_reason(cast: Any) -> None:
    assembly = make_noticed(cast)
    cancelled = cancel_assembly(assembly.pk, actor=cast.actor("owners_chair"), reason="议题写错")
    assert cancelled.state == "cancelled"
    with clock_at(assembly.opens_at), pytest.raises(errors.NotNow):
        open_assembly(assembly.pk, actor=cast.actor("owners_chair"))


def vote(assembly: Assembly, actor: Any, choices: str) -> Any:
    voter = own_voters(actor, assembly).get()
    return cast_ballot(assembly.pk, voter.pk, choices, actor=actor, key=f"k-{actor.user_id}")


@pytest.mark.rule("OWN-02", "OWN-03", "OWN-14", "OWN-18")
def test_counted_published_and_recounted(cast: Any) -> None:
    one, two = make_owner("1-1-101"), make_owner("1-1-102")
    assembly = make_open(cast)
    assert assembly.total_heads == 4
    vote(assembly, cast.actor("owner"), "yn")
    vote(assembly, cast.actor("housing_officer"), "yn")  # the holder of 33 homes: one head
    receipt = vote(assembly, one, "na")
    with pytest.raises(errors.NotPublished):
        write_owners_file(assembly.pk, actor=one)
    with pytest.raises(errors.NotNow):  # nobody ends a vote early
        close_assembly(assembly.pk, actor=cast.actor("owners_chair"))
    assembly = make_published(cast, assembly)
    lift, roof = results_from_json(assembly.result.figures)
    assert (lift.verdict, roof.verdict) == ("adopted", "not_adopted")
    assert (lift.participating.heads, lift.yes.heads) == (3, 2)
    text = write_owners_file(assembly.pk, actor=two)
    assert receipt.code in text
    assert "1-1-101" not in text
    counted = recount_file(text, assembly.result.box_root)
    assert list(counted.results) == [lift, roof]
    assert counted.roll_root == assembly.roll_root
    assert assembly.result.keep_until.year - assembly.closed_at.year >= 6
    with pytest.raises((NotAllowed, NotFound)):
        write_owners_file(assembly.pk, actor=cast.actor("tenant"))
    with pytest.raises(errors.NotNow):
        publish_result(assembly.pk, actor=cast.actor("owners_chair"))


@pytest.mark.rule("OWN-02")
def test_too_few_is_no_decision(cast: Any) -> None:
    assembly = make_open(cast)
    vote(assembly, cast.actor("owner"), "yy")
    assembly = make_published(cast, assembly)
    assert {one["verdict"] for one in assembly.result.figures} == {"quorum_not_met"}
    gates = {gate.name: gate.passed for gate in results_from_json(assembly.result.figures)[0].gates}
    assert not gates["quorum_heads"] and not gates["quorum_area"]


def test_the_clock_opens_and_closes_by_itself(cast: Any) -> None:
    assembly = make_noticed(cast)
    assert run_clocks() == 0
    with clock_at(assembly.opens_at):
        assert run_clocks() == 1
    assembly.refresh_from_db()
    assert assembly.state == "open"
    with clock_at(assembly.opens_at + timedelta(hours=1)):
        vote(assembly, cast.actor("owner"), "yy")
        run_clocks()  # seals what is in the box
    with clock_at(end_of(assembly)):
        assert run_clocks() == 1
    assembly.refresh_from_db()
    assert assembly.state == "closed"
    assert [seal.ballot_count for seal in assembly.seals.order_by("pk")] == [0, 1][
        -assembly.seals.count() :
    ]
    assert broken_seals(assembly) == []


@pytest.mark.rule("OWN-18")
def test_a_ballot_put_in_by_force_breaks_the_seal(cast: Any) -> None:
    assembly = make_open(cast)
    vote(assembly, cast.actor("owner"), "yy")
    make_closed(cast, assembly)
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match=r"append-only|permission"),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE ballot SET choices = 'nn'")
    type(assembly.seals.first()).objects.create(
        assembly=assembly, ballot_count=2, last_ballot_id=10**9, root="00" * 32, sealed_at=now()
    )
    with pytest.raises(errors.SealBroken):
        publish_result(assembly.pk, actor=cast.actor("owners_chair"))


@pytest.mark.rule("OWN-10")
def test_a_petition_of_a_fifth_calls_the_owners(cast: Any) -> None:
    from linli.matters.testing import load_rules

    load_rules(cast.estate)
    make_rules(cast)
    owners = [make_owner(f"1-1-{n}") for n in ("101", "102", "201", "202")]
    owners += [make_owner(f"1-2-{n}") for n in ("101", "102", "201", "202")]
    with pytest.raises(errors.NoBallotHere):
        begin_petition(actor=cast.actor("tenant"), title="换物业", text="太脏")
    petition = begin_petition(actor=owners[0], title="换物业", text="楼道三个月没扫。")
    signed, total = count_petition(petition)
    assert (signed.heads, total.heads) == (1, 10)
    with pytest.raises(errors.AlreadySigned):
        sign_petition(petition.pk, actor=owners[0])
    with pytest.raises(errors.PetitionMissing):
        make_assembly(cast, petition_id=petition.pk)
    sign_petition(petition.pk, actor=owners[1])
    petition.refresh_from_db()
    assert (petition.reached_heads, petition.reached_of) == (2, 10)
    matter = Matter.objects.get(pk=petition.matter_id)
    assert matter.offered_to_organisation_id == cast.organisations["owners"].pk
    assembly = make_assembly(cast, petition_id=petition.pk)
    assert assembly.kind == "temporary"


@pytest.mark.rule("OWN-14")
def test_an_objection_is_a_matter(cast: Any) -> None:
    assembly = make_noticed(cast)
    owner = cast.actor("owner")
    fields = {"actor": owner, "about": "roll", "text": "我家是 95 平米。", "key": "o1"}
    first = raise_objection(assembly.pk, **fields)
    assert raise_objection(assembly.pk, **fields).pk == first.pk
    assert Matter.objects.get(pk=first.matter_id).kind.code == "objection"
    # who thinks to be an owner may say that the roll forgot him; the result binds owners alone
    raise_objection(assembly.pk, **{**fields, "actor": cast.actor("tenant"), "key": "o2"})
    with pytest.raises(errors.NoBallotHere):
        raise_objection(
            assembly.pk, actor=cast.actor("tenant"), about="result", text="不服", key="o3"
        )
