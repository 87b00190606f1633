from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, Role, may
from linli.money.disclosure.data import (
    PUBLIC_BOOKS,
    Cell,
    Figures,
    ObjectionState,
    PublicRate,
    Quarter,
)
from linli.money.disclosure.errors import NoSuchPeriod
from linli.money.disclosure.models import (
    DisclosureSetting,
    Fold,
    Objection,
    Statement,
    StatementLine,
)
from linli.money.disclosure.moves import moved_between
from linli.money.disclosure.rules import (
    add_up,
    quarter_of,
    read_quarter,
)
from linli.money.fees.api import Cycle, Period, collection_rates
from linli.money.ledger.api import (
    Account,
    Book,
    Entry,
    balances_of,
    find_book,
    totals_by_account,
)
from linli.money.spending.api import PublicSpending, owned_homes, public_spendings, request_id_of

FIRST_DAY = date(2000, 1, 1)
MOST_PERIODS = 80  # twenty years of quarters


def setting_of_estate() -> DisclosureSetting:
    return DisclosureSetting.objects.first() or DisclosureSetting()


def public_book(code: str) -> Book:
    """One of the books that are published. Raises NotFound."""
    if code not in PUBLIC_BOOKS:
        raise NotFound
    return find_book(code)


def public_quarter(code: str) -> Quarter:
    """Raises NoSuchPeriod for a code that is none, and for a quarter that has not begun."""
    quarter = read_quarter(code)
    if quarter is None or quarter.start > today():
        raise NoSuchPeriod
    return quarter


def money_accounts(book: Book) -> list[tuple[int, str]]:
    """(id, label) of the accounts where the book's money lies."""
    rows = Account.objects.filter(book=book, is_money=True).order_by("pk")
    return list(rows.values_list("pk", "label"))


def balance_upto(book: Book, day: date | None = None) -> int:
    """Fen that the book holds at the end of a day, or now."""
    ids = [pk for pk, _label in money_accounts(book)]
    return sum(balances_of(ids, upto=day).values())


def turnover(book: Book, quarter: Quarter) -> int:
    """What the ledger itself says that the money accounts gained in a quarter, fen."""
    labels = {label for _pk, label in money_accounts(book)}
    totals = totals_by_account(book, quarter.start, quarter.end)
    return sum(one.net for label, one in totals.items() if label in labels)


def read_quarter_now(book: Book, quarter: Quarter) -> tuple[Figures, list[Cell]]:
    """The figures of a quarter as the ledger stands at this moment, and all its lines: the
    figures are the sum of exactly these."""
    cells = moved_between(book, quarter.start, quarter.end).cells()
    return add_up(opening_of(book, quarter), cells), cells


def opening_of(book: Book, quarter: Quarter) -> int:
    return balance_upto(book, quarter.start - timedelta(days=1))


def rate_of(quarter: Quarter) -> PublicRate:
    """The collection rate of a quarter's bills, read anew."""
    period = Period(Cycle.QUARTER, quarter.start, quarter.end)
    total = collection_rates(period).total
    out = tuple((one.why, one.count) for one in total.exclusions)
    return PublicRate(total.numerator, total.denominator, total.paid_bills, total.bills, out)


def rate_in_words(kept: dict[str, Any]) -> PublicRate:
    """A rate that was kept as JSON."""
    fields = {name: kept.get(name, 0) for name in ("paid", "billed", "paid_bills", "bills")}
    return PublicRate(**fields, left_out=tuple((w, n) for w, n in kept.get("left_out", [])))


def rate_as_json(rate: PublicRate) -> dict[str, Any]:
    return {
        "paid": rate.paid, "billed": rate.billed, "paid_bills": rate.paid_bills,
        "bills": rate.bills, "left_out": [list(one) for one in rate.left_out],
    }  # fmt: skip


def running_rate(book: Book) -> PublicRate:
    """The rate of the running quarter as a clock kept it last."""
    fold = Fold.objects.filter(book=book).first()
    return rate_in_words(fold.rate if fold else {})


