"""What others may hold of the crew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linli.base.events.data import Event


@dataclass(frozen=True)
class MemberCard:
    """Somebody who works here: the member, the account and the organisation."""

    id: int
    account_id: int
    organisation_id: int
    name: str
    job_title: str
    skills: tuple[str, ...]
    phone: str
    left_on: date | None = None


@dataclass(frozen=True)
class MemberLeft(Event):
    """A member left the organisation; open matters of `account_id` there go to the heir.

    Offices of the account in this organisation have ended; `organisation_id` bounds what passes on.
    """

    member_id: int
    account_id: int
    organisation_id: int
    heir_account_id: int
    left_on: str  # ISO day

    @property
    def aggregate(self) -> str:
        return f"member:{self.member_id}"
