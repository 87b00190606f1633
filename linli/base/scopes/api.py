"""Estate scope: see data (who is in scope), models (scoped rows), actions (opening a scope)."""

from linli.base.scopes.actions import all_estates, estate_scope
from linli.base.scopes.bulk import copy_rows
from linli.base.scopes.data import ALL_ESTATES, ScopeMissing, current_estate_id
from linli.base.scopes.models import Estate, ScopedManager, ScopedModel

__all__ = [
    "ALL_ESTATES",
    "Estate",
    "ScopeMissing",
    "ScopedManager",
    "ScopedModel",
    "all_estates",
    "copy_rows",
    "current_estate_id",
    "estate_scope",
]
