"""What the ledger answers to others."""

from __future__ import annotations

from linli.base.accounts.api import Actor
from linli.base.files.api import StoredFile, opens
from linli.money.ledger.models import Voucher
from linli.money.ledger.reading import may_see_whose


@opens("ledger.voucher_seen")
def shows_voucher(actor: Actor, stored: StoredFile) -> bool:
    """A paper names people: it takes the right to see whose accounts they are."""
    return may_see_whose(actor) and Voucher.objects.filter(file=stored.pk).exists()
