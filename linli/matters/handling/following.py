"""The token of a follow link: whoever holds the slip sees where that one matter stands."""

from __future__ import annotations

from django.core import signing

from linli.base.errors import NotFound
from linli.matters.handling.models import Matter

_SALT = "follow"


def follow_token(matter: Matter) -> str:
    """Unguessable, and the same for the same matter, so that a lost slip can be printed again."""
    return signing.Signer(salt=_SALT).sign_object([matter.estate_id, matter.pk], compress=True)


def read_follow_token(token: str) -> tuple[int, int]:
    """(estate id, matter id) of a token. Raises NotFound for one that was not made here."""
    try:
        estate_id, matter_id = signing.Signer(salt=_SALT).unsign_object(token[:200])
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound from error
    return int(estate_id), int(matter_id)
