"""The answer of whoever holds the slip."""

from __future__ import annotations

from typing import Any

from linli.base.accounts.api import Actor
from linli.base.requests.api import do_once
from linli.matters.handling.api import Matter, abilities_of, reply_to_matter
from linli.matters.handling.data import Ability
from linli.web.public.errors import TooManyReplies
from linli.web.public.queries import REPLIES_AN_HOUR, published_reader, replies_in_last_hour


def follower_of(matter: Matter) -> Actor:
    """The reporter, as far as the register knows one; a letter without a name is the desk's."""
    if matter.reporter_id is None:
        return published_reader()
    return Actor(user_id=None, estate_id=matter.estate_id, person_id=matter.reporter_id)


def may_reply(matter: Matter) -> bool:
    return Ability.REPLY in abilities_of(follower_of(matter), matter)


def reply_by_slip(matter: Matter, text: str, key: str) -> None:
    """Add the words to the matter; after its end this opens it again. Raises TooManyReplies."""
    actor = follower_of(matter)

    def work() -> dict[str, Any]:
        if replies_in_last_hour(matter) >= REPLIES_AN_HOUR:
            raise TooManyReplies
        reply_to_matter(matter.pk, actor=actor, text=text)
        return {}

    do_once(f"slip-{matter.pk}-{key}", f"slip:{matter.pk}", text, actor=actor, work=work)
