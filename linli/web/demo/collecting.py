"""Bills go out and money comes in: by a list of the bank, at the desk, by transfer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from linli.money.fees.api import (
    Bill,
    MoneyRow,
    begin_run,
    find_charge,
    issue_at_once,
    settle_many,
)
from linli.money.ledger.api import balances_of, find_account, find_book
from linli.money.payments.api import (
    LineUse,
    book_deposit_line,
    book_line_as,
    book_sure,
    count_till,
    deposit_cash,
    take_cash,
    waiting_transfers,
)
from linli.money.payments.data import Certainty
from linli.web.demo.bank_files import BankFile, Move
from linli.web.demo.books import last_quarter
from linli.web.demo.cast import RESIDENTS
from linli.web.demo.hands import Hands

FEE, RENT = "property_fee", "public_rent"
AT_DESK = BY_BANK = 200  # single payments of the running quarter, at most
SHORT = 3  # homes that are short of money
COLLECTED = "代收物业费"


def _issue(hands: Hands, charge: str, period: str, on: date, due: date) -> list[Bill]:
    accountant = hands.actor("accountant")
    with hands.at(on, 9):
        run = begin_run(find_charge(charge).pk, period, actor=accountant, due_on=due)
        issue_at_once(run.pk, actor=accountant)
    bills = list(Bill.objects.filter(run=run).select_related("home__place").order_by("pk"))
    hands.count("bills", len(bills))
    return bills


def _named_homes(hands: Hands) -> dict[int, str]:
    return {hands.named(r.username).home.pk: r.username for r in RESIDENTS}


def _collect(
    hands: Hands, bills: Iterable[Bill], days: list[date], file: BankFile, words: str
) -> None:
    """All of these bills by the bank's lists, one list a day, each one line of the statement."""
    bank = find_account(find_book("joint_account"), "bank").pk
    sums: dict[tuple[date, str], int] = defaultdict(int)
    rows = []
    for n, bill in enumerate(bill for bill in bills if bill.open_fen):
        day = days[n % len(days)]
        source = f"collected:{bill.charge_id}:{day:%Y%m%d}"  # pairs the books with the bank
        sums[day, source] += bill.open_fen
        rows.append(
            MoneyRow(
                bill.home_id, bill.open_fen, f"collected:{bill.pk}", bank, day,
                source, (bill.pk,),
            )
        )  # fmt: skip
    with hands.at(days[-1], 17):
        settle_many(rows, actor=hands.actor("accountant"))
    for (day, source), amount in sums.items():
        file.add(Move(day, amount, "代收业务专户", words, claim=source))


def _take(hands: Hands, bill: Bill, by: str) -> int:
    """The bill in cash at the desk; what was taken, in fen."""
    payment = take_cash(
        bill.home_id, bill.open_fen, key=f"demo:{bill.pk}", actor=hands.actor(by),
        bill_ids=(bill.pk,),
    )  # fmt: skip
    hands.count("payments")
    return payment.amount


def _bring_to_bank(hands: Hands, amount: int, day: date, file: BankFile) -> None:
    """The till is counted and emptied; the bank books it the day after."""
    if not amount:
        return
    agent = hands.actor("agent")
    with hands.at(day, 18):
        count_till(amount, actor=agent)
        deposit = deposit_cash(amount, key=f"demo:{day:%Y%m%d}", actor=agent)
    arrives = day + timedelta(days=1)
    file.add(Move(arrives, amount, "现金缴存", "营业款", serial=f"D{deposit.pk}"))


def match_deposits(hands: Hands, lines: dict[str, int]) -> None:
    for serial, line_id in sorted(lines.items()):
        if serial.startswith("D"):
            book_deposit_line(line_id, int(serial[1:]), actor=hands.actor("accountant"))


def collect_last_quarter(hands: Hands, file: BankFile) -> None:
    """Bills of the last quarter, all of them paid: the named residents' at the desk."""
    quarter, named = last_quarter(hands), _named_homes(hands)
    bills = _issue(hands, FEE, quarter.code.upper(), quarter.start + timedelta(days=2), quarter.end)
    day = quarter.start + timedelta(days=20)
    taken = 0
    with hands.at(day, 10):
        for bill in bills:
            if bill.home_id in named and bill.open_fen:
                taken += _take(hands, bill, "agent")
    _bring_to_bank(hands, taken, day, file)
    days = [quarter.start + timedelta(days=n) for n in range(9, 86, 7)]
    _collect(hands, [b for b in bills if b.home_id not in named], days, file, COLLECTED)


