"""What spending does when something happened."""

from __future__ import annotations

from django.db.models import Q

from linli.base.accounts.api import Actor
from linli.base.events.api import handles
from linli.base.files.api import StoredFile, opens
from linli.money.banking.api import StatementConfirmed
from linli.money.spending.events import SpendingCameToDesk
from linli.money.spending.paying import match_by_itself
from linli.money.spending.queries import requests_for
from linli.money.spending.waiting import tell_next


@handles(SpendingCameToDesk, only_fresh=True)
def tell_whoever_must_act(event: SpendingCameToDesk) -> None:
    tell_next(event.request_id, event.state, event.round)


@handles(StatementConfirmed)
def match_new_lines(event: StatementConfirmed) -> None:
    match_by_itself()


@opens("spending.paper_seen")
def shows_paper(actor: Actor, stored: StoredFile) -> bool:
    """Whoever may look at a request may look at its papers."""
    on_it = Q(files__file=stored.pk) | Q(files__masked=stored.pk)
    return requests_for(actor).filter(on_it).exists()
