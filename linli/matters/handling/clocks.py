"""The clocks: what is overdue is marked and climbs (REQ-03), in each estate for itself."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from linli.base.accounts.api import system_actor
from linli.base.calendars.api import clock_at, now
from linli.base.scopes.api import current_estate_id
from linli.matters.handling import duty, rules
from linli.matters.handling.data import EntryKind, State
from linli.matters.handling.entries import save_matter, tell_everybody, write_entry
from linli.matters.handling.events import MatterOverdue
from linli.matters.handling.models import Matter
from linli.matters.routing.api import allowed_time, profile_in_force

BATCH = 200
TOP = len(rules.CLIMB_SHARES)


def tick_clocks(at: datetime | None = None) -> int:
    """Mark what became overdue and let it climb, in the estate in scope; the number of changes.

    A deadline that passes: the grid worker hears of it (level 1); half the allowed time later
    the centre lead (2); the whole again later the committee secretary (3). Running it twice
    changes nothing; rows that somebody holds locked are left for the next run. Done matters
    that wait for their return visit do not climb: the work is there.
    """
    with clock_at(at or now()):
        return _tick()


def _tick() -> int:
    changed, after = 0, 0
    while True:
        with transaction.atomic():
            batch = _due_rows(after)
            changed += sum(_climb(matter) for matter in batch)
        if len(batch) < BATCH:
            return changed
        after = batch[-1].pk


def _due_rows(after: int) -> list[Matter]:
    rows = Matter.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("kind", "category__profile").filter(
        state__in=[State.RECEIVED.value, State.ACCEPTED.value],
        due_at__lte=now(), escalation__lt=TOP, pk__gt=after,
    )  # fmt: skip
    return list(rows.order_by("id")[:BATCH])


def _climb(matter: Matter) -> bool:
    allowed = allowed_time(profile_in_force(matter.category, matter.urgency))
    level = rules.climb_level(now() - matter.due_at, allowed)
    if level <= matter.escalation and matter.is_overdue:
        return False
    first = matter.escalation + 1
    save_matter(matter, is_overdue=True, escalation=max(level, matter.escalation))
    actor = system_actor(current_estate_id())
    for step in range(first, level + 1):
        account_id = duty.watchers(step, matter)
        write_entry(matter, EntryKind.ESCALATED, actor=actor, level=step, account=account_id)
        event = MatterOverdue(matter.pk, step, account_id)
        tell_everybody(matter, "escalated", event, actor=actor, level=step, account=account_id)
    return True


_FOLD_SQL = """
WITH old AS (DELETE FROM matter_tally RETURNING *),
     kept AS (
       SELECT estate_id, organisation_id, state, is_overdue, is_emergency, sum(n) AS n
       FROM old GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0)
INSERT INTO matter_tally (estate_id, organisation_id, state, is_overdue, is_emergency, n)
SELECT estate_id, organisation_id, state, is_overdue, is_emergency, n FROM kept
"""


def fold_tally() -> None:
    """Fold the signed steps of all estates into one row per cell.

    One statement sees one state of the table, and rows that are written meanwhile stay; two
    folds at once would both delete the same rows, so one waits for the other and finds them gone.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('matter_tally', 0))")
        cursor.execute(_FOLD_SQL)
