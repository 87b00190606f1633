"""Bank lines become bookings, and the day's books are held against the bank and WeChat."""

from __future__ import annotations

import pytest
from django.urls import reverse

from linli.base.calendars.api import today
from linli.base.errors import NotAllowed
from linli.money.banking.api import LineClaimed
from linli.money.banking.testing import Move, bring_lines
from linli.money.fees.api import prepaid_of
from linli.money.ledger.api import balances_of, find_account, find_book
from linli.money.payments.api import (
    LineUse,
    Payment,
    Share,
    approve_refund,
    book_deposit_line,
    book_homes,
    book_line_as,
    book_paid_order,
    book_payout,
    book_refund_line,
    book_sure,
    check_bank,
    check_wechat,
    deposit_cash,
    look_at_payout,
    only_wrong,
    open_order,
    request_refund,
    suspended_lines,
    waiting_transfers,
)
from linli.money.payments.data import Certainty
from linli.money.payments.errors import (
    FeeWrong,
    MatchChanged,
    NotNow,
    SharesWrong,
    ShareTwice,
    UseWrong,
    VoidImpossible,
)
from linli.money.payments.queries import money_account
from linli.money.payments.rules import check_fee, weigh_payout
from linli.money.payments.testing import bills_of, home_of, make_cash, owed


def moves(town):
    return [
        Move(today(), owed("1-1-101"), "张秀兰", "1号楼1单元101物业费", account="62220001"),
        Move(today(), owed("2-1-201"), "钱租", "", account="62220002"),
        Move(today(), 777, "路过的人", "谢谢", account="62220003"),
        Move(today(), -500, "工商银行", "手续费", account=""),
    ]


def bring(town, *more, opening=0):
    return bring_lines(town, town.bank_account, list(more) or moves(town), opening=opening)


def sure(town):
    return [
        (line.pk, match.home_id)
        for line, match in waiting_transfers()
        if match.certainty is Certainty.SURE
    ]


def bank_balance():
    account = money_account("transfer").pk
    return balances_of([account]).get(account, 0)


def check(town):
    return check_bank(today(), today(), actor=town.actor("accountant"))


def test_sure_ones_are_booked_in_one_step_once(town):
    bring(town)
    accountant, pairs = town.actor("accountant"), sure(town)
    assert {home for _line, home in pairs} == {home_of("1-1-101"), home_of("2-1-201")}
    assert book_sure(pairs, actor=accountant) == 2
    assert book_sure(pairs, actor=accountant) == 0
    assert (owed("1-1-101"), owed("2-1-201"), Payment.objects.count()) == (0, 0, 2)
    assert {p.receipt.number for p in Payment.objects.all()} == {1, 2}


def test_what_was_looked_at_is_what_is_booked(town):
    bring(town)
    pairs = sure(town)
    changed = [(pairs[0][0], home_of("1-1-201")), pairs[1]]
    with pytest.raises(MatchChanged):
        book_sure(changed, actor=town.actor("accountant"))
    assert not Payment.objects.exists()


def test_a_bank_account_is_known_after_it_paid(town):
    (line,) = bring(town, Move(today(), 5_000, "外地女儿", "妈妈的", account="62229999"))
    book_homes(line.pk, [Share(home_of("1-1-201"), 5_000)], actor=town.actor("accountant"))
    due = owed("1-1-201")
    more = Move(today(), due, "外地女儿", "", account="62229999")
    bring(town, more, opening=5_000)
    assert sure(town)[0][1] == home_of("1-1-201")


def test_one_transfer_for_several_homes(town):
    (line,) = bring(town, Move(today(), 1_000, "代缴", "", account="62228888"))
    accountant = town.actor("accountant")
    one, two = home_of("1-1-101"), home_of("1-1-201")
    with pytest.raises(SharesWrong):
        book_homes(line.pk, [Share(one, 600), Share(two, 401)], actor=accountant)
    with pytest.raises(ShareTwice):
        book_homes(line.pk, [Share(one, 600), Share(one, 400)], actor=accountant)
    assert len(book_homes(line.pk, [Share(one, 600), Share(two, 400)], actor=accountant)) == 2
    with pytest.raises((NotNow, LineClaimed)):
        book_homes(line.pk, [Share(one, 600), Share(two, 400)], actor=accountant)
    assert not only_wrong(check(town))


