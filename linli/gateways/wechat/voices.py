"""In whose name the software writes when nobody is signed in."""

from __future__ import annotations

from linli.base.accounts.api import Actor, Grant
from linli.estate.organisations.api import Role
from linli.matters.handling.api import Matter


def voice_for(matter: Matter) -> Actor:
    """The matter's reporter; for a stranger's matter the desk, which passes the words on."""
    if matter.reporter_id is not None:
        return Actor(user_id=None, estate_id=matter.estate_id, person_id=matter.reporter_id)
    desk = (Grant(Role.CENTRE_LEAD.value),)
    return Actor(user_id=None, estate_id=matter.estate_id, grants=desk)
