"""What waits for the reader: a ballot, a question, a bill. The first page says it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.money.fees.api import open_bills, own_bills
from linli.voice.ballots.api import vote_lists


@dataclass(frozen=True, slots=True)
class Waiting:
    title: str
    href: str
    sign: str
    hint: str = ""
    amount: int | None = None  # fen


def list_waiting(actor: Actor) -> list[Waiting]:
    """Votes and questions one by one, then all bills as one sum."""
    lists = (listings for _list, listings in vote_lists(actor))
    votes = [one for listings in lists for one in listings if one.waits]
    return [Waiting(one.title, one.href, "vote", one.hint) for one in votes] + _bills(actor)


def _bills(actor: Actor) -> list[Waiting]:
    owed = [bill.open_fen for bill in open_bills(own_bills(actor))]
    if not owed:
        return []
    hint = _("%(count)s 张账单") % {"count": len(owed)}
    return [Waiting(_("要交的费"), reverse("fees:own"), "pay", hint, sum(owed))]
