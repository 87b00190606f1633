"""Every address, tried by the one who is named for it: they get in."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse

from linli.web.live.keys import allowed_keys, parse_keys
from tests.docs.access import UNREACHED
from tests.docs.addresses import Address, ask, client_of, declared_addresses

SHUT_OUT = {401, 403, 404}
SIGN_OUT = {"accounts:end_sessions", "account_logout"}


def gets_in(answer: HttpResponse) -> bool:
    """Something of one's own, or a form that comes back: no refusal, no way to the door."""
    to_sign_in = answer.status_code == 302 and "sign-in" in answer.headers["Location"]
    return answer.status_code < 500 and answer.status_code not in SHUT_OUT and not to_sign_in


def unheard_keys(actor: Any, answer: HttpResponse) -> list[str]:
    """Keys of the page's live parts whose news the actor would never get."""
    if answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return []
    shown = re.findall(r'data-live="([^"]*)"', answer.content.decode())
    keys = {key for part in shown for key in part.split()}
    return sorted(keys - allowed_keys(actor, parse_keys(",".join(keys))))


def judge(client: Any, address: Address, actor: Any) -> list[str]:
    """Whether somebody gets in by GET or, where an address only takes, by POST; and hears of it."""
    wrong = []
    for method in ("get", "post"):
        answer = ask(client, method, address.path)
        if answer.status_code != 405:
            if not (gets_in(answer) or address.name in UNREACHED or address.name in SIGN_OUT):
                wrong.append(f"{method.upper()} {address.name} answers {answer.status_code}")
            wrong += [f"{address.name} never hears {key}" for key in unheard_keys(actor, answer)]
            return wrong
    return [f"{address.name} takes neither GET nor POST"]


def test_whoever_may_gets_in(cast: Any) -> None:
    clients: dict[str, Any] = {}
    wrong = []
    for address in declared_addresses(cast):
        who = address.access.by
        client = clients.setdefault(who, client_of(cast.accounts[who]))
        wrong += [f"{who}: {line}" for line in judge(client, address, cast.actor(who))]
    assert not wrong, "\n" + "\n".join(wrong)
