"""What polls answer to others."""

from __future__ import annotations

from linli.base.accounts.api import Actor
from linli.base.files.api import StoredFile, opens
from linli.voice.polls.queries import may_read_minutes, talks_for


@opens("talk.scan_seen")
def shows_scan(actor: Actor, stored: StoredFile) -> bool:
    """A scanned record names people as the typed one does: who may read that may see it."""
    talk = talks_for(actor).filter(scan=stored.pk).first()
    return talk is not None and may_read_minutes(actor, talk)
