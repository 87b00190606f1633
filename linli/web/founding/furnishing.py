"""What every estate starts with, and what an older one lacks after an upgrade."""

from __future__ import annotations

from linli.base.scopes.api import Estate, estate_scope
from linli.matters.routing.api import load_catalogue
from linli.money.fees.api import load_charges
from linli.money.ledger.api import open_books


def furnish_estate(estate: Estate) -> None:
    """Kinds, categories and deadlines, the books, the charges; what is there stays as it is."""
    load_catalogue(estate)
    with estate_scope(estate.pk):
        open_books(estate.pk)
        load_charges()


def furnish_estates() -> None:
    """All estates of this database: a new version brings new kinds, books and charges."""
    for estate in Estate.objects.order_by("pk"):
        furnish_estate(estate)
