"""Pictures taken at a door: sent before the need that they belong to, each kept once."""

from __future__ import annotations

import hashlib
from typing import Any

from linli.base.accounts.api import Actor
from linli.base.errors import Invalid, NotFound
from linli.base.files.api import keep_upload
from linli.base.requests.api import do_once
from linli.matters.rounds.errors import OtherAccount
from linli.matters.rounds.queries import rounds_for

LONGEST_KEY = 56


def keep_round_picture(key: str, account: str, picture: Any, *, actor: Actor) -> int:
    """The id of the stored file; a repeat with the same key and picture gives the first one.

    Raises OtherAccount where the device's records are a colleague's, NotFound for who walks no
    round, FileRefused for what is no picture.
    """
    if actor.user_id is None or account != str(actor.user_id):
        raise OtherAccount
    if not rounds_for(actor).exists():
        raise NotFound
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Invalid(field="key")

    def work() -> dict[str, int]:
        return {"file": keep_upload(picture, actor=actor).pk}

    found = do_once(
        f"rp-{key}"[:60], "round picture", _fingerprint(picture), actor=actor, work=work
    )
    return int(found["file"])


def _fingerprint(picture: Any) -> str:
    digest = hashlib.sha256()
    for chunk in picture.chunks():
        digest.update(chunk)
    picture.seek(0)
    return digest.hexdigest()[:32]
