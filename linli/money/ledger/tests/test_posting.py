"""Entries balance, are posted once, and are undone only by their mirror."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.base.scopes.api import estate_scope
from linli.money.ledger import api as ledger
from linli.money.ledger.models import Entry, Line
from linli.money.ledger.testing import (
    draft_of,
    make_books,
    make_entry,
    make_prepaid,
    make_receivable,
)


@pytest.fixture
def book(cast: Any) -> ledger.Book:
    return make_books()


def test_an_entry_has_its_lines_and_its_trace(cast: Any, book: ledger.Book) -> None:
    draft = draft_of(book, ("bank", 120), ("income:other", -120), source="slip:1", memo="first")
    entry = ledger.post_entry(draft, actor=cast.actor("accountant"))
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.kind, kept.source, kept.memo) == ("transfer", "slip:1", "first")
    assert [(line.account.code, line.amount) for line in ledger.lines_of(entry.pk)] == [
        ("bank", 120), ("income:other", -120),
    ]  # fmt: skip
    row = AuditRow.objects.get(action="ledger.posted")
    assert (row.subject_id, row.user_id) == (entry.pk, cast.accountant.pk)


def test_a_repeat_gives_the_first_and_other_content_is_refused(
    cast: Any, book: ledger.Book
) -> None:
    draft = draft_of(book, ("bank", 120), ("income:other", -120))
    first = ledger.post_entry(draft, actor=cast.actor("accountant"))
    again = ledger.post_entry(draft, actor=cast.actor("secretary"))
    assert again.pk == first.pk
    assert (again.user_id, again.posted_at) == (first.user_id, first.posted_at)
    with pytest.raises(ledger.EntryKeyReused):
        ledger.post_entry(replace(draft, memo="other"), actor=cast.actor("accountant"))
    assert Entry.objects.count() == 1
    assert Line.objects.count() == 2


def test_the_same_key_may_stand_in_two_books(cast: Any, book: ledger.Book) -> None:
    other = ledger.find_book(ledger.COMMON)
    make_entry(book, ("bank", 1), ("income:other", -1), key="k")
    make_entry(other, ("bank", 1), ("income:other", -1), key="k")
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("amounts", "error"),
    [
        ((0, 0), ledger.LineWrong),
        ((1, -2), ledger.Unbalanced),
        ((5,), ledger.TooFewLines),
        ((), ledger.TooFewLines),
        ((1.0, -1.0), ledger.LineWrong),
        ((Decimal("0.5"), Decimal("-0.5")), ledger.LineWrong),
        ((True, -1), ledger.LineWrong),
        (("1", -1), ledger.LineWrong),
        ((10**13 + 1, -(10**13) - 1), ledger.AmountTooLarge),
        (tuple([1, -1] * 251), ledger.TooManyLines),
    ],
)
def test_bad_lines_are_refused(cast: Any, book: ledger.Book, amounts: Any, error: Any) -> None:
    codes = ("bank", "income:other")
    draft = draft_of(book, *((codes[n % 2], amount) for n, amount in enumerate(amounts)))
    with pytest.raises(error):
        ledger.post_entry(draft, actor=cast.actor("accountant"))
    with pytest.raises(error):
        ledger.post_entries([draft], actor=cast.actor("accountant"))
    assert not Entry.objects.exists()


def test_the_largest_amount_is_taken(cast: Any, book: ledger.Book) -> None:
    make_entry(book, ("bank", 10**13), ("income:other", -(10**13)))
    bank = ledger.find_account(book, "bank").pk
    assert ledger.balances_of([bank]) == {bank: 10**13}


@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"occurred_on": date(1989, 12, 31)}, ledger.DateAbsurd),
        ({"occurred_on": date(9999, 1, 1)}, ledger.DateAbsurd),
        ({"occurred_on": None}, ledger.DateAbsurd),
        ({"kind": "Some Kind"}, ledger.WordsWrong),
        ({"key": ""}, ledger.WordsWrong),
        ({"key": "x" * 121}, ledger.WordsWrong),
        ({"memo": "张秀兰"}, ledger.WordsWrong),
        ({"memo": 'a"b'}, ledger.WordsWrong),
        ({"memo": "x" * 81}, ledger.WordsWrong),
        ({"source": "x" * 61}, ledger.WordsWrong),
        ({"unit": "USD"}, ledger.UnitWrong),
        ({"voucher_ids": (987654321,)}, ledger.VoucherUnknown),
    ],
)
def test_bad_words_days_and_units_are_refused(
    cast: Any, book: ledger.Book, over: Any, error: Any
) -> None:
    draft = draft_of(book, ("bank", 1), ("income:other", -1), **over)
    from django.db import transaction

    for post in (ledger.post_entry, lambda d, actor: ledger.post_entries([d], actor=actor)):
        with pytest.raises(error), transaction.atomic():
            post(draft, actor=cast.actor("accountant"))
            check_now()


def check_now() -> None:
    """What a commit would check."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_days_at_the_bounds_are_taken(cast: Any, book: ledger.Book) -> None:
    for day in (date(1990, 1, 1), today() + timedelta(days=400)):
        make_entry(book, ("bank", 1), ("income:other", -1), occurred_on=day)
    with pytest.raises(ledger.DateAbsurd):
        make_entry(
            book, ("bank", 1), ("income:other", -1), occurred_on=today() + timedelta(days=401)
        )


