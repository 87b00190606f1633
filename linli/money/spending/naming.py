"""How requests are called where an entry of the ledger names them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.money.ledger.api import Paper, numbers_of, register_source
from linli.money.spending.models import SpendingRequest
from linli.money.spending.queries import requests_for


def name_requests(actor: Actor, rests: Sequence[str]) -> dict[str, Paper]:
    """The number, which the entry itself tells; what it was for stands on the request."""
    rows = dict(
        SpendingRequest.objects.filter(pk__in=numbers_of(rests)).values_list("pk", "number")
    )
    open_to = set(requests_for(actor).filter(pk__in=rows).values_list("pk", flat=True))
    return {
        str(pk): Paper(
            _("支出单 %(number)s") % {"number": number},
            reverse("spending:request", args=[pk]) if pk in open_to else "",
        )
        for pk, number in rows.items()
    }


register_source("spending", name_requests)
