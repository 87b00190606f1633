"""A quarter's bills: previewed, confirmed once for all or none, corrected, refunded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.base.scopes.api import estate_scope
from linli.estate.models import Home, Household, Lease, Ownership, PersonCategory
from linli.money.fees.api import (
    Bill,
    BillingPreview,
    BillLine,
    Formula,
    GroundKind,
    Tariff,
    WaiverScope,
    add_tariff,
    approve_waiver,
    begin_run,
    bill_for,
    collection_rates,
    confirm_run,
    correct_bill,
    dispute_bill,
    drop_run,
    end_dispute,
    own_bills,
    own_homes,
    preview_refund,
    preview_run,
    propose_waiver,
    read_period,
    record_reading,
    reverse_bill,
    save_charge,
    withdraw_tariff,
)
from linli.money.fees.data import Cycle, Trouble
from linli.money.fees.errors import (
    BadDates,
    BadPeriod,
    BadPrice,
    BadWaiver,
    BillSettled,
    DecisionUnknown,
    GroundMissing,
    MeterBackwards,
    NotThisStep,
    OwnProposal,
    PeriodBilled,
    PeriodOverlaps,
    PreviewOutdated,
    RunOpen,
    SurchargeForbidden,
    TariffGap,
    TariffInUse,
    TariffOverlap,
)
from linli.money.fees.testing import (
    bill_of,
    issue_bills,
    make_decision,
    make_tariff,
    make_waiver,
)
from linli.money.fees.tests.test_settling import balance, pay

Q4 = "2026Q4"


def begin(cast, charge, period=Q4, **over):
    run = begin_run(charge.pk, period, actor=cast.actor("accountant"), **over)
    return preview_run(run.pk, actor=cast.actor("accountant"))


def preview_of(run, plate):
    return BillingPreview.objects.get(run=run, home__place__plate=plate)


# --- who pays, and what a preview says ---


def test_a_preview_shows_every_bill_and_what_has_to_be_mended(cast, fees):
    run = begin(cast, fees)
    assert run.state == "previewed" and run.totals["bills"] == 4
    assert preview_of(run, "2-1-101").amount == 19_200
    assert preview_of(run, "2-1-101").changes == ["first"]
    # 36 homes, four with people: nobody is registered in the others
    troubles = BillingPreview.objects.filter(run=run).exclude(trouble="")
    assert set(troubles.values_list("trouble", flat=True)) == {Trouble.NO_PAYER.value}
    assert run.totals["troubles"] == troubles.count() == Home.objects.count() - 4
    assert not Bill.objects.exists()


def test_owner_and_tenant_each_get_their_own(cast, fees):
    issue_bills(cast)
    bills = {b.home.place.plate: b for b in Bill.objects.select_related("home__place")}
    assert bills["2-1-101"].payer_kind == "owner"
    assert bills["2-1-101"].payer_person == cast.people["owner"]
    assert bills["2-1-201"].payer_kind == "tenant"
    assert bills["2-1-201"].payer_person == cast.people["tenant"]


def test_a_vacant_tenants_home_has_nobody_to_bill(cast, fees):
    Home.objects.filter(place__plate="1-2-301").update(is_vacant=True)
    run = begin(cast, fees)
    assert not BillingPreview.objects.filter(run=run, home__place__plate="1-2-301").exists()


def test_a_home_without_area_is_named(cast, fees):
    Home.objects.filter(place__plate="2-1-101").update(area_cm2=None)
    run = begin(cast, fees)
    assert preview_of(run, "2-1-101").trouble == "no_area"
    confirm_run(run.pk, actor=cast.actor("accountant"))
    Home.objects.filter(place__plate="2-1-101").update(area_cm2=800_000)
    late = begin(cast, fees, only_missing=True)
    confirm_run(late.pk, actor=cast.actor("accountant"))
    assert bill_of("2-1-101").amount_fen == 19_200 and Bill.objects.count() == 4


def test_who_moves_in_the_middle_pays_for_the_own_days(cast, fees):
    home = Home.objects.get(place__plate="2-1-201")
    Lease.objects.create(
        home=home,
        tenant=cast.people["elder"],
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        ended_on=date(2026, 10, 31),
    )
    issue_bills(cast, period=Q4)
    bills = Bill.objects.filter(home=home).order_by("starts_on")
    assert [(b.payer_person, b.amount_fen) for b in bills] == [
        (cast.people["elder"], 6_400),
        (cast.people["tenant"], 12_800),
    ]


def test_a_sold_home_is_billed_to_each_owner(cast, fees):
    home = Home.objects.get(place__plate="2-1-101")
    Ownership.objects.filter(home=home).update(until=date(2026, 12, 1))
    Ownership.objects.create(home=home, person=cast.people["elder"], since=date(2026, 12, 1))
    issue_bills(cast, period=Q4)
    assert [b.amount_fen for b in Bill.objects.filter(home=home).order_by("starts_on")] == [
        12_800,
        6_400,
    ]


def test_a_preview_says_why_a_bill_differs(cast, fees):
    issue_bills(cast, period="2026Q3")
    make_tariff(cast, price_mfen=90_000, starts_on=date(2026, 10, 1))
    Home.objects.filter(place__plate="2-1-101").update(area_cm2=900_000)
    run = begin(cast, fees)
    row = preview_of(run, "2-1-101")
    assert (row.previous, row.amount, row.changes) == (19_200, 24_300, ["tariff", "quantity"])
    assert preview_of(run, "2-1-201").changes == ["tariff"]


# --- confirming ---


def test_one_confirmation_posts_all_and_a_second_nothing(cast, fees):
    run = begin(cast, fees)
    shown = {p.home_id: p.amount for p in BillingPreview.objects.filter(run=run)}
    accountant = cast.actor("accountant")
    assert confirm_run(run.pk, actor=accountant).state == "posted"
    posted = {b.home_id: b.amount_fen for b in Bill.objects.all()}
    assert posted == {home: amount for home, amount in shown.items() if amount}
    assert balance("income:property_fee") == -sum(posted.values())
    confirm_run(run.pk, actor=accountant)
    assert Bill.objects.count() == 4 and balance("income:property_fee") == -sum(posted.values())
    for bill in Bill.objects.prefetch_related("lines"):
        assert bill.amount_fen == sum(line.amount_fen for line in bill.lines.all())


@pytest.mark.parametrize("change", ["tariff", "waiver", "area", "resident"])
def test_whatever_changes_after_the_preview_asks_for_a_new_one(cast, fees, change):
    run = begin(cast, fees)
    if change == "tariff":
        make_tariff(cast, price_mfen=90_000, starts_on=date(2026, 11, 1))
    elif change == "waiver":
        Household.objects.filter(home__place__plate="2-1-201").update(low_income=True)
        make_waiver(cast)
    elif change == "area":
        Home.objects.filter(place__plate="2-1-101").update(area_cm2=810_000)
    else:
        Household.objects.filter(home__place__plate="2-1-201").update(until=date(2026, 11, 1))
    with pytest.raises(PreviewOutdated):
        confirm_run(run.pk, actor=cast.actor("accountant"))
    run.refresh_from_db()
    assert not Bill.objects.exists() and run.state == "draft" and run.digest is None
    with pytest.raises(NotThisStep):
        confirm_run(run.pk, actor=cast.actor("accountant"))
    preview_run(run.pk, actor=cast.actor("accountant"))
    assert confirm_run(run.pk, actor=cast.actor("accountant")).state == "posted"


@pytest.mark.rule("FEE-03")
def test_no_double_charge(cast, fees):
    issue_bills(cast, period=Q4)
    accountant = cast.actor("accountant")
    with pytest.raises(PeriodBilled):
        begin_run(fees.pk, Q4, actor=accountant)
    with pytest.raises(BadPeriod):
        begin_run(fees.pk, "2026-11", actor=accountant)
    save_charge(
        "property_fee",
        actor=accountant,
        name="物业费",
        cycle=Cycle.YEAR,
        payers=fees.payers,
        income="property_fee",
    )
    with pytest.raises(PeriodOverlaps):
        begin_run(fees.pk, "2026", actor=accountant)
    bill = bill_of("2-1-101")
    with pytest.raises(IntegrityError, match="bill_once"), transaction.atomic():
        Bill.objects.create(
            **{
                f.attname: getattr(bill, f.attname)
                for f in Bill._meta.concrete_fields
                if f.name != "id"
            }
        )


def test_runs_in_order(cast, fees):
    accountant = cast.actor("accountant")
    run = begin_run(fees.pk, Q4, actor=accountant)
    with pytest.raises(RunOpen):
        begin_run(fees.pk, Q4, actor=accountant)
    with pytest.raises(NotThisStep):
        confirm_run(run.pk, actor=accountant)
    with pytest.raises(BadDates):
        begin_run(fees.pk, "2027Q1", actor=accountant, due_on=today() - timedelta(days=1))
    drop_run(run.pk, actor=accountant)
    assert begin_run(fees.pk, Q4, actor=accountant).state == "draft"


def test_only_who_issues_fees_issues_them(cast, fees):
    for name in ("agent", "resident", "secretary", "outsider", "property_manager"):
        with pytest.raises((NotAllowed, NotFound)):
            begin_run(fees.pk, Q4, actor=cast.actor(name))
    run = begin(cast, fees)
    with pytest.raises((NotAllowed, NotFound)):
        confirm_run(run.pk, actor=cast.actor("agent"))


# --- tariffs ---


@pytest.mark.rule("FEE-03")
def test_a_price_rests_on_a_ground_and_never_changes_under_a_bill(cast, fees):
    accountant = cast.actor("accountant")
    fields = {
        "actor": accountant,
        "formula": Formula.AREA,
        "price_mfen": 90_000,
        "ground_kind": GroundKind.CONTRACT,
        "ground": "合同",
    }
    with pytest.raises(GroundMissing):
        add_tariff(fees.pk, **{**fields, "ground": " "}, starts_on=date(2027, 1, 1))
    with pytest.raises(DecisionUnknown):
        add_tariff(
            fees.pk,
            **{**fields, "ground_kind": GroundKind.DECISION},
            starts_on=date(2027, 1, 1),
            decision_reference="不存在",
        )
    for price in (-1, 10**12, 1.5):
        with pytest.raises(BadPrice):
            add_tariff(fees.pk, **{**fields, "price_mfen": price}, starts_on=date(2027, 1, 1))
    issue_bills(cast, period=Q4)
    with pytest.raises(TariffOverlap):
        add_tariff(fees.pk, **fields, starts_on=date(2020, 1, 1))
    with pytest.raises(TariffInUse):
        add_tariff(fees.pk, **fields, starts_on=date(2026, 12, 31))
    later = add_tariff(fees.pk, **fields, starts_on=date(2027, 1, 1))
    old = Tariff.objects.filter(charge=fees).earliest("starts_on")
    with pytest.raises(TariffInUse):
        withdraw_tariff(old.pk, actor=accountant)
    for change in ({"price_mfen": 1}, {"starts_on": date(2026, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tariff.objects.filter(pk=later.pk).update(**change)
    withdraw_tariff(later.pk, actor=accountant)  # nothing rests on it yet
    assert add_tariff(fees.pk, **fields, starts_on=date(2027, 1, 1)).pk != later.pk


def test_amounts_of_a_bill_never_change(cast, fees):
    issue_bills(cast)
    bill = bill_of("2-1-101")
    for change in ({"amount_fen": 1, "gross_fen": 1}, {"home": bill_of("1-1-101").home}):
        with pytest.raises(IntegrityError, match="bill"), transaction.atomic():
            Bill.objects.filter(pk=bill.pk).update(**change)
    with pytest.raises(Exception, match=r"permission denied|append-only"), transaction.atomic():
        BillLine.objects.filter(bill=bill).update(amount_fen=1)


def test_a_period_before_the_first_price_is_refused(cast, fees):
    with pytest.raises(TariffGap):
        begin(cast, fees, "2019Q4")


@pytest.mark.rule("FEE-04")
def test_collecting_for_a_utility_takes_no_fee(cast, fees):
    accountant = cast.actor("accountant")
    water = save_charge(
        "water",
        actor=accountant,
        name="代收水费",
        cycle=Cycle.MONTH,
        payers={"owned": "owner", "public_rental": "tenant"},
        is_collected=True,
    )
    fields = {
        "actor": accountant,
        "starts_on": date(2020, 1, 1),
        "formula": Formula.METER,
        "price_mfen": 390_000,
        "ground_kind": GroundKind.GOVERNMENT,
        "ground": "水价文件",
    }
    with pytest.raises(SurchargeForbidden):
        add_tariff(water.pk, **fields, surcharge_fen=1)
    tariff = add_tariff(water.pk, **fields)
    with pytest.raises(IntegrityError, match="tariff_no_surcharge"), transaction.atomic():
        Tariff.objects.create(
            charge=water,
            starts_on=date(2021, 1, 1),
            formula="meter",
            price_mfen=1,
            surcharge_fen=1,
            is_collected=True,
            ground_kind="contract",
            ground="x",
            created_by=tariff.created_by,
            created_at=tariff.created_at,
        )
    home_id = Home.objects.get(place__plate="2-1-101").pk
    for day, amount in ((date(2026, 10, 31), 10_000), (date(2026, 11, 30), 22_500)):
        record_reading(water.pk, home_id, actor=accountant, read_on=day, amount=amount)
    with pytest.raises(MeterBackwards):
        record_reading(
            water.pk, home_id, actor=accountant, read_on=date(2026, 12, 1), amount=22_000
        )
    record_reading(
        water.pk, home_id, actor=accountant, read_on=date(2026, 12, 1), amount=0, is_exchange=True
    )
    run = begin(cast, water, "2026-11")
    assert preview_of(run, "2-1-101").amount == 12_500 * 390_000 // 10**6
    assert preview_of(run, "2-1-201").trouble == "no_reading"


# --- waivers ---


def test_a_waiver_holds_only_when_somebody_else_approved_it(cast, fees):
    Household.objects.filter(home__place__plate="2-1-201").update(low_income=True)
    waiver = propose_waiver(
        fees.pk,
        actor=cast.actor("accountant"),
        name="低保减半",
        scope=WaiverScope.LOW_INCOME,
        ground="区发〔2020〕5号",
        starts_on=date(2020, 1, 1),
        share=500,
    )
    assert preview_of(begin(cast, fees), "2-1-201").amount == 19_200
    with pytest.raises(OwnProposal):
        approve_waiver(waiver.pk, actor=cast.actor("accountant"))
    with pytest.raises(NotAllowed):
        approve_waiver(waiver.pk, actor=cast.actor("agent"))
    approve_waiver(waiver.pk, actor=cast.actor("lead"))
    with pytest.raises(NotThisStep):
        approve_waiver(waiver.pk, actor=cast.actor("lead"))
    with pytest.raises(IntegrityError, match="waiver_four_eyes"), transaction.atomic():
        type(waiver).objects.filter(pk=waiver.pk).update(approved_by=waiver.proposed_by_id)


def test_a_waiver_by_category_for_its_own_days(cast, fees):
    PersonCategory.objects.create(
        person=cast.people["tenant"],
        kind="disability",
        code="physical",
        grade=1,
        source="残联",
        valid_from=date(2020, 1, 1),
        valid_until=date(2026, 10, 31),
    )
    make_waiver(
        cast,
        name="残疾人减免",
        scope=WaiverScope.CATEGORY,
        category_kind="disability",
        share=1000,
        ground="条例第五条",
    )
    issue_bills(cast, period=Q4)
    bill = bill_of("2-1-201")
    assert (bill.gross_fen, bill.waived_fen, bill.amount_fen) == (19_200, 6_400, 12_800)
    assert balance("waiver") == 6_400
    assert bill_of("2-1-101").waived_fen == 0


def test_a_home_wholly_waived_owes_nothing_and_is_named_in_the_rate(cast, fees):
    home_id = Home.objects.get(place__plate="2-1-101").pk
    make_waiver(cast, scope=WaiverScope.HOME, home_id=home_id, share=1000)
    issue_bills(cast, period=Q4)
    assert bill_of("2-1-101").amount_fen == 0 and bill_of("2-1-101").open_fen == 0
    total = collection_rates(read_period(Q4)).total
    assert ("waived", 1, 19_200) in [(e.why, e.count, e.amount) for e in total.exclusions]


def test_the_discount_for_vacant_homes_needs_a_decision(cast, fees):
    fields = {"name": "空置房七折", "scope": WaiverScope.VACANT, "share": 300}
    with pytest.raises(DecisionUnknown):
        make_waiver(cast, **fields, decision_reference="2026-1")
    decision = make_decision("2026-1")
    make_waiver(cast, **fields, decision_reference=decision.reference)
    Home.objects.filter(place__plate="2-1-101").update(is_vacant=True)
    issue_bills(cast, period=Q4)
    assert bill_of("2-1-101").amount_fen == 19_200 * 7 // 10


@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"share": 0}, BadWaiver),
        ({"share": 1001}, BadWaiver),
        ({"share": -5}, BadWaiver),
        ({"share": 500, "monthly_fen": 5}, BadWaiver),
        ({"ground": ""}, GroundMissing),
        ({"ends_on": date(2019, 1, 1)}, BadDates),
    ],
)
def test_bad_waivers(cast, fees, over, error):
    with pytest.raises(error):
        make_waiver(cast, **over)


# --- corrections and refunds ---


def test_a_wrong_bill_is_reversed_and_issued_anew_and_what_was_paid_counts(cast, fees):
    issue_bills(cast, period=Q4)
    bill = bill_of("2-1-101")
    pay(cast, bill.home_id, 19_200)
    Home.objects.filter(pk=bill.home_id).update(area_cm2=700_000)
    (new,) = correct_bill(bill.pk, actor=cast.actor("accountant"), reason="面积量错")
    bill.refresh_from_db()
    new.refresh_from_db()
    assert bill.is_reversed and new.corrects_id == bill.pk
    assert new.amount_fen == 16_800 == new.paid_fen
    assert balance(f"prepaid:{bill.home_id}") == -2_400
    assert balance("income:property_fee") == -sum(
        b.amount_fen for b in Bill.objects.filter(is_reversed=False)
    )
    with pytest.raises(BillSettled):
        reverse_bill(bill.pk, actor=cast.actor("accountant"), reason="再来")


@pytest.mark.rule("FEE-03")
def test_what_ending_early_comes_to_is_never_more_than_was_paid(cast, fees):
    """Paying it back takes two people: see payments/tests/test_giving_back.py."""
    issue_bills(cast, period=Q4)
    bill = bill_of("2-1-101")
    accountant = cast.actor("accountant")
    assert preview_refund(bill, date(2026, 10, 31)).back == 0
    pay(cast, bill.home_id, 10_000)  # paid a part only
    assert preview_refund(bill_for(accountant, bill.pk), date(2026, 10, 31)).back == 3_600
    with pytest.raises(BadDates):
        preview_refund(bill, date(2027, 1, 5))


# --- who sees what, disputes, rates ---


def test_everybody_sees_the_own_bills_alone(cast, fees):
    issue_bills(cast)
    for name, plate in (("owner", "2-1-101"), ("tenant", "2-1-201"), ("resident", "1-1-101")):
        bills = own_bills(cast.actor(name))
        assert [b.home.place.plate for b in bills] == [plate]
        assert own_homes(cast.actor(name)) == [bills[0].home_id]
    bill = bill_of("2-1-101")
    for name in ("tenant", "resident", "outsider", "worker", "captain", "property_manager"):
        with pytest.raises(NotFound):
            bill_for(cast.actor(name), bill.pk)
    for name in ("owner", "accountant", "agent", "secretary"):
        assert bill_for(cast.actor(name), bill.pk) == bill
    foreign = cast.actor("foreign_lead")
    with estate_scope_of(cast.other_estate), pytest.raises(NotFound):
        bill_for(foreign, bill.pk)


def estate_scope_of(estate):
    from linli.base.scopes.data import current

    current.set(None)
    return estate_scope(estate.pk)


def test_a_dispute_is_a_matter_and_stops_the_pressing(cast, fees):
    from linli.matters.testing import load_rules

    load_rules(cast.estate)
    issue_bills(cast, period=Q4)
    bill = bill_of("2-1-101")
    matter = dispute_bill(bill.pk, actor=cast.actor("owner"), text="我家是 70 平方米,不是 80。")
    assert matter.kind.code == "objection"
    assert dispute_bill(bill.pk, actor=cast.actor("owner"), text="再说一次").pk == matter.pk
    total = collection_rates(read_period(Q4)).total
    assert total.denominator == 3 * 19_200 and total.bills == 3
    assert [e.why for e in total.exclusions] == ["disputed"]
    end_dispute(bill.pk, actor=cast.actor("accountant"))
    assert collection_rates(read_period(Q4)).total.denominator == 4 * 19_200


def test_collection_rates_by_building_and_grid(cast, fees):
    issue_bills(cast, period=Q4)
    Home.objects.filter(place__plate="3-1-101").update(is_vacant=True)
    pay(cast, bill_of("2-1-101").home_id, 19_200)
    pay(cast, bill_of("1-1-101").home_id, 9_600, key="k2")
    rates = collection_rates(read_period(Q4))
    assert (rates.total.numerator, rates.total.denominator) == (28_800, 76_800)
    rows = {row.plate: row for row in rates.buildings}
    assert (rows["1号楼"].numerator, rows["1号楼"].denominator, rows["1号楼"].paid_bills) == (
        9_600,
        38_400,
        0,
    )
    assert (rows["2号楼"].numerator, rows["2号楼"].paid_bills, rows["2号楼"].bills) == (
        19_200,
        1,
        2,
    )
    assert [(e.why, e.count) for e in rows["3号楼"].exclusions] == [("vacant", 1)]
    assert sum(row.denominator for row in rates.grids) == 76_800
