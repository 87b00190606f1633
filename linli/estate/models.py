"""All tables of this group, for Django's migrations."""

from linli.estate.imports.models import ImportRun, RememberedColumns
from linli.estate.organisations.models import (
    Office,
    Organisation,
    Recommendation,
    RecommendationRound,
)
from linli.estate.people.models import (
    Household,
    Membership,
    Person,
    PersonCategory,
    PersonMerge,
)
from linli.estate.places.models import Home, Lease, Ownership, Place, Verification

__all__ = [
    "Home",
    "Household",
    "ImportRun",
    "Lease",
    "Membership",
    "Office",
    "Organisation",
    "Ownership",
    "Person",
    "PersonCategory",
    "PersonMerge",
    "Place",
    "Recommendation",
    "RecommendationRound",
    "RememberedColumns",
    "Verification",
]
