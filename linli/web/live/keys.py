"""Which keys a page may listen to. A key names what changed and never what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from linli.base.accounts.api import Actor
from linli.base.errors import DomainError
from linli.estate.organisations.api import Permission, may

MOST_KEYS = 40  # a page that shows more than these fetches by itself
_KEY = re.compile(r"([a-z_]{1,20})(?::(\d{1,18}))?")
_STAFF_KEYS: dict[str, Permission] = {
    "queue": Permission.WORK_QUEUE,
    "wall": Permission.SEE_WALL,
    "letters": Permission.TAKE_CALLS,
    "calls": Permission.TAKE_CALLS,
    "register": Permission.SEE_REGISTER,
    "mailings": Permission.TELL_PEOPLE,
    "notices": Permission.WORK_QUEUE,
    "imports": Permission.IMPORT_REGISTER,
    "billing": Permission.ISSUE_FEES,
    "duties": Permission.WORK_QUEUE,
}
Sees = Callable[[Actor, int], bool]


def parse_keys(text: str) -> list[str]:
    """The well-formed keys of `queue,matter:17`, each once, at most MOST_KEYS."""
    given = (part.strip() for part in text.split(","))
    return list(dict.fromkeys(key for key in given if _KEY.fullmatch(key)))[:MOST_KEYS]


def allowed_keys(actor: Actor, keys: Iterable[str], sees_matter: Sees) -> frozenset[str]:
    """Those of `keys` that the actor may listen to; unknown and foreign ones are dropped."""
    return frozenset(key for key in keys if _may_listen(actor, key, sees_matter))


def _may_listen(actor: Actor, key: str, sees_matter: Sees) -> bool:
    found = _KEY.fullmatch(key)
    if found is None:
        return False
    name, number = found[1], found[2]
    if name in _STAFF_KEYS:
        return number is None and may(actor, _STAFF_KEYS[name])
    if number is None:
        return False
    if name == "mailing":  # a key says that something changed, never what
        return may(actor, Permission.TELL_PEOPLE)
    if name in ("account", "person"):
        return int(number) == (actor.user_id if name == "account" else actor.person_id)
    return name == "matter" and sees_matter(actor, int(number))


def sees_matter(actor: Actor, matter_id: int) -> bool:
    """Whether the matter's own door opens for the actor."""
    from linli.matters.handling.api import matter_for

    try:
        matter_for(actor, matter_id)
    except DomainError:
        return False
    return True