def test_accounts_of_another_book_or_estate_are_refused(cast: Any, book: ledger.Book) -> None:
    from django.db import transaction

    foreign = ledger.find_account(ledger.find_book(ledger.COMMON), "bank")
    actor = cast.actor("accountant")
    draft = draft_of(book, ("bank", 1), (foreign, -1))
    with pytest.raises(ledger.AccountForeign), transaction.atomic():
        ledger.post_entry(draft, actor=actor)
    with pytest.raises(ledger.AccountForeign), transaction.atomic():
        ledger.post_entries([draft], actor=actor)


def test_a_book_of_another_estate_is_not_found(cast: Any) -> None:
    from django.db import transaction

    from linli.base.scopes.api import current_estate_id
    from linli.base.scopes.data import current

    book = make_books()
    draft = draft_of(book, ("bank", 1), ("income:other", -1))
    assert current_estate_id() == cast.estate.pk
    token = current.set(cast.other_estate.pk)
    try:
        with pytest.raises(ledger.BookForeign), transaction.atomic():
            ledger.post_entry(draft, actor=cast.actor("foreign_lead"))
        with pytest.raises(ledger.BookForeign), transaction.atomic():
            ledger.post_entries([draft], actor=cast.actor("foreign_lead"))
        with pytest.raises(NotFound):
            ledger.find_book(ledger.JOINT)
        assert ledger.balances_of([draft.lines[0].account_id]) == {}
    finally:
        current.reset(token)


def test_opening_books_twice_changes_nothing(cast: Any) -> None:
    make_books()
    before = ledger.Account.objects.count()
    make_books()
    assert ledger.Account.objects.count() == before
    assert [b.code for b in ledger.list_books()] == [
        "joint_account", "common_income", "maintenance_fund", "aid_fund",
    ]  # fmt: skip
    with estate_scope(cast.estate.pk):
        assert ledger.find_account(ledger.find_book("joint_account"), "bank").is_money


def test_an_account_opens_once_and_stays_what_it_is(cast: Any, book: ledger.Book) -> None:
    home = next(iter(cast.actor("owner").home_ids))
    first = make_receivable(book, home)
    assert make_receivable(book, home) == first
    assert first.label == "A/receivable:~:property_fee"
    with pytest.raises(ledger.AccountDiffers):
        ledger.open_account(book, code=first.code, kind=ledger.AccountKind.INCOME, home_id=home)
    with pytest.raises(ledger.WordsWrong):
        ledger.open_account(book, code="Some name", kind=ledger.AccountKind.INCOME)


def test_what_was_prepaid_cannot_be_used_twice(cast: Any, book: ledger.Book) -> None:
    from django.db import transaction

    home = next(iter(cast.actor("owner").home_ids))
    prepaid, receivable = make_prepaid(book, home), make_receivable(book, home)
    make_entry(book, ("bank", 500), (prepaid, -500))
    make_entry(book, (prepaid, 500), (receivable, -500))
    with pytest.raises(ledger.BalanceTooLow), transaction.atomic():
        make_entry(book, (prepaid, 1), (receivable, -1))
    assert ledger.balances_of([prepaid.pk, receivable.pk]) == {prepaid.pk: 0, receivable.pk: -500}


def test_a_reversal_undoes_an_entry_once(cast: Any, book: ledger.Book) -> None:
    from django.db import transaction

    entry = make_entry(book, ("bank", 70), ("income:other", -70), source="slip:2")
    actor = cast.actor("accountant")
    undone = ledger.reverse_entry(entry.pk, key="r1", reason="记错了户", actor=actor)
    assert ledger.reverse_entry(entry.pk, key="r1", reason="记错了户", actor=actor).pk == undone.pk
    assert (undone.reverses_id, undone.source, undone.memo) == (entry.pk, "slip:2", "")
    with pytest.raises(ledger.AlreadyReversed), transaction.atomic():
        ledger.reverse_entry(entry.pk, key="r2", reason="again", actor=actor)
    with pytest.raises(ledger.ReversalOfReversal):
        ledger.reverse_entry(undone.pk, key="r3", reason="back", actor=actor)
    with pytest.raises(ledger.NotAReversal):
        ledger.post_entry(
            draft_of(book, ("bank", -69), ("income:other", 69), reverses_id=entry.pk), actor=actor
        )
    bank = ledger.find_account(book, "bank").pk
    assert ledger.balances_of([bank]) == {bank: 0}
    assert AuditRow.objects.filter(action="ledger.reversed").first().purpose == "记错了户"


def test_a_batch_is_all_or_none_and_repeats_nothing(cast: Any, book: ledger.Book) -> None:
    actor = cast.actor("accountant")
    drafts = [draft_of(book, ("bank", n), ("income:other", -n)) for n in range(1, 51)]
    first = ledger.post_entry(drafts[3], actor=actor)
    ids = ledger.post_entries(drafts, actor=actor)
    assert ids[3] == first.pk
    assert len(set(ids)) == 50
    assert ledger.post_entries(drafts, actor=actor) == ids
    bank = ledger.find_account(book, "bank").pk
    assert ledger.balances_of([bank]) == {bank: sum(range(1, 51))}
    bad = [*drafts, draft_of(book, ("bank", 1), ("income:other", -1)), replace(drafts[0], memo="x")]
    with pytest.raises(ledger.EntryKeyReused):
        ledger.post_entries(bad, actor=actor)
    assert Entry.objects.count() == 50
