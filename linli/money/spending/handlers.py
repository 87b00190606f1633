"""What spending does when something happened."""

from __future__ import annotations

from linli.base.events.api import handles
from linli.money.banking.api import StatementConfirmed
from linli.money.spending.events import SpendingCameToDesk
from linli.money.spending.paying import match_by_itself
from linli.money.spending.waiting import tell_next


@handles(SpendingCameToDesk, only_fresh=True)
def tell_whoever_must_act(event: SpendingCameToDesk) -> None:
    tell_next(event.request_id, event.state, event.round)


@handles(StatementConfirmed)
def match_new_lines(event: StatementConfirmed) -> None:
    match_by_itself()
