"""All tables of this group, for Django's migrations."""

from linli.matters.clears.models import ClearSnapshot, FreshnessRule
from linli.matters.guides.models import GuideEntry, GuideFeedback, GuideTally, GuideVersion
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
from linli.matters.projects.models import (
    Project,
    ProjectStep,
    ProjectTelling,
    ProjectTold,
    TopicDecision,
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
    "GuideEntry",
    "GuideFeedback",
    "GuideTally",
    "GuideVersion",
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
    "Project",
    "ProjectStep",
    "ProjectTelling",
    "ProjectTold",
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
    "TopicDecision",
    "TopicMember",
    "Watch",
]
