"""New bills are told: by two people, once, without a sum, to who pays and nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from linli.base.calendars.api import SHANGHAI, clock_at
from linli.base.errors import DomainError, NotAllowed
from linli.contact.mailings.api import (
    Mailing,
    MailingRecipient,
    approve_mailing,
    audiences_for,
    people_to_carry,
    return_mailing,
    run_once,
)
from linli.contact.messages.api import Message, set_preference
from linli.estate.models import Home, Household, Ownership
from linli.estate.testing import make_person
from linli.money.fees.announcing import Billed
from linli.money.fees.api import Bill, BillingRun, begin_run, find_charge, tell_payers
from linli.money.fees.testing import current_quarter, issue_bills
from linli.money.fees.words import say_yuan
from linli.money.payments.testing import make_cash

NIGHT = datetime(2026, 11, 23, 23, tzinfo=SHANGHAI)


@pytest.fixture
def run(fees: Any, cast: Any) -> BillingRun:
    return issue_bills(cast)


def let_out(cast: Any, run: BillingRun) -> Mailing:
    mailing = tell_payers(run.pk, actor=cast.actor("accountant"))
    return approve_mailing(mailing.pk, actor=cast.actor("lead"))


def told() -> set[int]:
    return set(MailingRecipient.objects.values_list("person", flat=True))


def test_issuing_tells_nobody_by_itself(run: BillingRun) -> None:
    assert not Mailing.objects.exists()
    assert run.mailing is None


def test_two_people_tell_who_pays_once(run: BillingRun, cast: Any) -> None:
    accountant = cast.actor("accountant")
    mailing = tell_payers(run.pk, actor=accountant)
    assert mailing.state == "waiting"
    with pytest.raises(NotAllowed):
        approve_mailing(mailing.pk, actor=accountant)
    assert tell_payers(run.pk, actor=accountant).pk == mailing.pk
    approve_mailing(mailing.pk, actor=cast.actor("lead"))
    assert tell_payers(run.pk, actor=accountant).pk == mailing.pk
    assert Mailing.objects.count() == 1
    named = set(
        Bill.objects.filter(payer_person__isnull=False).values_list("payer_person", flat=True)
    )
    owners = set(Ownership.objects.filter(until__isnull=True).values_list("person", flat=True))
    assert named <= told() <= named | owners
    assert Message.objects.values("person").distinct().count() == Message.objects.count()


def test_no_sum_is_told_and_who_has_paid_is_told_all_the_same(run: BillingRun, cast: Any) -> None:
    """Being on a captain's list says nothing of what somebody owes."""
    make_cash(cast, "1-1-101")
    payer = Bill.objects.get(home__place__plate="1-1-101", run=run).payer_person_id
    mailing = let_out(cast, run)
    assert payer in told()
    bodies = [*Message.objects.values_list("body", flat=True), mailing.body_zh, mailing.body_en]
    sums = {say_yuan(fen) for fen in Bill.objects.values_list("amount_fen", flat=True)}
    assert not [text for text in bodies for fen in sums if fen in text]


def test_in_the_own_language(run: BillingRun, cast: Any) -> None:
    person = cast.people["resident"].pk
    set_preference(person, actor=cast.actor("resident"), channel="", language="en")
    let_out(cast, run)
    body = Message.objects.get(person=person).body
    assert "is here" in body
    assert reverse("fees:own") in body


def test_an_owner_who_lives_elsewhere(fees: Any, cast: Any) -> None:
    """Told where a message reaches; without a phone nobody at the door hears of it instead."""
    lived_in = Household.objects.filter(until__isnull=True).values("home")
    owned = Ownership.objects.values("home")
    empty = Home.objects.exclude(pk__in=lived_in).exclude(pk__in=owned).order_by("pk")[:2]
    away = make_person("外地房东", phone="13900008888")
    silent = make_person("没有手机的房东")
    for home, person in zip(empty, (away, silent), strict=True):
        Ownership.objects.create(home=home, person=person, since=None)
        Home.objects.filter(pk=home.pk).update(tenure_type="owned")
    run = issue_bills(cast)
    assert {away.pk, silent.pk} <= set(Billed().person_ids([str(run.pk)]))
    let_out(cast, run)
    assert away.pk in told()
    assert silent.pk not in told()


def test_the_captain_carries_it_to_who_has_no_phone(run: BillingRun, cast: Any) -> None:
    payer = Bill.objects.get(home__place__plate="1-1-101", run=run).payer_person
    payer.phone, payer.account = "", None
    payer.save()
    mailing = let_out(cast, run)
    _mailing, rows = people_to_carry(cast.actor("captain"), mailing.pk)
    assert payer.pk in {row.person_id for row in rows}
    assert {row.building_id for row in rows} == {cast.places["building1"].pk}


def test_nobody_is_woken(run: BillingRun, cast: Any) -> None:
    mailing = let_out(cast, run)
    with clock_at(NIGHT):
        assert run_once(mailing.pk, cast.estate.pk) is False
    assert not Message.objects.filter(channel="sms", state="sent").exists()


def test_what_was_sent_back_is_proposed_anew(run: BillingRun, cast: Any) -> None:
    accountant = cast.actor("accountant")
    first = tell_payers(run.pk, actor=accountant)
    return_mailing(first.pk, actor=cast.actor("lead"), reason="等明天")
    second = tell_payers(run.pk, actor=accountant)
    assert second.pk != first.pk
    assert second.state == "waiting"


def test_who_may_not(run: BillingRun, cast: Any) -> None:
    for name in ("secretary", "resident", "property_manager"):
        with pytest.raises(DomainError):
            tell_payers(run.pk, actor=cast.actor(name))
    accountant = cast.actor("accountant")
    open_run = begin_run(find_charge("public_rent").pk, "2027-01", actor=accountant)
    with pytest.raises(DomainError) as refused:
        tell_payers(open_run.pk, actor=accountant)
    assert refused.value.code == "not_this_step"
    assert "billed" not in {audience.code for audience in audiences_for(cast.actor("lead"))}


def test_the_pages(run: BillingRun, cast: Any, sign_in: Any) -> None:
    here = reverse("fees:run", args=[run.pk])
    accountant, lead = sign_in(cast.accountant), sign_in(cast.lead)
    assert "没有手机的由楼长上门说" in accountant.get(here).content.decode()
    answer = accountant.post(reverse("fees:act", args=[run.pk]), {"action": "tell"}, follow=True)
    assert "等另一个人放行" in answer.content.decode()
    mailing = Mailing.objects.get()
    page = lead.get(reverse("mailings:mailing", args=[mailing.pk])).content.decode()
    assert "要交这期账单的人" in page
    lead.post(reverse("mailings:act", args=[mailing.pk]), {"action": "approve"})
    mailing.refresh_from_db()
    assert mailing.state == "sending"
    assert f"告诉 {mailing.recipient_count} 人" in accountant.get(here).content.decode()


def test_the_period_is_this_one(run: BillingRun, cast: Any) -> None:
    mailing = tell_payers(run.pk, actor=cast.actor("accountant"))
    year, quarter = current_quarter().split("Q")
    assert f"{year} 年第 {quarter} 季度" in mailing.body_zh
