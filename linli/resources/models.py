"""All tables of this group, for Django's migrations."""

from linli.resources.crew.models import CrewMember
from linli.resources.rosters.models import Absence, Shift

__all__ = ["Absence", "CrewMember", "Shift"]
