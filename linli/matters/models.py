"""All tables of this group, for Django's migrations."""

from linli.matters.clears.models import ClearSnapshot, FreshnessRule
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
from linli.matters.intake.models import (
    ContactLog,
    Letter,
    LetterPage,
    PhoneCall,
    PhoneExtension,
    PhoneLine,
)
from linli.matters.rounds.models import (
    DoorVisit,
    Round,
    RoundClaim,
    RoundDoor,
    RoundOperation,
    RoundShare,
    Watch,
)
from linli.matters.routing.models import Category, DeadlineProfile, MatterKind, RoutingRule
from linli.matters.topics.models import ReaderVersion, Suggestion, Topic, TopicMember

__all__ = [
    "Category",
    "ClearSnapshot",
    "ContactLog",
    "DeadlineProfile",
    "DoorVisit",
    "FreshnessRule",
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
    "PhoneCall",
    "PhoneExtension",
    "PhoneLine",
    "ReaderVersion",
    "ReturnVisit",
    "Round",
    "RoundClaim",
    "RoundDoor",
    "RoundOperation",
    "RoundShare",
    "RoutingRule",
    "Suggestion",
    "Thanks",
    "Topic",
    "TopicMember",
    "Watch",
]
