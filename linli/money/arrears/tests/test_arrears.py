"""Asking for what is owed: urged, demanded, served, sued; agreed; decided by people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.models import Home, Lease
from linli.matters.handling.api import Matter
from linli.money.arrears.api import (
    Confirmation,
    Demand,
    Part,
    RentDecision,
    ServiceWay,
    agree_instalments,
    appeal,
    ask_for_help,
    check_plans,
    debt_for,
    decide_rent,
    end_plan,
    list_debts,
    list_rent_alarms,
    own_debts,
    record_lawsuit,
    record_service,
    set_terms,
    urge,
    withdraw_demand,
    write_demand,
)
from linli.money.arrears.data import DebtState
from linli.money.arrears.errors import (
    BadPartDays,
    BadParts,
    BadServiceDay,
    DemandRunning,
    NotConfirmed,
    NothingOverdue,
    NotServed,
    PeriodRunning,
    PlanRunning,
    ProofMissing,
    RentNotLong,
    RentReasonMissing,
    ServedAlready,
    UrgeFirst,
)
from linli.money.arrears.testing import (
    issue_overdue,
    make_demand,
    on_day,
    payer_key,
    serve_demand,
)
from linli.money.fees.api import dispute_bill
from linli.money.fees.testing import bill_of
from linli.money.fees.tests.test_settling import pay


def debt(cast, plate="2-1-201", by="accountant"):
    bill = bill_of(plate)
    return debt_for(cast.actor(by), bill.home_id, payer_key(bill))


def agree(cast, parts, plate="2-1-201", by="accountant", **over):
    bill = bill_of(plate)
    fields = {"actor": cast.actor(by), "confirmed": Confirmation.SAID, "note": "女儿在场"}
    return agree_instalments(bill.home_id, payer_key(bill), parts, **{**fields, **over})


def in_days(*pairs):
    return [Part(today() + timedelta(days), amount) for days, amount in pairs]


# --- steps ---


def test_who_owes_and_since_when(owing):
    found = list_debts(owing.actor("accountant"))
    assert [d.amount for d in found] == [19_200] * 4 and found[0].state is DebtState.OVERDUE
    assert found[0].claim_until == date(2029, 8, 1) and found[0].months == 3
    for name in ("secretary", "committee_member", "owners_chair", "housing_officer"):
        assert len(list_debts(owing.actor(name))) == 4
    for name in ("resident", "agent", "captain", "property_manager", "outsider", "worker"):
        with pytest.raises(NotFound):
            list_debts(owing.actor(name))


def test_everybody_sees_the_own_debt_alone(owing):
    assert [d.plate for d in own_debts(owing.actor("tenant"))] == ["2-1-201"]
    assert own_debts(owing.actor("outsider")) == []
    with pytest.raises(NotFound):
        debt(owing, "2-1-201", by="resident")
    assert debt(owing, "2-1-201", by="tenant").amount == 19_200


@pytest.mark.rule("FEE-02")
def test_a_committee_asks_first_and_the_demand_gives_time(owing):
    bill = bill_of("2-1-201")
    accountant = owing.actor("accountant")
    with pytest.raises(UrgeFirst):
        write_demand(bill.home_id, payer_key(bill), actor=accountant)
    with pytest.raises(NotAllowed):
        urge(bill.home_id, payer_key(bill), actor=accountant, way="door")
    urge(bill.home_id, payer_key(bill), actor=owing.actor("owners_chair"), way="door")
    with pytest.raises(UrgeFirst):  # just now: they had no time to pay
        write_demand(bill.home_id, payer_key(bill), actor=accountant)
    with on_day(today() + timedelta(7)):
        demand = write_demand(bill.home_id, payer_key(bill), actor=accountant)
        assert demand.amount_fen == 19_200 and demand.period_days == 15
        with pytest.raises(DemandRunning):
            write_demand(bill.home_id, payer_key(bill), actor=accountant)
        assert debt(owing).state is DebtState.OVERDUE  # not served yet
        service = serve_demand(owing, demand)
        assert service.ends_on == today() + timedelta(15)
        assert debt(owing).state is DebtState.DEMANDED
        assert debt(owing).claim_until.year == today().year + 3


@pytest.mark.rule("FEE-01")
def test_no_court_before_a_served_demand_has_run_out(owing):
    demand = make_demand(owing, bill_of("2-1-201"))
    fields = {"actor": owing.actor("accountant"), "court": "信都区人民法院"}
    with pytest.raises(NotServed):
        record_lawsuit(demand.pk, filed_on=today(), **fields)
    serve_demand(owing, demand)
    with pytest.raises(PeriodRunning):
        record_lawsuit(demand.pk, filed_on=today() + timedelta(15), **fields)
    with on_day(today() + timedelta(16)):
        suit = record_lawsuit(demand.pk, filed_on=today(), **fields)
        assert record_lawsuit(demand.pk, filed_on=today(), **fields).pk == suit.pk
        assert debt(owing).state is DebtState.LITIGATION


def test_proof_of_service(owing):
    demand = make_demand(owing, bill_of("2-1-201"))
    actor = owing.actor("accountant")
    for way in ServiceWay:
        with pytest.raises(ProofMissing):
            record_service(demand.pk, actor=actor, way=way, served_on=today())
    for day in (today() - timedelta(1), today() + timedelta(1)):
        with pytest.raises(BadServiceDay):
            record_service(
                demand.pk, actor=actor, way=ServiceWay.HANDED, served_on=day, witness="本人"
            )
    with pytest.raises(NotFound):  # building 2 is not the captain's
        record_service(
            demand.pk,
            actor=owing.actor("captain"),
            way=ServiceWay.HANDED,
            served_on=today(),
            witness="本人",
        )
    record_service(
        demand.pk, actor=actor, way=ServiceWay.REFUSED, served_on=today(), witness="李邻居"
    )
    with pytest.raises(ServedAlready):
        serve_demand(owing, demand)
    with pytest.raises(ServedAlready):
        withdraw_demand(demand.pk, actor=actor)
    with pytest.raises(IntegrityError, match="demand_service"), transaction.atomic():
        type(demand.service).objects.filter(demand=demand).update(served_on=date(2020, 1, 1))


def test_a_captain_hands_over_in_the_own_building(owing):
    demand = make_demand(owing, bill_of("1-1-101"))
    service = record_service(
        demand.pk,
        actor=owing.actor("captain"),
        way=ServiceWay.HANDED,
        served_on=today(),
        witness="张秀兰",
    )
    assert service.served_by == owing.captain


def test_nobody_presses_for_what_is_disputed_or_agreed_or_paid(owing):
    secretary = owing.actor("secretary")
    disputed, agreed, paid = bill_of("2-1-101"), bill_of("2-1-201"), bill_of("1-1-101")
    dispute_bill(disputed.pk, actor=owing.actor("owner"), text="面积不对")
    agree(owing, in_days((0, 10_000), (30, 9_200)))
    pay(owing, paid.home_id, 19_200)
    for bill in (disputed, agreed):
        with pytest.raises(NothingOverdue):
            urge(bill.home_id, payer_key(bill), actor=secretary, way="door")
    with pytest.raises(NotFound):
        urge(paid.home_id, payer_key(paid), actor=secretary, way="door")
    assert {d.plate for d in list_debts(secretary)} == {"1-1-201", "2-1-201"}


def test_terms_are_the_estates_own(owing):
    set_terms(actor=owing.actor("accountant"), demand_days=30, urge_days=0, grace_days=3)
    bill = bill_of("2-1-201")
    urge(bill.home_id, payer_key(bill), actor=owing.actor("secretary"), way="phone")
    assert (
        write_demand(bill.home_id, payer_key(bill), actor=owing.actor("accountant")).period_days
        == 30
    )
    with pytest.raises(IntegrityError, match="payment_demand"), transaction.atomic():
        Demand.objects.update(amount_fen=1)


# --- paying by parts ---


def test_parts_sum_to_what_is_open(owing):
    for parts in (
        [],
        in_days((0, 19_199)),
        in_days((0, 19_201)),
        in_days((0, 19_200), (30, 0)),
        in_days((0, 20_000), (30, -800)),
    ):
        with pytest.raises(BadParts):
            agree(owing, parts)
    for parts in (in_days((-1, 19_200)), in_days((5, 9_200), (5, 10_000)), in_days((1200, 19_200))):
        with pytest.raises(BadPartDays):
            agree(owing, parts)
    plan = agree(owing, in_days((0, 10_000), (30, 9_200)))
    assert [p.amount_fen for p in plan.parts.order_by("due_on")] == [10_000, 9_200]
    with pytest.raises(PlanRunning):
        agree(owing, in_days((0, 19_200)))
    end_plan(plan.pk, actor=owing.actor("accountant"))
    agree(owing, in_days((0, 19_200)))


def test_the_persons_word_is_recorded(owing):
    parts = in_days((0, 19_200))
    for over in (
        {"note": " "},
        {"confirmed": Confirmation.SIGNED},
        {"confirmed": Confirmation.OWN_PHONE},
    ):
        with pytest.raises(NotConfirmed):
            agree(owing, parts, **over)
    with pytest.raises(NotConfirmed):
        agree(owing, parts, by="tenant")
    with pytest.raises(NotFound):
        agree(owing, parts, by="resident")
    plan = agree(owing, parts, by="tenant", confirmed=Confirmation.OWN_PHONE)
    assert plan.agreed_by == owing.tenant


def test_a_kept_agreement_ends_and_a_broken_one_is_a_talk(owing):
    kept = agree(owing, in_days((0, 10_000), (30, 9_200)), plate="2-1-201")
    broken = agree(owing, in_days((0, 10_000), (30, 9_200)), plate="1-1-101", by="agent")
    pay(owing, kept.home_id, 19_200)
    assert check_plans() == 1
    matters = Matter.objects.count()
    with on_day(today() + timedelta(7)):
        assert check_plans() == 0
    with on_day(today() + timedelta(8)):
        assert check_plans() == 1 and check_plans() == 0
    kept.refresh_from_db()
    broken.refresh_from_db()
    assert (kept.state, broken.state) == ("kept", "broken")
    assert Matter.objects.count() == matters + 1
    assert broken.matter.kind.code == "payment_help" and broken.matter.category.code == "fees"


def test_who_cannot_pay_asks_for_help_alone_or_at_the_desk(owing):
    home_id = bill_of("2-1-201").home_id
    matter = ask_for_help(home_id, actor=owing.actor("tenant"), text="病了,这个月交不上。")
    assert matter.kind.code == "payment_help"
    ask_for_help(home_id, actor=owing.actor("agent"), text="他来窗口说交不上。")
    with pytest.raises(NotFound):
        ask_for_help(home_id, actor=owing.actor("resident"), text="替别人问")


# --- rent (HSG-01) ---


def owe_rent(cast, months):
    home = Home.objects.get(place__plate="2-1-201")
    Lease.objects.create(
        home=home,
        tenant=cast.people["tenant"],
        starts_on=date(2026, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    for month in range(1, months + 1):
        issue_overdue(
            cast, charge="public_rent", period=f"2026-{month:02}", due_on=date(2026, 9, 1)
        )
    return home


@pytest.mark.rule("HSG-01")
def test_six_months_of_rent_are_an_alarm_and_people_decide(owing):
    home = owe_rent(owing, 5)
    officer = owing.actor("housing_officer")
    assert not [d for d in list_rent_alarms(officer) if d.home_id == home.pk]
    with pytest.raises(RentNotLong):
        decide_rent(home.pk, actor=officer, decision=RentDecision.HELP, reason="五个月")
    issue_overdue(owing, charge="public_rent", period="2026-06", due_on=date(2026, 9, 1))
    (alarm,) = [d for d in list_rent_alarms(officer) if d.home_id == home.pk]
    assert alarm.months == 6 and alarm.amount == 6 * 30_000
    for name in ("accountant", "lead", "tenant"):
        with pytest.raises(NotAllowed):
            decide_rent(
                home.pk, actor=owing.actor(name), decision=RentDecision.VACATE, reason="欠租"
            )
    with pytest.raises(RentReasonMissing):
        decide_rent(home.pk, actor=officer, decision=RentDecision.VACATE, reason=" ")
    review = decide_rent(home.pk, actor=officer, decision=RentDecision.HELP, reason="生病,先帮扶")
    assert review.appeal_until == today() + timedelta(30)
    lease = Lease.objects.get(home=home)
    assert lease.ended_on is None  # nothing happens by itself
    matter = appeal(review.pk, actor=owing.actor("tenant"), text="我交过三个月。")
    assert matter.kind.code == "objection"
    assert appeal(review.pk, actor=owing.actor("tenant"), text="再说").pk == matter.pk
    with pytest.raises(NotFound):
        appeal(review.pk, actor=owing.actor("resident"), text="别人的")
