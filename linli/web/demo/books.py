"""The day on which the books began, and what every bill rests on."""

from __future__ import annotations

from datetime import date, timedelta

from linli.estate.places.api import Home
from linli.money.banking.api import open_bank_account
from linli.money.disclosure.api import Quarter, quarter_of
from linli.money.fees.api import (
    Formula,
    GroundKind,
    WaiverScope,
    add_tariff,
    approve_waiver,
    find_charge,
    propose_waiver,
)
from linli.money.ledger.api import (
    COMMON,
    FUND,
    JOINT,
    AccountDraft,
    AccountKind,
    EntryDraft,
    Posting,
    find_account,
    find_book,
    open_accounts,
    post_entries,
)
from linli.web.demo.bank_files import NUMBER
from linli.web.demo.hands import Hands

HOMES_AN_ENTRY = 400
FUND_FEN = 4_500  # a square metre
OPENING_FEN = 15_000  # of the joint account, a home
LONG_AGO = date(2024, 1, 1)
_ACCOUNTS = (
    (JOINT, "物业费共管账户", "富兴社区居民委员会", NUMBER),
    (COMMON, "公共收益账户", "祥和城业主委员会", "0599000012300045686"),
    (FUND, "维修资金专户", "祥和城业主委员会", "0599000012300045694"),
)


def last_quarter(hands: Hands) -> Quarter:
    return quarter_of(hands.today).previous


def begin_books(hands: Hands) -> int:
    """Bank accounts and opening balances on the eve of the last quarter; what the joint account
    then holds, in fen."""
    eve = last_quarter(hands).start - timedelta(days=1)
    accountant = hands.actor("accountant")
    homes = len(hands.register.dwellings)
    with hands.at(eve):
        for code, title, holder, number in _ACCOUNTS:
            open_bank_account(
                actor=accountant, book_code=code, bank="icbc", title=title, holder=holder,
                number=number,
            )  # fmt: skip
        drafts = [_opening(JOINT, homes * OPENING_FEN, eve), _opening(COMMON, homes * 1_100, eve)]
        post_entries(drafts + _fund_parts(eve), actor=accountant)
    return homes * OPENING_FEN


def _opening(code: str, amount: int, day: date) -> EntryDraft:
    book = find_book(code)
    lines = (
        Posting(find_account(book, "bank").pk, amount),
        Posting(find_account(book, "opening").pk, -amount),
    )
    return EntryDraft(book.pk, "opening", "opening", day, lines)


def _fund_parts(day: date) -> list[EntryDraft]:
    """What each home has in the maintenance fund, by its area."""
    book = find_book(FUND)
    areas = Home.objects.filter(area_cm2__gt=0).order_by("pk").values_list("pk", "area_cm2")
    parts = [(home, area * FUND_FEN // 10_000) for home, area in areas]
    units = open_accounts(
        book,
        [AccountDraft(f"unit:{home}", AccountKind.LIABILITY, home_id=home) for home, _ in parts],
    )
    bank = find_account(book, "bank").pk
    drafts = []
    for start in range(0, len(parts), HOMES_AN_ENTRY):
        some = parts[start : start + HOMES_AN_ENTRY]
        lines = [Posting(units[f"unit:{home}"], -part) for home, part in some]
        lines.append(Posting(bank, sum(part for _, part in some)))
        drafts.append(EntryDraft(book.pk, f"opening:{start}", "opening", day, tuple(lines)))
    return drafts


def write_prices(hands: Hands) -> None:
    """Two prices with their grounds, and a waiver that a second person approved."""
    fee, rent = find_charge("property_fee").pk, find_charge("public_rent").pk
    accountant = hands.actor("accountant")
    with hands.at(last_quarter(hands).start - timedelta(days=20)):
        add_tariff(
            fee, actor=accountant, starts_on=LONG_AGO, formula=Formula.AREA, price_mfen=60_000,
            ground_kind=GroundKind.CONTRACT, ground="物业服务合同 XH-2024-01 第二十一条",
        )  # fmt: skip
        add_tariff(
            rent, actor=accountant, starts_on=LONG_AGO, formula=Formula.AREA, price_mfen=350_000,
            ground_kind=GroundKind.GOVERNMENT, ground="公租房租金标准（演示文件 2024-3）",
        )  # fmt: skip
        waiver = propose_waiver(
            fee, actor=accountant, name="低保家庭减三成", scope=WaiverScope.LOW_INCOME, share=300,
            ground="物业服务合同 XH-2024-01 补充约定第三条", starts_on=LONG_AGO,
        )  # fmt: skip
        approve_waiver(waiver.pk, actor=hands.actor("secretary"))