def test_unknown_money_waits_and_finds_its_home_later(town):
    (line,) = bring(town, Move(today(), 888, "不认识", "", account="62227777"))
    accountant = town.actor("accountant")
    book_line_as(line.pk, LineUse.SUSPENSE, actor=accountant)
    assert not waiting_transfers() and len(suspended_lines()) == 1
    assert not only_wrong(check(town))
    before = owed("1-1-101")
    book_homes(line.pk, [Share(home_of("1-1-101"), 888)], actor=accountant)
    assert not suspended_lines()
    assert (owed("1-1-101"), bank_balance()) == (before - 888, 888)
    assert not only_wrong(check(town))


def test_unknown_money_may_go_back(town):
    into, back = bring(
        town,
        Move(today(), 888, "不认识", account="62227777"),
        Move(today(), -888, "不认识", "退回"),
    )
    accountant = town.actor("accountant")
    book_line_as(into.pk, LineUse.SUSPENSE, actor=accountant)
    book_line_as(back.pk, LineUse.RETURNED, actor=accountant)
    assert bank_balance() == 0 and not only_wrong(check(town))


def test_fees_interest_and_payouts(town):
    lines = bring(
        town, Move(today(), 30, "工商银行", "利息"), Move(today(), -20, "工商银行", "手续费"),
        Move(today(), 90, "财付通", "结算"), Move(today(), 5, "废品", "卖纸箱"),
    )  # fmt: skip
    accountant = town.actor("accountant")
    uses = (LineUse.INTEREST, LineUse.BANK_FEE, None, LineUse.OTHER_INCOME)
    with pytest.raises(UseWrong):
        book_line_as(lines[1].pk, LineUse.INTEREST, actor=accountant)
    with pytest.raises(UseWrong):
        book_line_as(lines[0].pk, LineUse.HOMES, actor=accountant)
    with pytest.raises(UseWrong):  # a payout names its fee
        book_line_as(lines[2].pk, LineUse.WECHAT, actor=accountant)
    for line, use in zip(lines, uses, strict=True):
        if use is None:
            book_payout(line.pk, 0, actor=accountant)
        else:
            book_line_as(line.pk, use, actor=accountant)
    assert bank_balance() == 105 and not only_wrong(check(town))


def test_cash_brought_to_the_bank_finds_its_line(town):
    payment = make_cash(town)
    deposit = deposit_cash(payment.amount, key="d", actor=town.actor("agent"))
    assert only_wrong(check(town))
    (line,) = bring(town, Move(today(), payment.amount, "本单位", "现金存入"))
    book_deposit_line(line.pk, deposit.pk, actor=town.actor("accountant"))
    assert not only_wrong(check(town))


def test_a_refund_by_transfer_finds_its_line(town):
    due = owed("2-1-201")
    first, back = bring(town, Move(today(), due, "钱租", account="62220002"),
                        Move(today(), -due, "钱租", "退费"))  # fmt: skip
    accountant = town.actor("accountant")
    (payment,) = book_homes(first.pk, [Share(home_of("2-1-201"), due)], actor=accountant)
    refund = request_refund(payment.pk, None, reason="交重了", key="r", actor=town.actor("agent"))
    approve_refund(refund.pk, actor=accountant)
    book_refund_line(back.pk, refund.pk, actor=accountant)
    assert bank_balance() == 0 and not only_wrong(check(town))


def test_one_fen_missing_in_the_books_is_found(town):
    bring(town)
    book_sure(sure(town), actor=town.actor("accountant"))
    (found,) = only_wrong(check(town))
    assert sorted(x.amount for x in found.only_outside) == [-500, 777]
    assert not found.only_books and found.difference == -277


def test_wechats_own_bill_is_held_against_ours(town, channel):
    ids = [bill.pk for bill in bills_of("1-1-101")]
    order = open_order(home_of("1-1-101"), ids, key="k", actor=town.actor("resident"))
    paid = channel.pay(order.trade_no)
    accountant = town.actor("accountant")

    def wrong():
        return only_wrong(check_wechat(today(), today(), actor=accountant))

    assert [x.reference for x in wrong()[0].only_outside] == [order.trade_no]
    book_paid_order(paid)
    assert not wrong()
    object.__setattr__(channel.paid[order.trade_no], "amount", paid.amount + 1)
    (found,) = wrong()
    assert found.difference == -1
    assert [x.reference for x in found.only_books] == [order.trade_no]


def balance(code):
    account = find_account(find_book("joint_account"), code).pk
    return balances_of([account]).get(account, 0)


