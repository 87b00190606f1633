"""Whatever is done in whatever order: books balance, nobody is below zero, seals hold."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from linli.base.accounts.data import system_actor
from linli.base.errors import DomainError
from linli.money.ledger import api as ledger
from linli.money.ledger.models import Line
from linli.money.ledger.testing import draft_of, make_books, make_prepaid, make_receivable
from linli.money.ledger.verifying import verify_file

AMOUNTS = st.integers(1, 500)


class AnySequence(RuleBasedStateMachine):
    """The joint account under random hands, beside a count that Python keeps."""

    homes: list[int]

    @initialize()
    def open(self) -> None:
        self.book = make_books()
        self.actor = system_actor(self.book.estate_id)
        self.kept: Counter[int] = Counter()
        self.posted: list[int] = []
        self.undone: set[int] = set()
        self.money = ledger.find_account(self.book, "bank")
        self.accounts = [self.money, ledger.find_account(self.book, "income:property_fee")]
        self.bound: list[ledger.Account] = []

    def post(self, drafts: list[ledger.EntryDraft], ids: list[int]) -> None:
        self.posted += ids
        for draft in drafts:
            for line in draft.lines:
                self.kept[line.account_id] += line.amount

    @rule(n=st.integers(0, 5))
    def open_home(self, n: int) -> None:
        home = self.homes[n]
        owed, prepaid = make_receivable(self.book, home), make_prepaid(self.book, home)
        self.accounts += [a for a in (owed, prepaid) if a not in self.accounts]
        self.bound += [prepaid] if prepaid not in self.bound else []

    @rule(data=st.data(), amount=AMOUNTS)
    def post_one(self, data: st.DataObject, amount: int) -> None:
        one, two = (data.draw(st.sampled_from(self.accounts)) for _ in range(2))
        draft = draft_of(self.book, (one, amount), (two, -amount))
        try:
            with transaction.atomic():
                entry = ledger.post_entry(draft, actor=self.actor)
        except ledger.BalanceTooLow:
            assert one in self.bound or two in self.bound
            return
        assert ledger.post_entry(draft, actor=self.actor).pk == entry.pk
        self.post([draft], [entry.pk])

    @rule(data=st.data(), amounts=st.lists(AMOUNTS, min_size=1, max_size=6))
    def post_batch(self, data: st.DataObject, amounts: list[int]) -> None:
        account = data.draw(st.sampled_from(self.accounts))
        drafts = [draft_of(self.book, (self.money, a), (account, -a)) for a in amounts]
        try:
            with transaction.atomic():
                ids = ledger.post_entries(drafts, actor=self.actor)
        except ledger.BalanceTooLow:
            return
        self.post(drafts, ids)

    @precondition(lambda self: self.posted)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        entry_id = data.draw(st.sampled_from(self.posted))
        lines = ledger.lines_of(entry_id)
        try:
            with transaction.atomic():
                ledger.reverse_entry(
                    entry_id, key=f"undo:{entry_id}:{len(self.undone)}", reason="", actor=self.actor
                )
        except ledger.AlreadyReversed:
            assert entry_id in self.undone
        except DomainError as refusal:
            assert refusal.code == "balance_too_low"
        else:
            self.undone.add(entry_id)
            for line in lines:
                self.kept[line.account_id] -= line.amount

    @rule()
    def seal(self) -> None:
        ledger.seal_book(self.book.pk)

    @invariant()
    def balances_are_the_lines(self) -> None:
        found = ledger.balances_of([a.pk for a in self.accounts])
        assert found == {a.pk: self.kept[a.pk] for a in self.accounts}
        assert all(found[a.pk] <= 0 for a in self.bound)
        lines = Line.objects.filter(account__book=self.book).values_list("amount", flat=True)
        assert sum(lines) == 0

    def teardown(self) -> None:
        if not hasattr(self, "book"):
            return
        ledger.seal_book(self.book.pk)
        assert ledger.find_differences(self.book.pk) == []
        with tempfile.NamedTemporaryFile() as file:
            ledger.export_book(self.book, file)  # type: ignore[arg-type]
            file.flush()
            report = verify_file(Path(file.name), processes=1)
        assert report.faults == []
        assert sum(report.balances.values()) == 0


def test_any_sequence_keeps_the_books(cast: Any) -> None:
    from linli.base.scopes.api import estate_scope
    from linli.estate.places.api import Home

    homes = list(Home.objects.order_by("pk").values_list("place_id", flat=True)[:6])

    class Fresh(AnySequence):
        """Each run in a transaction of its own that is undone, so that books start empty."""

        def __init__(self) -> None:
            super().__init__()
            self.homes = homes
            self.undo = transaction.atomic()
            self.undo.__enter__()

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                transaction.set_rollback(True)
                self.undo.__exit__(None, None, None)

    with estate_scope(cast.estate.pk):
        run_state_machine_as_test(
            Fresh,
            settings=settings(
                max_examples=15, stateful_step_count=20, deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
