from linli.estate.organisations.data import OrganisationKind, Permission, Role
from linli.estate.organisations.models import Office, Organisation
from linli.estate.organisations.queries import list_organisations, load_actor, offices_in_force
from linli.estate.organisations.rules import is_staff, may

__all__ = [
    "Office",
    "Organisation",
    "OrganisationKind",
    "Permission",
    "Role",
    "is_staff",
    "list_organisations",
    "load_actor",
    "may",
    "offices_in_force",
]
