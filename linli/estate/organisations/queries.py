from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor, Grant, User
from linli.base.calendars.api import today
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.models import Office, Organisation


def offices_in_force(on: date | None = None) -> QuerySet[Office]:
    """Offices whose term covers the day (today when none is given)."""
    day = on or today()
    return Office.objects.filter(starts_on__lte=day).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )


# tables of people stand above this package; of them an actor needs three ids and no more
_ACTOR = """
WITH own AS (SELECT id FROM person WHERE estate_id = %(estate)s AND account_id = %(user)s
  ORDER BY id)
(SELECT role, organisation_id, grid_id, building_id, id FROM office
 WHERE estate_id = %(estate)s AND starts_on <= %(day)s
   AND (ends_on IS NULL OR ends_on >= %(day)s)
   AND (account_id = %(user)s OR person_id IN (SELECT id FROM own)) ORDER BY id)
UNION ALL
SELECT NULL, p.id, m.household_id, h.home_id, NULL FROM (SELECT id FROM own LIMIT 1) p
LEFT JOIN membership m ON m.person_id = p.id AND m.until IS NULL
LEFT JOIN household h ON h.id = m.household_id
"""


def load_actor(user: User) -> Actor:
    """The actor behind an account, with offices in force and current household.

    One small read; call it once a request, inside the estate's scope.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, {"estate": current_estate_id(), "user": user.pk, "day": today()})
        rows = cursor.fetchall()
    lives = [row for row in rows if row[0] is None]
    return Actor(
        user_id=user.pk,
        estate_id=user.estate_id or 0,
        name=user.name,
        person_id=lives[0][1] if lives else None,
        household_ids=frozenset(row[2] for row in lives if row[2] is not None),
        home_ids=frozenset(row[3] for row in lives if row[2] is not None),
        grants=tuple(Grant(*row) for row in rows if row[0] is not None),
        language=user.language,
    )


def list_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(is_active=True).order_by("id")
