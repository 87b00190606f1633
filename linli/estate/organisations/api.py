from linli.estate.organisations.actions import (
    appoint,
    create_organisation,
    end_office,
    end_offices_of,
    update_organisation,
)
from linli.estate.organisations.data import OrganisationKind, Permission, Role
from linli.estate.organisations.models import (
    Office,
    Organisation,
    Recommendation,
    RecommendationRound,
)
from linli.estate.organisations.queries import list_organisations, load_actor, offices_in_force
from linli.estate.organisations.rules import (
    ESTATE_WIDE,
    Reach,
    is_staff,
    may,
    may_within,
    needs_two_factors,
    register_reach,
    require,
)

__all__ = [
    "ESTATE_WIDE",
    "Office",
    "Organisation",
    "OrganisationKind",
    "Permission",
    "Reach",
    "Recommendation",
    "RecommendationRound",
    "Role",
    "appoint",
    "create_organisation",
    "end_office",
    "end_offices_of",
    "is_staff",
    "list_organisations",
    "load_actor",
    "may",
    "may_within",
    "needs_two_factors",
    "offices_in_force",
    "register_reach",
    "require",
    "update_organisation",
]
