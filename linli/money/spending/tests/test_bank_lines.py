"""The bank's file meets what was paid: by itself where it is sure, else by a hand that paid nothing.

The file comes in as it comes in life: uploaded, read by its layout, confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.calendars.api import today
from linli.money.banking.api import BankLine, BankStatement, StatementConfirmed
from linli.money.banking.testing import LAYOUTS, Move, as_csv, make_bank_account
from linli.money.spending import errors
from linli.money.spending.api import SpendingRequest, match_payment
from linli.money.spending.data import OutgoingLine, Payment
from linli.money.spending.handlers import match_new_lines
from linli.money.spending.models import SpendingMatch, SpendingPart
from linli.money.spending.rules import match_surely
from linli.money.spending.testing import make_payment

FIRM = "宏达机电有限公司"
SUM = 120_000


@pytest.fixture
def house(cast: Any) -> Any:
    cast.spent = make_payment(cast)
    cast.bank_account = make_bank_account(cast)
    return cast


def upload(house: Any, sign_in: Any, moves: Sequence[Move], layout: str = "ccb") -> None:
    """Through the pages, then the job that confirming left behind."""
    client = sign_in(house.accountant)
    file = SimpleUploadedFile("对账单.csv", as_csv(LAYOUTS[layout](moves)))
    answer = client.post(
        reverse("banking:upload", args=[house.bank_account.pk]), {"file": file}, follow=True
    )
    statement = BankStatement.objects.latest("pk")
    assert "接得上" in answer.content.decode()
    client.post(reverse("banking:confirm", args=[statement.token]))
    name = "linli.money.spending.handlers.match_new_lines"
    assert ProcrastinateJob.objects.filter(args__handler=name).exists()
    match_new_lines(StatementConfirmed(statement.pk))


def state_of(payment: Any) -> str:
    return str(SpendingRequest.objects.get(pk=payment.request_id).state)


def test_the_banks_number_makes_it_sure_whatever_the_name(house: Any, sign_in: Any) -> None:
    number = house.spent.bank_number
    upload(house, sign_in, [Move(today(), -SUM, "别的户名", "转账", serial=number)])
    assert state_of(house.spent) == "matched"
    match = SpendingMatch.objects.get()
    assert match.account_id is None  # the software's: no fifth person was needed
    assert not SpendingPart.objects.filter(request=house.spent.request_id, step="match").exists()
    assert BankLine.objects.get().claimed_by == f"entry:{house.spent.entry_id}"
    page = sign_in(house.worker).get(reverse("spending:request", args=[house.spent.request_id]))
    assert "付清，和银行对上" in page.content.decode()


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_sum_payee_and_day_make_it_sure_in_each_layout(
    house: Any, sign_in: Any, layout: str
) -> None:
    upload(house, sign_in, [Move(today(), -SUM, f" {FIRM} ", "楼道灯")], layout)
    assert state_of(house.spent) == "matched"


def test_another_name_is_shown_and_left_to_a_person(house: Any, sign_in: Any) -> None:
    upload(house, sign_in, [Move(today(), -SUM, "李四", "楼道灯")])
    assert state_of(house.spent) == "paid"
    page = sign_in(house.auditor).get(reverse("spending:matching")).content.decode()
    assert "1 行可能是" in page


def test_two_lines_that_fit_wait_for_another_hand(house: Any, sign_in: Any) -> None:
    upload(house, sign_in, [Move(today(), -SUM, FIRM, "一"), Move(today(), -SUM, FIRM, "二")])
    assert state_of(house.spent) == "paid"
    assert "2 行可能是" in sign_in(house.auditor).get(reverse("spending:matching")).content.decode()
    line = BankLine.objects.get(purpose__contains="二")
    where = reverse("spending:match", args=[house.spent.pk])
    for name in ("cashier", "accountant"):  # who paid, who checked
        answer = sign_in(house.accounts[name]).post(where, {"line": line.pk})
        assert answer.status_code >= 400, name
        assert not SpendingMatch.objects.exists()
    assert sign_in(house.auditor).post(where, {"line": line.pk}).status_code == 302
    assert state_of(house.spent) == "matched"
    assert SpendingMatch.objects.get().account_id == house.auditor.pk
    assert (
        BankLine.objects.filter(claimed_by="").count() == 1
    )  # the other one still asks what it is


def test_one_line_for_two_payments_is_nobodys_by_itself(house: Any, sign_in: Any) -> None:
    other = make_payment(house)
    upload(house, sign_in, [Move(today(), -SUM, FIRM, "灯")])
    assert (state_of(house.spent), state_of(other)) == ("paid", "paid")
    number = other.bank_number
    upload(
        house, sign_in,
        [Move(today(), -SUM, FIRM, "灯"), Move(today(), -SUM, FIRM, "灯二", serial=number)],
    )  # fmt: skip
    # the numbered one is taken, so that the other is alone and sure
    assert (state_of(house.spent), state_of(other)) == ("matched", "matched")


def test_one_fen_off_is_no_partner_and_is_shown(house: Any, sign_in: Any) -> None:
    upload(house, sign_in, [Move(today(), -SUM - 1, FIRM, "灯", serial=house.spent.bank_number)])
    assert state_of(house.spent) == "paid"
    auditor = sign_in(house.auditor)
    assert "银行还没有这一行" in auditor.get(reverse("spending:matching")).content.decode()
    line = BankLine.objects.get()
    with pytest.raises(errors.LineDoesNotFit):
        match_payment(house.spent.pk, line.pk, actor=house.actor("auditor"))
    page = auditor.get(reverse("payments:reconcile")).content.decode()
    assert 'value="1"' in page  # the day's difference, to the fen
    assert f"支出单 {house.spent.request.number}" in page


def test_one_number_on_two_lines_is_not_sure() -> None:
    payment = Payment(1, 1, SUM, today(), "B1", FIRM)
    lines = [OutgoingLine(n, SUM, today(), "别人", "", "B1") for n in (1, 2)]
    assert match_surely([payment], lines) == []
    assert match_surely([payment], lines[:1]) == [(payment, lines[0])]
