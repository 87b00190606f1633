"""To whom a matter can go: the choices of the forms that hand on and assign."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from linli.estate.organisations.api import Role, list_organisations, offices_in_force
from linli.matters.routing.api import facts_of, find_route

Choice = tuple[str, Any]


def list_receivers(matter: Any) -> list[Choice]:
    """Organisations with their people, as grouped choices; values are "organisation:account"."""
    people: dict[int, list[Choice]] = {}
    for organisation_id, account_id, name in _workers():
        people.setdefault(organisation_id, []).append((f"{organisation_id}:{account_id}", name))
    return [
        (row.name, [(f"{row.pk}:", _("%(name)s（谁有空谁接）") % {"name": row.name}),
                    *people.get(row.pk, [])])
        for row in list_organisations()
    ]  # fmt: skip


def list_colleagues(organisation_id: int) -> list[Choice]:
    """Everybody who works for the organisation."""
    return [(str(account), name) for own, account, name in _workers() if own == organisation_id]


def suggested_receiver(matter: Any) -> str:
    """The choice that today's rules would make."""
    route = find_route(facts_of(matter))
    return f"{route.organisation_id or ''}:{route.account_id or ''}"


def _workers() -> list[tuple[int, int, str]]:
    rows = (
        offices_in_force()
        .filter(account__is_active=True, organisation__isnull=False)
        .exclude(role=Role.ADMINISTRATOR.value)
        .order_by("organisation", "account__name")
        .values_list("organisation_id", "account_id", "account__name")
    )
    return list(dict.fromkeys(rows))
