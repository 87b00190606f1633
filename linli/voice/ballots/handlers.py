"""What ballots answer to others."""

from __future__ import annotations

from linli.base.accounts.api import Actor
from linli.base.files.api import StoredFile, opens
from linli.voice.ballots import runs


@opens("ballots.print_seen")
def shows_print(actor: Actor, stored: StoredFile) -> bool:
    """All papers of an assembly bear plates, areas and receipts: for the desk, each look logged."""
    return runs.shows_print(actor, stored)
