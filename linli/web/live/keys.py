"""Which keys a page may listen to. A key names what changed and never what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from linli.base.accounts.api import Actor
from linli.base.errors import DomainError
from linli.estate.organisations.api import Permission, may, require

MOST_KEYS = 40  # a page that shows more than these fetches by itself
_KEY = re.compile(r"([a-z_]{1,20})(?::([0-9A-Za-z-]{1,36}))?")
_STAFF_KEYS: dict[str, tuple[Permission, ...]] = {
    "queue": (Permission.WORK_QUEUE,),
    "wall": (Permission.SEE_WALL,),
    "letters": (Permission.TAKE_CALLS,),
    "calls": (Permission.TAKE_CALLS,),
    "register": (Permission.SEE_REGISTER,),
    "mailings": (Permission.TELL_PEOPLE,),
    "notices": (Permission.WORK_QUEUE,),
    "imports": (Permission.IMPORT_REGISTER,),
    "billing": (Permission.ISSUE_FEES,),
    "payments": (Permission.TAKE_PAYMENTS, Permission.SEE_ACCOUNTS, Permission.RECONCILE),
    "spending": (Permission.REQUEST_SPENDING, Permission.CHECK_SPENDING, Permission.SEE_BOOKS),
    "assemblies": (Permission.RUN_ASSEMBLY, Permission.TAKE_BALLOTS, Permission.APPROVE_TELLING),
    "duties": (Permission.WORK_QUEUE,),
}
Door = Callable[[Actor, str], object]


def parse_keys(text: str) -> list[str]:
    """The well-formed keys of `queue,matter:17`, each once, at most MOST_KEYS."""
    given = (part.strip() for part in text.split(","))
    return list(dict.fromkeys(key for key in given if _KEY.fullmatch(key)))[:MOST_KEYS]


def allowed_keys(
    actor: Actor, keys: Iterable[str], doors: Mapping[str, Door] | None = None
) -> frozenset[str]:
    """Those of `keys` that the actor may listen to; unknown and foreign ones are dropped."""
    doors = find_doors() if doors is None else doors
    return frozenset(key for key in keys if _may_listen(actor, key, doors))


def find_doors() -> Mapping[str, Door]:
    """For each name of a key with a number or mark: the thing's own door, which raises."""
    from linli.matters.handling.api import matter_for
    from linli.money.payments.api import order_for
    from linli.money.spending.api import request_for
    from linli.voice.ballots.api import assembly_for, run_for

    return {
        "account": lambda actor, number: _is_own(actor.user_id, number),
        "person": lambda actor, number: _is_own(actor.person_id, number),
        "matter": lambda actor, number: matter_for(actor, int(number)),
        "mailing": lambda actor, _number: require(actor, Permission.TELL_PEOPLE),
        "order": order_for,
        "spending": lambda actor, number: request_for(actor, int(number)),
        "assembly": lambda actor, number: assembly_for(actor, int(number)),
        "ballot_run": lambda actor, token: run_for(actor, UUID(token)),
    }


def _may_listen(actor: Actor, key: str, doors: Mapping[str, Door]) -> bool:
    name, _colon, which = key.partition(":")
    if not which:
        return any(may(actor, one) for one in _STAFF_KEYS.get(name, ()))
    if name not in doors:
        return False
    try:
        doors[name](actor, which)
    except (DomainError, ValueError):
        return False
    return True


def _is_own(own: int | None, number: str) -> None:
    if own is None or int(number) != own:
        raise ValueError(number)
