"""A request from hand to hand: nobody does two steps, nothing is paid before both releases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction

from linli.base.calendars.api import SHANGHAI, clock_at, today
from linli.base.errors import NotAllowed, NotFound
from linli.contact.messages.api import Message
from linli.estate.models import Home, Ownership
from linli.estate.testing import make_office
from linli.matters.handling.api import Matter
from linli.matters.testing import load_rules
from linli.money.fees.testing import forget_decisions, make_decision
from linli.money.ledger.api import entries_of, find_account, find_book
from linli.money.spending import errors
from linli.money.spending.api import (
    SpendingRequest,
    add_file,
    cancel_request,
    check_request,
    fund_statement,
    hands_for,
    hide_file,
    open_steps,
    pay_request,
    public_file,
    public_spendings,
    release_request,
    request_for,
    return_request,
    reverse_payment,
    ring_waiting,
    save_setting,
    show_file,
    steps_for,
    submit_request,
    tell_next,
    waiting_for,
    write_request,
)
from linli.money.spending.data import Step
from linli.money.spending.models import (
    SpendingPart,
    SpendingPayment,
    SpendingRelease,
    SpendingShare,
)
from linli.money.spending.testing import (
    bank_balance,
    make_checked,
    make_hands,
    make_payment,
    make_released,
    make_request,
    make_submitted,
    paper,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock_at(NOON):
        yield
    forget_decisions()


def pay(cast: Any, request: SpendingRequest, amount: int, n: int, by: str = "cashier") -> Any:
    return pay_request(
        request.pk, amount=amount, paid_on=today(), bank_number=f"N{n}", client_key=f"k{n}",
        actor=cast.actor(by),
    )  # fmt: skip


@pytest.mark.rule("FEE-06")
def test_five_hands_and_the_money_goes(cast: Any) -> None:
    payment = make_payment(cast)
    request = payment.request
    request.refresh_from_db()
    assert (request.state, request.paid) == ("paid", 120_000)
    assert SpendingPart.objects.values("account").distinct().count() == 5
    book = find_book("joint_account")
    expense = find_account(book, "expense:repairs")
    (entry,) = entries_of(book, source=f"spending:{request.pk}")
    lines = {line.account_id: line.amount for line in entry.lines.all()}
    assert lines[expense.pk] == 120_000
    assert bank_balance() == -120_000
    assert list(entry.voucher_ids) == [row.file_id for row in request.files.all()]


@pytest.mark.rule("FEE-06")
def test_bodies_release_in_whatever_order(cast: Any) -> None:
    request = make_checked(cast)
    release_request(request.pk, actor=cast.actor("committee_member"))
    request.refresh_from_db()
    assert open_steps(request) == (Step.RELEASE_COMPANY,)
    with pytest.raises(errors.NotReleased):
        pay(cast, request, 1, 1)
    done = release_request(request.pk, actor=cast.actor("property_manager"))
    assert done.state == "paying"


@pytest.mark.rule("FEE-06")
def test_a_large_sum_waits_for_an_owner(cast: Any) -> None:
    request = make_checked(cast, amount=1_000_000)
    for name in ("property_manager", "secretary"):
        release_request(request.pk, actor=cast.actor(name))
    request.refresh_from_db()
    assert open_steps(request) == (Step.RELEASE_OWNERS,)
    with pytest.raises(errors.NotReleased):
        pay(cast, request, 1, 1)
    assert release_request(request.pk, actor=cast.actor("owners_member")).state == "paying"


def test_the_threshold_is_an_estates_own_and_what_was_submitted_keeps_its_day(cast: Any) -> None:
    request = make_checked(cast)
    save_setting(actor=cast.actor("lead"), owners_from=1, wait_days=3, emergency_days=15)
    for name in ("property_manager", "secretary"):
        request = release_request(request.pk, actor=cast.actor(name))
    assert request.state == "paying"
    assert make_submitted(cast).owners_from == 1


@pytest.mark.rule("FEE-06")
def test_the_same_person_under_two_roles_releases_once(cast: Any) -> None:
    both = cast.property_manager
    make_office("residents_committee_member", both, organisation=cast.organisations["committee"])
    request = make_checked(cast)
    actor = cast.actor("property_manager")
    release_request(request.pk, actor=actor, step=Step.RELEASE_COMPANY)
    with pytest.raises(errors.SameHand):
        release_request(request.pk, actor=actor, step=Step.RELEASE_COMMITTEE)
    assert steps_for(actor, request_for(actor, request.pk)) == ()


@pytest.mark.rule("FEE-06")
def test_the_same_person_with_two_accounts_releases_once(cast: Any) -> None:
    """One account is tied to the register; the other bears the same name and phone."""
    person = cast.people["owner"]
    first, second = cast.property_manager, cast.secretary
    person.account = first
    person.name = second.name
    person.save()
    second.phone = person.phone
    second.save()
    request = make_checked(cast)
    release_request(request.pk, actor=cast.actor("property_manager"))
    with pytest.raises(errors.SamePerson):
        release_request(request.pk, actor=cast.actor("secretary"))
    part = SpendingPart.objects.get(step="release_company")
    with pytest.raises(IntegrityError, match="one_step_a_person"), transaction.atomic():
        SpendingPart.objects.create(
            request=request, step="release_committee", account=second, person=part.person,
            at=NOON,
        )  # fmt: skip


def test_the_table_itself_refuses_two_steps_of_one_account(cast: Any) -> None:
    request = make_checked(cast)
    with pytest.raises(IntegrityError, match="one_step_an_account"), transaction.atomic():
        SpendingPart.objects.create(request=request, step="pay", account=cast.accountant, at=NOON)


@pytest.mark.parametrize("who", ["worker", "accountant", "property_manager", "secretary"])
def test_nobody_who_did_a_step_does_another(cast: Any, who: str) -> None:
    make_office("accountant", cast.accounts[who], organisation=cast.organisations["committee"])
    request = make_released(cast)
    with pytest.raises(errors.SameHand):
        pay(cast, request, 1, 1, by=who)


def test_the_author_does_not_check_and_the_checker_does_not_release(cast: Any) -> None:
    make_office("accountant", cast.worker, organisation=cast.organisations["committee"])
    make_office(
        "residents_committee_member", cast.accountant, organisation=cast.organisations["committee"]
    )
    request = make_submitted(cast)
    with pytest.raises(errors.SameHand):
        check_request(request.pk, actor=cast.actor("worker"))
    check_request(request.pk, actor=cast.actor("accountant"))
    with pytest.raises(errors.SameHand):
        release_request(request.pk, actor=cast.actor("accountant"))


def test_the_database_refuses_a_payment_before_the_releases(cast: Any) -> None:
    request = make_checked(cast)
    part = SpendingPart.objects.create(request=request, step="pay", account=cast.cashier, at=NOON)
    with pytest.raises(IntegrityError, match="after_releases"), transaction.atomic():
        SpendingPayment.objects.create(
            request=request, part=part, amount=1, paid_on=today(), bank_number="1", entry_id=1,
            client_key="k", at=NOON,
        )  # fmt: skip


def test_the_database_refuses_a_release_by_a_foreign_hand(cast: Any) -> None:
    request = make_checked(cast)
    part = SpendingPart.objects.get(request=request, step="check")
    with pytest.raises(IntegrityError, match="of_its_part"), transaction.atomic():
        SpendingRelease.objects.create(
            request=request, round=request.round, step="release_company", part=part, at=NOON
        )


def test_the_database_refuses_more_than_the_sum(cast: Any) -> None:
    request = make_released(cast)
    first = pay(cast, request, 100_000, 1)
    with pytest.raises(errors.TooMuchPaid):
        pay(cast, request, 20_001, 2)
    with pytest.raises(IntegrityError, match="not_over"), transaction.atomic():
        SpendingPayment.objects.create(
            request=request, part=first.part, amount=20_001, paid_on=today(), bank_number="1",
            entry_id=99, client_key="k", at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize("table", ["spending_part", "spending_release", "spending_payment"])
def test_what_was_done_cannot_be_changed(cast: Any, table: str) -> None:
    make_payment(cast)
    for statement in (f"UPDATE {table} SET at = now()", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_part_payments_and_a_repeated_click(cast: Any) -> None:
    request = make_released(cast)
    first = pay(cast, request, 20_000, 1)
    again = pay(cast, request, 20_000, 1)
    assert first.pk == again.pk
    request.refresh_from_db()
    assert (request.state, request.left) == ("paying", 100_000)
    with pytest.raises(errors.BankNumberTaken):
        pay_request(
            request.pk, amount=5, paid_on=today(), bank_number="N1", client_key="other",
            actor=cast.actor("cashier"),
        )  # fmt: skip
    pay(cast, request, 100_000, 2)
    request.refresh_from_db()
    assert request.state == "paid"
    with pytest.raises(errors.NotNow):
        pay(cast, request, 1, 3)


@pytest.mark.parametrize("amount", [0, -5, 10_000_000_001, "5", 1.5])
def test_absurd_amounts_are_refused(cast: Any, amount: Any) -> None:
    with pytest.raises((errors.BadAmount, errors.AmountTooLarge)):
        make_request(cast, amount=amount)


def test_a_reversal_opens_the_sum_again(cast: Any) -> None:
    payment = make_payment(cast)
    with pytest.raises(errors.ReasonMissing):
        reverse_payment(payment.pk, reason=" ", actor=cast.actor("cashier"))
    reverse_payment(payment.pk, reason="户名不符,退回", actor=cast.actor("cashier"))
    with pytest.raises(errors.AlreadyReversed):
        reverse_payment(payment.pk, reason="再退", actor=cast.actor("cashier"))
    request = SpendingRequest.objects.get()
    assert (request.state, request.paid, bank_balance()) == ("paying", 0, 0)
    pay(cast, request, 120_000, 9)
    assert bank_balance() == -120_000


def test_sent_back_with_a_reason_and_released_anew(cast: Any) -> None:
    request = make_checked(cast)
    release_request(request.pk, actor=cast.actor("property_manager"))
    with pytest.raises(errors.ReasonMissing):
        return_request(request.pk, actor=cast.actor("secretary"), reason="")
    back = return_request(request.pk, actor=cast.actor("secretary"), reason="报价只有一份")
    assert (back.state, back.returned_reason) == ("draft", "报价只有一份")
    write_request(
        actor=cast.actor("worker"), request_id=request.pk, book="joint_account",
        category="repairs", purpose="楼道灯更换", payee="宏达机电有限公司", amount=110_000,
    )  # fmt: skip
    submit_request(request.pk, actor=cast.actor("worker"))
    again = check_request(request.pk, actor=cast.actor("accountant"))
    assert again.round == 2
    assert set(open_steps(again)) == {Step.RELEASE_COMPANY, Step.RELEASE_COMMITTEE}
    for name in ("secretary", "property_manager"):
        again = release_request(request.pk, actor=cast.actor(name))
    assert again.state == "paying"


def test_the_accountant_sends_back_and_checks_again(cast: Any) -> None:
    request = make_submitted(cast)
    return_request(request.pk, actor=cast.actor("accountant"), reason="合同编号不对")
    submit_request(request.pk, actor=cast.actor("worker"))
    assert check_request(request.pk, actor=cast.actor("accountant")).state == "releasing"


def test_a_release_pressed_twice_is_one(cast: Any) -> None:
    request = make_checked(cast)
    for _ in range(2):
        release_request(request.pk, actor=cast.actor("secretary"))
    assert SpendingRelease.objects.count() == 1
    with pytest.raises(errors.BodyDone):
        release_request(request.pk, actor=cast.actor("committee_member"))


def test_cancelled_before_money_went_only(cast: Any) -> None:
    request = make_released(cast)
    with pytest.raises(NotAllowed):
        cancel_request(request.pk, actor=cast.actor("accountant"), reason="不要了")
    assert (
        cancel_request(request.pk, actor=cast.actor("worker"), reason="不要").state == "cancelled"
    )
    paid = make_payment(cast).request
    with pytest.raises(errors.MoneyMoved):
        cancel_request(paid.pk, actor=cast.actor("worker"), reason="不要了")


@pytest.mark.rule("OWN-16")
def test_common_income_is_spent_on_vouchers_alone(cast: Any) -> None:
    request = make_request(cast, book="common_income")
    request.files.all().delete()
    with pytest.raises(errors.VoucherMissing):
        submit_request(request.pk, actor=cast.actor("worker"))
    add_file(request.pk, paper(), kind="voucher", actor=cast.actor("worker"))
    assert submit_request(request.pk, actor=cast.actor("worker")).state == "checking"


@pytest.mark.rule("FEE-07")
def test_the_fund_needs_a_decision_or_danger(cast: Any) -> None:
    request = make_request(cast, book="maintenance_fund", category="lift")
    with pytest.raises(errors.DecisionMissing):
        submit_request(request.pk, actor=cast.actor("worker"))
    SpendingRequest.objects.filter(pk=request.pk).update(decision="YZ-404")
    with pytest.raises(errors.DecisionUnknown):
        submit_request(request.pk, actor=cast.actor("worker"))
    SpendingRequest.objects.filter(pk=request.pk).update(decision="", is_emergency=True)
    with pytest.raises(errors.EmergencyReasonMissing):
        submit_request(request.pk, actor=cast.actor("worker"))
    with pytest.raises(IntegrityError, match="fund_says_why"), transaction.atomic():
        SpendingRequest.objects.filter(pk=request.pk).update(state="checking")


@pytest.mark.rule("FEE-07")
def test_a_decision_carries_uses_up_to_its_limit(cast: Any) -> None:
    make_decision("YZ-9", amount_limit_fen=200_000)
    place = cast.places["building1"].pk
    asked = {"book": "maintenance_fund", "category": "lift", "decision": "YZ-9", "place_id": place}
    assert make_submitted(cast, amount=150_000, **asked).state == "checking"
    with pytest.raises(errors.DecisionExceeded):
        make_submitted(cast, amount=50_001, **asked)
    assert make_submitted(cast, amount=50_000, **asked).state == "checking"


@pytest.mark.rule("FEE-07")
def test_an_emergency_is_used_now_and_told_after(cast: Any) -> None:
    load_rules(cast.estate)
    payment = emergency(cast)
    assert ring_waiting() == 1
    assert ring_waiting() == 0
    matter = Matter.objects.get()
    assert (matter.kind.code, matter.category.code) == ("duty", "accounts")
    assert public_spendings([payment.request_id])[payment.request_id].is_emergency


def emergency(cast: Any, **over: Any) -> SpendingPayment:
    return make_payment(
        cast, book="maintenance_fund", category="lift", is_emergency=True,
        emergency_reason="电梯钢丝断股,停运有危险", place_id=cast.places["building1"].pk,
        **over,
    )  # fmt: skip


@pytest.mark.rule("FEE-08")
def test_a_use_of_the_fund_is_borne_by_area(cast: Any) -> None:
    home = Home.objects.get(place__plate="1-1-101")
    Home.objects.filter(pk=home.pk).update(area_cm2=1_600_000)
    Ownership.objects.create(home=home, person=cast.people["resident"])
    emergency(cast, amount=100_000)
    shares = dict(SpendingShare.objects.values_list("home", "amount"))
    assert (len(shares), sum(shares.values())) == (12, 100_000)
    assert shares[home.pk] == 15_385  # 2 of 13 parts, one fen by the largest remainder
    statement = fund_statement(cast.actor("resident"), home.pk, 2026)
    assert (statement.opening, statement.closing) == (0, -15_385)
    assert statement.moves[0].purpose == "楼道灯更换"
    assert bank_balance("maintenance_fund") == -100_000
    for name in ("elder", "owner", "outsider", "worker"):
        with pytest.raises(NotFound):
            fund_statement(cast.actor(name), home.pk, 2026)


@pytest.mark.rule("FEE-08")
def test_a_reversed_use_gives_the_homes_their_part_back(cast: Any) -> None:
    payment = emergency(cast, amount=100_000)
    reverse_payment(payment.pk, reason="付错", actor=cast.actor("cashier"))
    home = Home.objects.get(place__plate="1-1-101")
    statement = fund_statement(cast.actor("accountant"), home.pk, 2026)
    assert (statement.closing, len(statement.moves)) == (0, 2)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("票.xlsm", b"PK\x03\x04" + b"x" * 50 + b"xl/vbaProject.bin", errors.MacroRefused),
        ("票.xlsx", b"PK\x03\x04" + b"x" * 50, errors.OfficeFileRefused),
        ("票.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, errors.OfficeFileRefused),
        ("票.png", b"PK\x03\x04" + b"vbaProject", errors.MacroRefused),
    ],
)
def test_a_voucher_with_a_macro_is_refused_in_plain_words(
    cast: Any, name: str, content: bytes, error: type[Exception]
) -> None:
    request = make_request(cast)
    with pytest.raises(error, match="PDF"):
        add_file(
            request.pk, SimpleUploadedFile(name, content), kind="voucher",
            actor=cast.actor("worker"),
        )  # fmt: skip
    assert request.files.count() == 1


@pytest.mark.parametrize("purpose", ["修1-1-101水管", "找张秀兰家修灯", "电话13912345678"])
def test_words_that_all_will_read_hold_no_home_and_no_name(cast: Any, purpose: str) -> None:
    with pytest.raises(errors.PrivateWords):
        make_request(cast, purpose=purpose)


def test_a_paper_is_public_only_when_somebody_said_so(cast: Any) -> None:
    payment = make_payment(cast)
    row = payment.request.files.get()
    assert public_file(row.pk) is None
    with pytest.raises(NotAllowed):
        show_file(row.pk, actor=cast.actor("worker"))
    show_file(row.pk, actor=cast.actor("accountant"), masked=paper("遮过.png"))
    shown = public_spendings([payment.request_id])[payment.request_id]
    row.refresh_from_db()
    assert [v.token for v in shown.vouchers] == [str(row.masked.token)]
    assert row.masked_id != row.file_id
    hide_file(row.pk, actor=cast.actor("accountant"))
    assert public_file(row.pk) is None


def test_what_waits_too_long_becomes_a_matter(cast: Any) -> None:
    load_rules(cast.estate)
    make_submitted(cast)
    assert ring_waiting() == 0
    with clock_at(NOON + timedelta(days=4)):  # Friday: the fourth working day
        assert ring_waiting() == 1
        assert ring_waiting() == 0
    assert Matter.objects.get().kind.code == "duty"


def test_whoever_must_act_is_told_once(cast: Any) -> None:
    accountant = cast.accountant
    accountant.phone = "19911112222"
    accountant.save()
    request = make_submitted(cast)
    assert tell_next(request.pk, "checking", 1) == 1
    tell_next(request.pk, "checking", 1)
    assert Message.objects.filter(address="19911112222").count() == 1
    assert tell_next(request.pk, "releasing", 1) == 0  # not there yet
    names = [name for _id, name, _org in hands_for(Step.CHECK, request)]
    assert "冯会计" in names


def test_it_lies_on_the_desk_of_who_may_act(cast: Any) -> None:
    request = make_submitted(cast)
    assert [r.pk for r in waiting_for(cast.actor("accountant"))] == [request.pk]
    assert waiting_for(cast.actor("secretary")) == []
    check_request(request.pk, actor=cast.actor("accountant"))
    assert waiting_for(cast.actor("accountant")) == []
    assert [r.pk for r in waiting_for(cast.actor("secretary"))] == [request.pk]


def test_who_sees_a_request(cast: Any) -> None:
    request = make_submitted(cast)
    for name in ("worker", "property_manager", "accountant", "secretary", "owners_chair",
                 "supervisor"):  # fmt: skip
        assert request_for(cast.actor(name), request.pk)
    for name in ("outsider", "resident", "worker2", "captain", "agent", "guard"):
        with pytest.raises(NotFound):
            request_for(cast.actor(name), request.pk)


def test_others_ask_for_nothing(cast: Any) -> None:
    make_hands(cast)
    for name in ("resident", "secretary", "accountant", "supervisor"):
        with pytest.raises(NotAllowed):
            make_request(cast, by=name)
