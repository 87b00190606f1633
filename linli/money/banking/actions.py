"""Bank accounts and statement files: opening, previewing, confirming; claiming single lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now
from linli.base.crypto.api import blind_index, open_bytes, seal_bytes
from linli.base.errors import NotAllowed, NotFound
from linli.base.events.api import publish
from linli.estate.organisations.api import Permission, require
from linli.money.banking.cells import digits_of
from linli.money.banking.data import (
    Column,
    Direction,
    Line,
    Mapping,
    SheetRow,
    Statement,
    StatementConfirmed,
    StatementState,
)
from linli.money.banking.errors import (
    AccountKnown,
    HeaderMissing,
    LineClaimed,
    LineUnclaimed,
    NumberUnlikely,
    StatementChanged,
    StatementTwice,
)
from linli.money.banking.layouts import check_mapping, header_word
from linli.money.banking.models import BankAccount, BankLine, BankMapping, BankStatement
from linli.money.banking.queries import account_for, mappings_of, statement_for
from linli.money.banking.rules import find_header, name_lines, read_statement
from linli.money.banking.sheets import read_rows

SOURCE = "bank_statement.source"
COUNTERPARTY = "bank_line.account_number"
PREVIEWED, CONFIRMED = StatementState.PREVIEWED.value, StatementState.CONFIRMED.value
WAITING = (StatementState.UNMAPPED.value, PREVIEWED)


@transaction.atomic
def open_bank_account(
    *, actor: Actor, book_code: str, bank: str, title: str, holder: str, number: str
) -> BankAccount:
    """Register the bank account behind a book. Raises NumberUnlikely, AccountKnown."""
    require(actor, Permission.RECONCILE)
    digits = digits_of(number)
    if not 8 <= len(digits) <= 32:
        raise NumberUnlikely(field="number")
    account = BankAccount(
        book_code=book_code, bank=bank, title=title.strip()[:60], holder=holder.strip()[:80],
        number=digits, number_index=index_account(digits), last4=digits[-4:], opened_at=now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise AccountKnown(field="number") from error
    record("bank_account.opened", "bank_account", account.pk, actor=actor, book=book_code)
    return account


def index_account(number: str) -> bytes:
    """By what an account number is found again without being readable."""
    return blind_index(digits_of(number), COUNTERPARTY)


@transaction.atomic
def preview_statement(
    data: bytes, file_name: str, *, account_id: int, actor: Actor
) -> BankStatement:
    """Read a file to its end and check all of it; nothing counts before it is confirmed.

    Raises a StatementRefused that names row and column, StatementTwice.
    """
    require(actor, Permission.RECONCILE)
    if actor.user_id is None:
        raise NotAllowed
    account = account_for(actor, account_id)
    digest = hashlib.sha256(data).digest()
    before = BankStatement.objects.filter(account=account, sha256=digest, state=CONFIRMED).first()
    if before is not None and before.confirmed_at is not None:
        day = before.confirmed_at.astimezone(SHANGHAI)
        raise StatementTwice(day=f"{day:%Y-%m-%d}")
    statement = BankStatement(
        account=account, file_name=_plain_name(file_name), sha256=digest,
        source=seal_bytes(data, SOURCE), uploaded_by_id=actor.user_id, uploaded_at=now(),
    )  # fmt: skip
    try:
        _describe(statement, read_file(data, account))
    except HeaderMissing:  # a person says what the columns mean
        if len(read_rows(data)) < 2:
            raise
        statement.state = StatementState.UNMAPPED.value
    statement.save()
    record(
        "statement.previewed", "bank_statement", statement.pk, actor=actor,
        account=account.pk, lines=statement.line_count,
    )  # fmt: skip
    return statement


def _plain_name(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-200:]


def _describe(statement: BankStatement, read: Statement) -> None:
    lines = read.lines
    statement.starts_on = min(line.booked_on for line in lines)
    statement.ends_on = max(line.booked_on for line in lines)
    statement.opening, statement.closing = read.opening, read.closing
    statement.line_count = len(lines)
    statement.came_in = sum(x.amount for x in lines if x.direction is Direction.IN)
    statement.went_out = sum(x.amount for x in lines if x.direction is Direction.OUT)
    known = known_identities(statement.account, name_identities(lines))
    statement.new_count = len(lines) - len(known)


def read_file(data: bytes, account: BankAccount) -> Statement:
    """The file as this account reads it. Raises a StatementRefused."""
    return read_statement(
        read_rows(data),
        own_number=account.number,
        remembered=mappings_of(account),
        expects_totals=account.expects_totals,
    )


def open_source(statement: BankStatement) -> bytes:
    """The file of a statement that waits. Raises StatementChanged when it does not."""
    rows = BankStatement.objects.filter(pk=statement.pk, state__in=WAITING)
    source = rows.values_list("source", flat=True).first()
    if source is None:
        raise StatementChanged
    return open_bytes(source, SOURCE)


def name_identities(lines: Sequence[Line]) -> list[bytes]:
    """The short keyed names of lines, in their order."""
    return [blind_index(name, "bank_line.identity") for name in name_lines(lines)]


def known_identities(account: BankAccount, identities: Sequence[bytes]) -> set[bytes]:
    rows = BankLine.objects.filter(account=account, identity__in=identities)
    return {bytes(value) for value in rows.values_list("identity", flat=True)}


@transaction.atomic
def remember_mapping(
    token: UUID, columns: Sequence[Column], *, header_at: int | None = None, actor: Actor
) -> BankStatement:
    """Say what the columns mean; the preview is made anew and the meaning kept for next time.

    `header_at`: the place of the header among the file's rows, where it was not recognised.

    Raises MappingIncomplete, MappingDoubled, StatementChanged, a StatementRefused.
    """
    require(actor, Permission.RECONCILE)
    statement = _lock(token, actor)
    data = open_source(statement)
    account = statement.account
    header = header_of(read_rows(data), account, header_at)
    mapping = Mapping(header, tuple(columns)[: len(header)])
    check_mapping(mapping)
    BankMapping.objects.update_or_create(
        account=account, header=list(mapping.header),
        defaults={
            "columns": [c.value for c in mapping.columns], "changed_by_id": actor.user_id,
            "changed_at": now(),
        },
    )  # fmt: skip
    _describe(statement, read_file(data, account))
    statement.state = PREVIEWED
    statement.save()
    record("statement.mapped", "bank_statement", statement.pk, actor=actor, account=account.pk)
    return statement


def header_of(
    rows: Sequence[SheetRow], account: BankAccount, header_at: int | None
) -> tuple[str, ...]:
    """The words of the header at that place, or of the recognised one. Raises HeaderMissing."""
    if header_at is None:
        return find_header(rows, mappings_of(account))[1].header
    if not 0 <= header_at < len(rows):
        raise HeaderMissing
    return tuple(header_word(cell)[:120] for cell in rows[header_at].cells)


def _lock(token: UUID, actor: Actor) -> BankStatement:
    """The statement, locked while it waits. Raises NotFound, StatementChanged."""
    seen = statement_for(actor, token)
    rows = BankStatement.objects.select_for_update(of=("self",)).select_related("account")
    statement: BankStatement = rows.get(pk=seen.pk)
    if statement.state not in WAITING:
        raise StatementChanged
    return statement


@transaction.atomic
def confirm_statement(token: UUID, *, actor: Actor) -> BankStatement:
    """Take in the lines that are new, all of them or none. Pressing twice changes nothing.

    Raises a StatementRefused, StatementTwice.
    """
    require(actor, Permission.RECONCILE)
    seen = statement_for(actor, token)
    account: BankAccount = BankAccount.objects.select_for_update().get(pk=seen.account_id)
    rows = BankStatement.objects.select_for_update()
    statement: BankStatement = rows.get(pk=seen.pk)
    statement.account = account
    if statement.state == CONFIRMED:
        return statement
    if statement.state != PREVIEWED:
        raise StatementChanged
    read = read_file(open_source(statement), account)
    statement.state, statement.source = CONFIRMED, None
    statement.confirmed_by_id, statement.confirmed_at = actor.user_id, now()
    statement.new_count = _write_lines(statement, read.lines)
    try:
        with transaction.atomic():
            statement.save()
    except IntegrityError as error:
        raise StatementTwice(day=f"{now().astimezone(SHANGHAI):%Y-%m-%d}") from error
    if read.has_totals and not account.expects_totals:
        account.expects_totals = True
        account.save(update_fields=["expects_totals"])
    record(
        "statement.confirmed", "bank_statement", statement.pk, actor=actor,
        lines=statement.line_count, new=statement.new_count,
    )  # fmt: skip
    publish(StatementConfirmed(statement.pk))
    return statement


def _write_lines(statement: BankStatement, lines: Sequence[Line]) -> int:
    identities = name_identities(lines)
    known = known_identities(statement.account, identities)
    fresh = [
        _make_row(statement, line, identity)
        for line, identity in zip(lines, identities, strict=True)
        if identity not in known
    ]
    BankLine.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def _make_row(statement: BankStatement, line: Line, identity: bytes) -> BankLine:
    return BankLine(
        account=statement.account, statement=statement, row=line.row, identity=identity,
        booked_on=line.booked_on, booked_at=line.booked_at, direction=line.direction.value,
        amount=line.amount, balance=line.balance, name=line.name or None,
        account_number=line.account or None,
        account_index=index_account(line.account) if digits_of(line.account) else None,
        account_last4=digits_of(line.account)[-4:], purpose=line.purpose, serial=line.serial,
    )  # fmt: skip


@transaction.atomic
def drop_statement(token: UUID, *, actor: Actor) -> BankStatement:
    """Forget a file that was only looked at. Raises StatementChanged."""
    require(actor, Permission.RECONCILE)
    statement = _lock(token, actor)
    statement.state, statement.source = StatementState.DROPPED.value, None
    statement.save(update_fields=["state", "source"])
    record("statement.dropped", "bank_statement", statement.pk, actor=actor)
    return statement


@transaction.atomic
def claim_line(line_id: int, *, by: str, actor: Actor) -> BankLine:
    """Say what a line stands for in the books ("payment:17"), once.

    The same claim again changes nothing. Raises LineClaimed for another one, NotFound.
    """
    line = _lock_line(line_id)
    if line.claimed_by == by:
        return line
    if line.claimed_by:
        raise LineClaimed
    line.claimed_by, line.claimed_at = by, now()
    line.save(update_fields=["claimed_by", "claimed_at"])
    record("bank_line.claimed", "bank_line", line.pk, actor=actor, by=by)
    return line


@transaction.atomic
def claim_lines(claims: dict[int, str], *, actor: Actor) -> set[int]:
    """Say what many lines stand for; those that are claimed now. One audit row for the whole.

    Lines that somebody claimed already are left out.
    """
    rows = BankLine.objects.select_for_update().filter(pk__in=claims, claimed_by="")
    lines = list(rows.order_by("pk"))
    at = now()
    for line in lines:
        line.claimed_by, line.claimed_at = claims[line.pk], at
    BankLine.objects.bulk_update(lines, ["claimed_by", "claimed_at"])
    record("bank_line.claimed_many", "bank_line", None, actor=actor, count=len(lines))
    return {line.pk for line in lines}


@transaction.atomic
def release_line(line_id: int, *, by: str, actor: Actor) -> BankLine:
    """Take a claim back, for a booking that was reversed. Raises LineUnclaimed."""
    line = _lock_line(line_id)
    if line.claimed_by != by:
        raise LineUnclaimed
    line.claimed_by, line.claimed_at = "", None
    line.save(update_fields=["claimed_by", "claimed_at"])
    record("bank_line.released", "bank_line", line.pk, actor=actor, by=by)
    return line


def _lock_line(line_id: int) -> BankLine:
    line: BankLine | None = BankLine.objects.select_for_update().filter(pk=line_id).first()
    if line is None:
        raise NotFound
    return line