def issue_this_quarter(hands: Hands) -> None:
    quarter = last_quarter(hands).next
    on = min(quarter.start + timedelta(days=2), hands.today)
    _issue(hands, FEE, quarter.code.upper(), on, quarter.end)


def collect_rents(hands: Hands, file: BankFile) -> list[Bill]:
    """Last month's rents, but of a few who are short of money: their bills.

    None in the first month of a quarter: they would belong to the one that is published.
    """
    first = hands.today.replace(day=1)
    month = (first - timedelta(days=1)).replace(day=1)
    if month < last_quarter(hands).next.start:
        return []
    bills = _issue(hands, RENT, f"{month:%Y-%m}", month.replace(day=3), month.replace(day=15))
    named = _named_homes(hands)
    others = [bill for bill in bills if bill.home_id not in named]
    short = hands.rng.sample(others, SHORT)
    away = {bill.pk for bill in short}
    days = [month.replace(day=n) for n in (8, 12, 15)]
    _collect(hands, [bill for bill in bills if bill.pk not in away], days, file, "代收公租房租金")
    return short


def issue_this_rent(hands: Hands) -> None:
    month = hands.today.replace(day=1)
    end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    _issue(hands, RENT, f"{month:%Y-%m}", min(month.replace(day=3), hands.today), end)


def collect_this_quarter(hands: Hands, file: BankFile, short: list[Bill]) -> None:
    """Single payments of the running quarter; the statement of yesterday, its lines booked."""
    quarter = last_quarter(hands).next
    away = {bill.home_id for bill in short} | set(_named_homes(hands))
    period = Bill.objects.filter(charge__code=FEE, period_start=quarter.start, amount_fen__gt=0)
    bills = list(period.exclude(home__in=away).select_related("home__place").order_by("pk"))
    count = min(AT_DESK, len(bills) // 5)
    chosen = hands.rng.sample(bills, 2 * count)
    _take_at_desk(hands, chosen[:count], file)
    days = _days(quarter.start + timedelta(days=4), hands.ago(1))
    if days:
        _transfer(hands, chosen[count:], days, file)


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _take_at_desk(hands: Hands, bills: list[Bill], file: BankFile) -> None:
    quarter = last_quarter(hands).next
    days = _days(quarter.start + timedelta(days=4), hands.today)[::3]
    if not days:
        return
    per_day = -(-len(bills) // len(days))
    held = 0
    for n, day in enumerate(days):
        for k, bill in enumerate(bills[n * per_day : (n + 1) * per_day]):
            with hands.at(day, 8 + k // 6 % 9, k % 6 * 10):  # the desk shuts at five
                held += _take(hands, bill, ("agent", "agent2", "agent3")[n % 3])
        if n % 3 == 2 and day < hands.ago(1):
            _bring_to_bank(hands, held, day, file)
            held = 0


def _transfer(hands: Hands, bills: list[Bill], days: list[date], file: BankFile) -> None:
    heads = {d.home.pk: d.head.name for d in hands.register.dwellings}
    for n, bill in enumerate(bills):
        plate = bill.home.place.plate
        file.add(
            Move(days[n * len(days) // len(bills)], bill.open_fen, heads[bill.home_id],
                 f"{plate}物业费", account=f"62220599{bill.home_id:011}")
        )  # fmt: skip
    last, accountant = days[-1], hands.actor("accountant")
    file.add(Move(last, 26_000, "袁某", "物业费", account="6222059900000000017"))
    file.add(Move(last, 18_850, "", "转账", account="6222059900000000025"))
    file.add(Move(last, -1_500, "中国工商银行", "账户管理费", serial=f"F{last:%Y%m%d}"))
    file.opening = _held_before(file)
    with hands.at(last, 17):
        lines = file.bring(accountant)
        match_deposits(hands, lines)
        book_line_as(lines[f"F{last:%Y%m%d}"], LineUse.BANK_FEE, actor=accountant)
        sure = [
            (line.pk, match.home_id) for line, match in waiting_transfers()
            if match.certainty is Certainty.SURE and match.home_id is not None
        ]  # fmt: skip
        hands.count("payments", book_sure(sure, actor=accountant))


def _held_before(file: BankFile) -> int:
    """What the bank held before the first movement of the file, by the books."""
    bank = find_account(find_book("joint_account"), "bank").pk
    eve = min(move.day for move in file.moves) - timedelta(days=1)
    return balances_of([bank], upto=eve)[bank]
