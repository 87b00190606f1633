"""From rows to a statement that was checked as a whole: sums, counts, running balance, account.

Pure. Everything that is wrong raises a StatementRefused that names row and column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from linli.money.banking.cells import (
    digits_of,
    is_rmb,
    plain,
    read_amount,
    read_clock,
    read_moment,
    read_side,
    yuan,
)
from linli.money.banking.data import Column, Direction, Facts, Line, Mapping, SheetRow, Statement
from linli.money.banking.errors import (
    AmountNegative,
    BalanceBroken,
    BothSides,
    CellWrong,
    CountWrong,
    FileCut,
    HeaderMissing,
    OtherAccount,
    StatementEmpty,
    TotalsMissing,
    TotalWrong,
    WrongCurrency,
)
from linli.money.banking.facts import read_facts
from linli.money.banking.layouts import (
    check_mapping,
    guess_bank,
    header_word,
    is_total,
    read_header,
)

HEAD_ROWS = 40  # a header stands within the first rows or nowhere


def read_statement(
    rows: Sequence[SheetRow],
    *,
    own_number: str,
    remembered: Sequence[Mapping] = (),
    expects_totals: bool = False,
) -> Statement:
    """The statement in a file's rows.

    `own_number`: digits of the account that it must belong to. `remembered`: mappings that
    somebody confirmed for this account, used where the header is the same. `expects_totals`: this
    account's files ended with totals before. Raises a StatementRefused.
    """
    place, mapping = find_header(rows, remembered)
    bank, known_totals = guess_bank(mapping.header)
    body, tail = _split_tail(rows[place + 1 :], mapping)
    facts = read_facts(rows[:place], tail, mapping)
    _check_owner(facts, own_number)
    lines = [_read_line(row, mapping, own_number) for row in body]
    if not lines:
        raise StatementEmpty
    has_totals = facts.total_in is not None or facts.total_out is not None
    if (expects_totals or known_totals) and not has_totals:
        raise TotalsMissing
    for one, other in (
        (facts.total_in, facts.total_out),
        (facts.count_in, facts.count_out),
    ):
        if (one is None) != (other is None):  # the last line was cut between the two
            raise FileCut(row=facts.totals_row)
    _check_counts(lines, facts)
    _check_totals(lines, facts)
    ordered = put_in_order(lines)
    opening, closing = _check_ends(ordered, facts)
    found = facts.own_number or own_number
    return Statement(bank, mapping, tuple(ordered), opening, closing, has_totals, found)


def find_header(
    rows: Sequence[SheetRow], remembered: Sequence[Mapping] = ()
) -> tuple[int, Mapping]:
    """Where the header stands and what it means. Raises HeaderMissing."""
    known = {mapping.header: mapping for mapping in remembered}
    for place, row in enumerate(rows[:HEAD_ROWS]):
        words = tuple(header_word(cell) for cell in row.cells)
        mapping = known.get(words) or read_header(row.cells)
        if mapping is not None:
            check_mapping(mapping)
            return place, mapping
    raise HeaderMissing


def guess_header(rows: Sequence[SheetRow]) -> int:
    """Where a header most likely stands in a file whose words nobody knows: the first of the rows
    with the most cells that hold words and no figures."""

    def words(row: SheetRow) -> int:
        return sum(1 for c in row.cells if c.strip() and not any(s.isdigit() for s in c))

    return max(range(min(len(rows), HEAD_ROWS)), key=lambda n: (words(rows[n]), -n), default=0)


def _split_tail(
    rows: Sequence[SheetRow], mapping: Mapping
) -> tuple[list[SheetRow], list[SheetRow]]:
    """The movements, and the totals and remarks below them. Raises FileCut for half a row."""
    body: list[SheetRow] = []
    for n, row in enumerate(rows):
        if is_total(row.cells):
            return body, list(rows[n:])
        if _is_remark(row, mapping) and all(
            _is_remark(later, mapping) or is_total(later.cells) for later in rows[n:]
        ):
            return body, list(rows[n:])
        needed = [c for c in (Column.BALANCE, Column.AMOUNT) if mapping.find(c) >= 0]
        ends = max((mapping.find(c) for c in needed), default=mapping.find(Column.DATE))
        if len(row.cells) <= ends or (row is rows[-1] and _is_half(row, mapping)):
            raise FileCut(row=row.number)
        body.append(row)
    return body, []


def _is_remark(row: SheetRow, mapping: Mapping) -> bool:
    """A row below the table that has words in one cell only and no day."""
    filled = [cell for cell in row.cells if cell.strip()]
    words = plain(row.at(mapping.find(Column.DATE)))
    return len(filled) <= 1 and not words[:4].isdigit()


def _is_half(row: SheetRow, mapping: Mapping) -> bool:
    """A last row that stops before its header does, or in the middle of its day or balance."""
    if len(row.cells) < len(mapping.header):
        return len([word for word in mapping.header if word]) > len(row.cells)
    return False


def _read_line(row: SheetRow, mapping: Mapping, own_number: str) -> Line:
    _check_row(row, mapping, own_number)
    day, clock = read_moment(*_where(row, mapping, Column.DATE))
    if clock is None and mapping.find(Column.TIME) >= 0:
        text, number, word = _where(row, mapping, Column.TIME)
        try:
            clock = read_clock(text)
        except ValueError as error:
            raise CellWrong(row=number, column=word, text=text[:40]) from error
    direction, amount = _read_sum(row, mapping)
    balance = None
    if mapping.find(Column.BALANCE) >= 0:
        balance = read_amount(*_where(row, mapping, Column.BALANCE))
    said = [_text(row, mapping, c) for c in (Column.SUMMARY, Column.PURPOSE, Column.NOTE)]
    return Line(
        row=row.number, booked_on=day, booked_at=clock, direction=direction, amount=amount,
        balance=balance, name=_text(row, mapping, Column.NAME)[:120],
        account=_text(row, mapping, Column.ACCOUNT).replace(" ", "")[:40],
        purpose=" ".join(dict.fromkeys(filter(None, said)))[:300],
        serial=_text(row, mapping, Column.SERIAL)[:60],
    )  # fmt: skip


def _where(row: SheetRow, mapping: Mapping, column: Column) -> tuple[str, int, str]:
    """Text, row and heading of a cell: what readers of cells take."""
    place = mapping.find(column)
    return row.at(place), row.number, mapping.header[place] if place >= 0 else ""


def _text(row: SheetRow, mapping: Mapping, column: Column) -> str:
    return plain(row.at(mapping.find(column)))


def _check_row(row: SheetRow, mapping: Mapping, own_number: str) -> None:
    currency = _text(row, mapping, Column.CURRENCY)
    if not is_rmb(currency):
        raise WrongCurrency(row=row.number, text=currency[:20])
    own = digits_of(_text(row, mapping, Column.OWN_ACCOUNT))
    if own and own != own_number:
        raise OtherAccount(row=row.number, found=own[-4:], own=own_number[-4:])


def _read_sum(row: SheetRow, mapping: Mapping) -> tuple[Direction, int]:
    if mapping.find(Column.MONEY_IN) >= 0 and mapping.find(Column.MONEY_OUT) >= 0:
        came = read_amount(*_where(row, mapping, Column.MONEY_IN)) or 0
        went = read_amount(*_where(row, mapping, Column.MONEY_OUT)) or 0
        for amount, column in ((came, Column.MONEY_IN), (went, Column.MONEY_OUT)):
            if amount < 0:
                text, number, word = _where(row, mapping, column)
                raise AmountNegative(row=number, column=word, text=text.strip()[:40])
        if bool(came) == bool(went):
            raise BothSides(row=row.number)
        return (Direction.IN, came) if came else (Direction.OUT, went)
    return _read_signed(row, mapping)


def _read_signed(row: SheetRow, mapping: Mapping) -> tuple[Direction, int]:
    text, number, word = _where(row, mapping, Column.AMOUNT)
    amount = read_amount(text, number, word)
    if not amount:
        raise CellWrong(row=number, column=word, text=text.strip()[:40])
    side = 1 if amount > 0 else -1
    if mapping.find(Column.SIDE) >= 0:
        words, number, heading = _where(row, mapping, Column.SIDE)
        side = read_side(words)
        if not side:
            raise CellWrong(row=number, column=heading, text=words[:40])
        if amount < 0 and side > 0:  # a sign and a side that contradict each other
            raise AmountNegative(row=number, column=word, text=text.strip()[:40])
    return (Direction.IN if side > 0 else Direction.OUT), abs(amount)


def _check_owner(facts: Facts, own_number: str) -> None:
    if not is_rmb(facts.currency):
        raise WrongCurrency(row=facts.places.get("currency", 1), text=facts.currency[:20])
    if facts.own_number and facts.own_number != own_number:
        raise OtherAccount(
            row=facts.places.get("own_number", 1), found=facts.own_number[-4:], own=own_number[-4:]
        )


def _check_counts(lines: Sequence[Line], facts: Facts) -> None:
    sides = Counter(line.direction for line in lines)
    for stated, found in (
        (facts.count, len(lines)),
        (facts.count_in, sides[Direction.IN]),
        (facts.count_out, sides[Direction.OUT]),
    ):
        if stated is not None and stated != found:
            raise CountWrong(row=facts.totals_row, stated=stated, found=found)


def _check_totals(lines: Sequence[Line], facts: Facts) -> None:
    for what, stated, side in (
        ("贷方合计", facts.total_in, Direction.IN),
        ("借方合计", facts.total_out, Direction.OUT),
    ):
        found = sum(line.amount for line in lines if line.direction is side)
        if stated is not None and stated != found:
            raise TotalWrong(
                row=facts.totals_row, what=what, stated=yuan(stated), found=yuan(found),
                difference=yuan(abs(stated - found)),
            )  # fmt: skip


def put_in_order(lines: Sequence[Line]) -> list[Line]:
    """Oldest first, as their balances follow each other: files come in both orders.

    Raises BalanceBroken at the first row whose balance does not follow.
    """
    if any(line.balance is None for line in lines):
        return sorted(lines, key=lambda line: line.booked_on)
    forward, backward = list(lines), list(reversed(lines))
    breaks = {id(order): _first_break(order) for order in (forward, backward)}
    for order in (forward, backward):
        if breaks[id(order)] is None and order[0].booked_on <= order[-1].booked_on:
            return order
    falls = lines[0].booked_on > lines[-1].booked_on
    better = backward if falls else forward
    if not falls and lines[0].booked_on == lines[-1].booked_on:
        better = max((forward, backward), key=lambda order: breaks[id(order)] or 0)
    at = breaks[id(better)]
    assert at is not None
    before, line = better[at - 1], better[at]
    expected = (before.balance or 0) + line.signed
    stated = line.balance or 0
    raise BalanceBroken(
        row=line.row, expected=yuan(expected), stated=yuan(stated),
        difference=yuan(abs(stated - expected)),
    )  # fmt: skip


def _first_break(lines: Sequence[Line]) -> int | None:
    for n in range(1, len(lines)):
        if (lines[n - 1].balance or 0) + lines[n].signed != lines[n].balance:
            return n
    return None


def _check_ends(lines: Sequence[Line], facts: Facts) -> tuple[int | None, int | None]:
    """Opening and closing balance, from the lines or from what the file says; both must agree."""
    if lines[0].balance is None:
        return facts.opening, facts.closing
    opening = lines[0].balance - lines[0].signed
    closing = lines[-1].balance
    for name, stated, found in (
        ("opening", facts.opening, opening),
        ("closing", facts.closing, closing),
    ):
        if stated is not None and found is not None and stated != found:
            raise BalanceBroken(
                row=facts.places.get(name, 1), expected=yuan(found), stated=yuan(stated),
                difference=yuan(abs(stated - found)),
            )  # fmt: skip
    return opening, closing


def name_lines(lines: Sequence[Line]) -> list[str]:
    """What makes each line this one and no other, over all files of the account.

    Day, sum, balance and the bank's number tell lines apart; where even these are equal (no
    balance, no number) the count within the day does, so that a later file with the whole day
    brings the same names again.
    """
    seen: Counter[str] = Counter()
    names = []
    for line in lines:
        base = "|".join(
            [line.booked_on.isoformat(), str(line.signed),
             "" if line.balance is None else str(line.balance), line.serial, line.account]
        )  # fmt: skip
        seen[base] += 1
        names.append(f"{base}|{seen[base]}")
    return names