def statements_of(book: Book) -> QuerySet[Statement]:
    """Published statements, the newest first; replaced versions too."""
    rows: QuerySet[Statement] = Statement.objects.filter(book=book)
    return rows.select_related("book").order_by("-starts_on", "-version")


def standing_statements(book: Book) -> QuerySet[Statement]:
    """Of each published quarter the last version."""
    return statements_of(book).filter(replaced_by__isnull=True)


def statement_of(book: Book, quarter: Quarter, version: int | None = None) -> Statement | None:
    """The version that stands, or the one asked for."""
    rows = statements_of(book).filter(quarter=quarter.code)
    if version is not None:
        rows = rows.filter(version=version)
    return rows.first()


def lines_of_statement(statement: Statement) -> QuerySet[StatementLine]:
    rows: QuerySet[StatementLine] = StatementLine.objects.filter(statement=statement)
    return rows.order_by("number")


def cell_of(line: StatementLine) -> Cell:
    return Cell(
        line.day, line.way, line.label, line.amount, line.count, line.building, line.entry_id,
        line.source, line.seal_number, line.number, line.pk,
    )  # fmt: skip


def figures_of(statement: Statement) -> Figures:
    """The frozen figures; the picture was the sum of the lines when they were frozen."""
    return Figures(
        statement.opening, statement.came_in, statement.went_out,
        tuple((label, fen) for label, fen in statement.sources),
        tuple((label, fen) for label, fen in statement.uses),
    )  # fmt: skip


def spendings_of(cells: list[Cell]) -> dict[str, PublicSpending]:
    """What stands behind the lines of spending, by source."""
    ids = {c.source: request_id_of(c.source) for c in cells if c.source}
    found = public_spendings({pk for pk in ids.values() if pk})
    return {source: found[pk] for source, pk in ids.items() if pk in found}


def missing_quarters(book: Book) -> list[Quarter]:
    """Quarters that are over, hold something and are not published, the oldest first."""
    first = _first_day(book)
    if first is None:
        return []
    published = set(Statement.objects.filter(book=book).values_list("quarter", flat=True))
    quarter, last = quarter_of(first), quarter_of(today())
    found: list[Quarter] = []
    while quarter.start < last.start and len(found) < MOST_PERIODS:
        if quarter.code not in published:
            found.append(quarter)
        quarter = quarter.next
    return found


def _first_day(book: Book) -> date | None:
    found: date | None = (
        Entry.objects.filter(book=book)
        .exclude(kind="opening")
        .order_by("occurred_on", "pk")
        .values_list("occurred_on", flat=True)
        .first()
    )
    return found


def objections_of(book: Book, quarter: Quarter) -> list[Objection]:
    """Answered ones of a quarter, the newest first."""
    rows = Objection.objects.filter(
        book=book, quarter=quarter.code, state=ObjectionState.ANSWERED.value
    )
    return list(rows.order_by("-answered_at")[:200])


def open_objections(book: Book, quarter: Quarter) -> int:
    rows = Objection.objects.filter(book=book, quarter=quarter.code, state="open")
    count: int = rows.count()
    return count


def objections_for(actor: Actor) -> QuerySet[Objection]:
    """Who answers sees all; others none."""
    rows: QuerySet[Objection] = Objection.objects.select_related("matter", "book", "answered_by")
    return rows if may(actor, Permission.PUBLISH_ACCOUNTS) else rows.none()


def objection_for(actor: Actor, objection_id: int) -> Objection:
    """Raises NotFound."""
    found = objections_for(actor).filter(pk=objection_id).first()
    if found is None:
        raise NotFound
    return found


def count_open() -> dict[int, int]:
    """Book -> questions without an answer."""
    rows = Objection.objects.filter(state="open").values_list("book").annotate(n=Count("pk"))
    return dict(rows)


def may_inspect(actor: Actor) -> bool:
    """Owners may look into the papers (OWN-15), and whoever keeps or supervises them."""
    if may(actor, Permission.SEE_ACCOUNTS) or may(actor, Permission.PUBLISH_ACCOUNTS):
        return True
    offices = {Role.SUPERVISION_MEMBER.value, Role.OWNERS_COMMITTEE_MEMBER.value}
    return bool(actor.roles & offices) or bool(owned_homes(actor))
