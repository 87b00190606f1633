"""Publishing a quarter: sealed, added up, held against the ledger, frozen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import add_working_days, calendar_overrides, now, today
from linli.base.errors import Invalid, NotAllowed
from linli.base.events.api import publish
from linli.base.scopes.api import copy_rows
from linli.estate.organisations.api import Permission, require
from linli.money.disclosure.data import Cell, Figures, Quarter
from linli.money.disclosure.errors import (
    CorrectionSaysWhy,
    NothingToCorrect,
    NotOverYet,
    PublishedAlready,
    StatementDiffers,
)
from linli.money.disclosure.events import StatementPublished
from linli.money.disclosure.models import DisclosureSetting, Statement, StatementLine
from linli.money.disclosure.moves import fold_book
from linli.money.disclosure.queries import (
    public_book,
    rate_as_json,
    rate_of,
    read_quarter_now,
    setting_of_estate,
    statement_of,
    turnover,
)
from linli.money.disclosure.rules import content_hash
from linli.money.ledger.api import Book, latest_seal, seal_book
from linli.money.spending.api import yuan


@transaction.atomic
def publish_statement(
    book_code: str, quarter: Quarter, *, actor: Actor, reason: str = ""
) -> Statement:
    """Freeze a quarter of a book for everybody to read, with the seal that it rests on.

    With a `reason` it corrects the version that stands. Raises NotOverYet, PublishedAlready,
    CorrectionSaysWhy, NothingToCorrect, StatementDiffers, NotAllowed.
    """
    require(actor, Permission.PUBLISH_ACCOUNTS)
    if actor.user_id is None:
        raise NotAllowed
    if quarter.end >= today():
        raise NotOverYet(field="quarter")
    book = public_book(book_code)
    _lock(book, quarter)
    before = statement_of(book, quarter)
    _check_version(before, reason)
    seal_book(book.pk)
    fold_book(book)
    figures, cells = read_quarter_now(book, quarter)
    _check_sum(book, quarter, figures)
    statement = _statement(book, quarter, figures, cells, before, reason.strip(), actor)
    if before is not None and before.content_hash == statement.content_hash:
        raise NothingToCorrect
    _freeze(statement, cells)
    record(
        "accounts.published", "disclosure_statement", statement.pk, actor=actor,
        quarter=quarter.code, version=statement.version, hash=statement.content_hash,
    )  # fmt: skip
    publish(StatementPublished(statement.pk, book.code, quarter.code, statement.version))
    return statement


def _lock(book: Book, quarter: Quarter) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"disclosure:{book.pk}:{quarter.code}"],
        )


def _check_version(before: Statement | None, reason: str) -> None:
    if before is not None and not reason:
        raise PublishedAlready
    if before is not None and len(reason.strip()) < 4:
        raise CorrectionSaysWhy(field="reason")
    if before is None and reason:
        raise Invalid


def _check_sum(book: Book, quarter: Quarter, figures: Figures) -> None:
    """Statement = ledger = sum of its lines, to the fen."""
    moved = figures.came_in - figures.went_out
    held = turnover(book, quarter)
    if moved != held:
        raise StatementDiffers(
            difference=yuan(moved - held), where=f"{book.code} {quarter.start}–{quarter.end}"
        )


def _statement(
    book: Book, quarter: Quarter, figures: Figures, cells: list[Cell], before: Statement | None,
    reason: str, actor: Actor,
) -> Statement:  # fmt: skip
    seal, at = latest_seal(book), now()
    days = setting_of_estate().shown_days
    rate = rate_as_json(rate_of(quarter)) if book.code == "joint_account" else {}
    statement = Statement(
        book=book, quarter=quarter.code, starts_on=quarter.start, ends_on=quarter.end,
        version=before.version + 1 if before else 1, replaces=before, reason=reason,
        opening=figures.opening, came_in=figures.came_in, went_out=figures.went_out,
        closing=figures.closing, rate=rate, line_count=len(cells),
        sources=[list(one) for one in figures.sources], uses=[list(one) for one in figures.uses],
        seal_number=seal.number if seal else 0, seal_root=bytes(seal.root).hex() if seal else "",
        published_at=at, published_by_id=actor.user_id or 0,
        shown_until=add_working_days(at, days, calendar_overrides()).date(),
    )  # fmt: skip
    statement.content_hash = hash_of(statement, cells)
    return statement


def hash_of(statement: Statement, cells: list[Cell]) -> str:
    """What a statement says, hashed: figures, rate and lines; not when and by whom."""
    head: dict[str, Any] = {
        "book": statement.book.code, "quarter": statement.quarter, "opening": statement.opening,
        "came_in": statement.came_in, "went_out": statement.went_out,
        "closing": statement.closing, "rate": statement.rate,
    }  # fmt: skip
    return content_hash(head, [_words(cell) for cell in cells])


def _words(cell: Cell) -> tuple[date, str, str, str, int, int, int | None, str]:
    return (
        cell.day, cell.way, cell.label, cell.building, cell.amount, cell.count, cell.entry_id,
        cell.source,
    )  # fmt: skip


def _freeze(statement: Statement, cells: list[Cell]) -> None:
    try:
        with transaction.atomic():
            statement.save()
            copy_rows(
                [
                    StatementLine(
                        statement=statement, number=n, day=c.day, way=c.way, label=c.label,
                        building=c.building, amount=c.amount, count=c.count, entry_id=c.entry_id,
                        source=c.source, seal_number=c.seal or 0,
                    )
                    for n, c in enumerate(cells, 1)
                ]
            )  # fmt: skip
    except IntegrityError as error:
        raise PublishedAlready from error


def differs_now(statement: Statement) -> bool:
    """Whether the ledger says something else of a published quarter today: a late entry."""
    quarter = Quarter(int(statement.quarter[:4]), int(statement.quarter[5]))
    held = turnover(statement.book, quarter)
    return held != statement.came_in - statement.went_out


@transaction.atomic
def save_setting(*, actor: Actor, due_months: int, shown_days: int) -> DisclosureSetting:
    """The estate's numbers."""
    require(actor, Permission.SET_RULES)
    row, _made = DisclosureSetting.objects.update_or_create(
        defaults={"due_months": due_months, "shown_days": shown_days}
    )
    record("accounts.setting", "disclosure_setting", row.pk, actor=actor, due_months=due_months)
    kept: DisclosureSetting = row
    return kept
