from linli.resources.crew.actions import (
    add_member,
    leave_crew,
    require_colleague,
    update_member,
)
from linli.resources.crew.data import MemberCard, MemberLeft
from linli.resources.crew.models import CrewMember
from linli.resources.crew.queries import (
    crew_of,
    may_plan,
    member_cards,
    member_for,
    members_for,
    memberships_of,
    require_plan,
)

__all__ = [
    "CrewMember",
    "MemberCard",
    "MemberLeft",
    "add_member",
    "crew_of",
    "leave_crew",
    "may_plan",
    "member_cards",
    "member_for",
    "members_for",
    "memberships_of",
    "require_colleague",
    "require_plan",
    "update_member",
]
