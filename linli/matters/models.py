"""All tables of this group, for Django's migrations."""

from linli.matters.handling.models import (
    Matter,
    MatterEntry,
    MatterFile,
    MatterNumber,
    MatterParty,
    MatterTally,
    MatterText,
    PersonMove,
    ReturnVisit,
    Thanks,
)
from linli.matters.intake.models import ContactLog, Letter, LetterPage
from linli.matters.routing.models import Category, DeadlineProfile, MatterKind, RoutingRule

__all__ = [
    "Category",
    "ContactLog",
    "DeadlineProfile",
    "Letter",
    "LetterPage",
    "Matter",
    "MatterEntry",
    "MatterFile",
    "MatterKind",
    "MatterNumber",
    "MatterParty",
    "MatterTally",
    "MatterText",
    "PersonMove",
    "ReturnVisit",
    "RoutingRule",
    "Thanks",
]