def test_wechat_keeps_its_fee_and_everything_comes_out_at_zero(town, channel, sign_in):
    ids = [bill.pk for bill in bills_of("1-1-101")]
    order = open_order(home_of("1-1-101"), ids, key="k", actor=town.actor("resident"))
    gross = book_paid_order(channel.pay(order.trade_no)).amount
    fee = gross * 6 // 1000
    (line,) = bring(town, Move(today(), gross - fee, "财付通", "结算"))
    seen = look_at_payout(line)
    assert (seen.held, seen.came, seen.difference, seen.fee) == (gross, gross - fee, fee, fee)
    client, url = sign_in(town.accountant), reverse("payments:line", args=[line.pk])
    assert f'value="{fee // 100}.{fee % 100:02}"' in client.get(url).content.decode()
    assert client.post(url, {"fee": f"{gross // 100}"}).status_code == 422
    assert client.post(url, {"fee": f"{fee // 100}.{fee % 100:02}"}).status_code == 302
    assert (balance("wechat"), balance("bank"), balance("expense:bank")) == (0, gross - fee, fee)
    assert not only_wrong(check(town))
    assert not only_wrong(check_wechat(today(), today(), actor=town.actor("accountant")))
    with pytest.raises((NotNow, LineClaimed)):
        book_payout(line.pk, fee, actor=town.actor("accountant"))


@pytest.mark.parametrize(
    ("held", "came", "fee"),
    [(100, 94, 6), (100, 93, None), (100, 100, 0), (99, 100, None), (10_000, 9_940, 60)],
)
def test_a_difference_that_cannot_be_a_fee_is_left_to_a_person(held, came, fee):
    assert weigh_payout(held, came).fee == fee


@pytest.mark.parametrize("fee", [-1, 7, True, "6"])
def test_a_fee_that_cannot_be(fee):
    with pytest.raises(FeeWrong):
        check_fee(fee, 94)


@pytest.mark.parametrize("who", ["agent", "resident", "property_manager", "secretary", "outsider"])
def test_only_who_reconciles_settles_lines(town, who):
    line = bring(town)[0]
    actor = town.actor(who)
    with pytest.raises(NotAllowed):
        book_homes(line.pk, [Share(home_of("1-1-101"), line.amount)], actor=actor)
    with pytest.raises(NotAllowed):
        book_line_as(line.pk, LineUse.SUSPENSE, actor=actor)
    with pytest.raises(NotAllowed):
        book_sure([], actor=actor)
    with pytest.raises(NotAllowed):
        book_payout(line.pk, 0, actor=actor)


def test_overpaying_waits_for_the_next_bill(town):
    due = owed("2-1-201")
    (line,) = bring(town, Move(today(), due + 7, "钱租", "2-1-201", account="62220002"))
    book_homes(line.pk, [Share(home_of("2-1-201"), due + 7)], actor=town.actor("accountant"))
    assert prepaid_of([home_of("2-1-201")])[home_of("2-1-201")] == 7


def void(town, payment, key="v"):
    fields = {"reason": "记错了户", "key": key, "actor": town.actor("agent"), "is_void": True}
    return request_refund(payment.pk, None, **fields)


def test_a_transfer_for_the_wrong_home_is_taken_out_and_booked_anew(town):
    (line,) = bring(town, Move(today(), 900, "谁", "", account="62225555"))
    accountant = town.actor("accountant")
    wrong, right = home_of("1-1-101"), home_of("1-1-201")
    before = owed("1-1-101"), owed("1-1-201")
    for n, home in enumerate((wrong, wrong)):  # even the same home again is another payment
        (payment,) = book_homes(line.pk, [Share(home, 900)], actor=accountant)
        approve_refund(void(town, payment, f"v{n}").pk, actor=town.actor("lead"))
        assert [x.pk for x, _match in suspended_lines()] == [line.pk]
        assert (owed("1-1-101"), bank_balance()) == (before[0], 900)
        assert not only_wrong(check(town))
    book_homes(line.pk, [Share(right, 900)], actor=accountant)
    assert (owed("1-1-101"), owed("1-1-201")) == (before[0], before[1] - 900)
    assert bank_balance() == 900 and not only_wrong(check(town))


def test_what_cannot_be_voided(town, channel):
    (line,) = bring(town, Move(today(), 900, "谁", "", account="62225555"))
    shares = [Share(home_of("1-1-101"), 400), Share(home_of("1-1-201"), 500)]
    for payment in book_homes(line.pk, shares, actor=town.actor("accountant")):
        with pytest.raises(VoidImpossible):
            void(town, payment)
    ids = [bill.pk for bill in bills_of("2-1-201")]
    order = open_order(home_of("2-1-201"), ids, key="k", actor=town.actor("tenant"))
    with pytest.raises(VoidImpossible):
        void(town, book_paid_order(channel.pay(order.trade_no)))
