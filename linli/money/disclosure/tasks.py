"""Clocks: what was sealed is added up each minute; due days ring."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from linli.base.accounts.api import system_actor
from linli.base.calendars.api import add_working_days, calendar_overrides, now, today
from linli.base.errors import DomainError
from linli.base.scopes.api import Estate, all_estates, current_estate_id, estate_scope
from linli.matters.handling.api import open_matter
from linli.money.disclosure.data import PUBLIC_BOOKS, Quarter
from linli.money.disclosure.models import DueRing, Fold
from linli.money.disclosure.moves import fold_book
from linli.money.disclosure.queries import (
    missing_quarters,
    rate_as_json,
    rate_of,
    setting_of_estate,
)
from linli.money.disclosure.rules import due_on, quarter_of
from linli.money.disclosure.words import BOOKS, quarter_word
from linli.money.ledger.api import Book, list_books

AHEAD = 7  # working days before the due day: as long as the matter's own clock runs
RATE_EVERY = timedelta(minutes=10)


def public_books() -> list[Book]:
    return [book for book in list_books() if book.code in PUBLIC_BOOKS]


def fold_all() -> None:
    """What new seals hold goes into the public sums; the rate is read anew now and then."""
    for book in public_books():
        fold_book(book)
    _keep_rate()


def _keep_rate() -> None:
    fold = Fold.objects.filter(book__code="joint_account").first()
    if fold is None or (fold.rate_at and fold.rate_at > now() - RATE_EVERY):
        return
    rate = rate_as_json(rate_of(quarter_of(today())))
    Fold.objects.filter(pk=fold.pk).update(rate=rate, rate_at=now())


def ring_due() -> int:
    """A matter of kind duty for each quarter whose due day comes near or is past; how many."""
    months, overrides = setting_of_estate().due_months, calendar_overrides()
    horizon = add_working_days(now(), AHEAD, overrides).date()
    return sum(
        _ring(book, quarter, months)
        for book in public_books()
        for quarter in missing_quarters(book)
        if due_on(quarter, months) <= horizon
    )


@transaction.atomic
def _ring(book: Book, quarter: Quarter, months: int) -> bool:
    if DueRing.objects.filter(book=book, quarter=quarter.code).exists():
        return False
    text = _("%(book)s %(quarter)s 的收支要在 %(day)s 前公布。请会计核对后公布。") % {
        "book": BOOKS[book.code], "quarter": quarter_word(quarter), "day": due_on(quarter, months),
    }  # fmt: skip
    matter = open_matter(
        actor=system_actor(current_estate_id()), kind="duty", category="accounts",
        channel="system", text=text, client_key=f"publish:{book.pk}:{quarter.code}",
    )  # fmt: skip
    DueRing.objects.create(book=book, quarter=quarter.code, matter=matter, at=now())
    return True


def _estates() -> list[int]:
    with all_estates():
        return list(Estate.objects.order_by("id").values_list("id", flat=True))


@app.periodic(cron="* * * * *", periodic_id="public_accounts")
@app.task(name="linli.fold_accounts", queue="clocks", queueing_lock="fold_accounts")
def fold_accounts(timestamp: int) -> None:
    for estate_id in _estates():
        with estate_scope(estate_id):
            fold_all()


@app.periodic(cron="20 0 * * *", periodic_id="accounts_due")  # 8:20 in the estate
@app.task(name="linli.ring_accounts", queue="clocks", queueing_lock="ring_accounts")
def ring_accounts(timestamp: int) -> None:
    for estate_id in _estates():
        with estate_scope(estate_id):
            try:
                with transaction.atomic():
                    ring_due()
            except DomainError:  # nobody is on duty to take a matter in: tried again tomorrow
                continue
