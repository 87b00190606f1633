"""An estate with any number of matters, made in SQL: 3 % of them open, the rest history."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

SEED = """
WITH c AS (SELECT array_agg(id ORDER BY id) AS a FROM category),
     k AS (SELECT array_agg(id ORDER BY id) AS a FROM matter_kind),
     h AS (SELECT array_agg(p.id ORDER BY p.id) AS a, array_agg(p.grid_id ORDER BY p.id) AS g,
                  array_agg(p.building_id ORDER BY p.id) AS b FROM place p WHERE kind = 'home'),
     o AS (SELECT array_agg(id ORDER BY id) AS a FROM organisation),
     u AS (SELECT array_agg(id ORDER BY id) AS a FROM account WHERE estate_id = %(estate)s)
INSERT INTO matter (estate_id, number, kind_id, category_id, channel, urgency, title, state,
  place_id, grid_id, building_id, place_text, reporter_name, reporter_phone, taken_by_id, holder_id,
  organisation_id, respond_by, due_at, created_at, updated_at, accepted_at, done_at, done_by_id,
  closed_at, is_waiting_for_reporter, is_overdue, extended_days, hand_overs, reopened, escalation,
  mediation_step, result, decline_reason, version)
SELECT %(estate)s, to_char(born, 'YYMMDD') || '-' || lpad(i::text, 7, '0'),
  k.a[1 + i %% cardinality(k.a)], c.a[1 + i %% cardinality(c.a)], 'hotline',
  CASE WHEN i %% 200 = 0 THEN 'emergency' ELSE 'none' END,
  '三单元楼道灯不亮,老人晚上不敢下楼,请尽快来人看一看,第' || i || '次反映', state,
  h.a[1 + i %% cardinality(h.a)], h.g[1 + i %% cardinality(h.a)], h.b[1 + i %% cardinality(h.a)],
  '', '', '', u.a[1 + i %% cardinality(u.a)], u.a[1 + i %% cardinality(u.a)],
  o.a[1 + i %% cardinality(o.a)], born + interval '4 hours', born + interval '7 days', born, born,
  born, CASE WHEN state IN ('done', 'closed') THEN born END,
  CASE WHEN state IN ('done', 'closed') THEN u.a[1 + (i + 1) %% cardinality(u.a)] END,
  CASE WHEN state = 'closed' THEN born + interval '2 days' END,
  false, state = 'accepted' AND i %% 500 = 7, 0, 0, 0, 0, '',
  CASE WHEN state = 'closed' THEN 'solved' ELSE '' END, '', 1
FROM (SELECT i, now() - (i %% 1000000) * interval '30 seconds' AS born,
        CASE WHEN i %% 100 = 7 THEN 'accepted' WHEN i %% 100 = 8 THEN 'received'
             WHEN i %% 100 = 9 THEN 'done' ELSE 'closed' END AS state
      FROM generate_series(1, %(count)s) i) m, c, k, h, o, u
"""


# what the triggers would have counted, row by row
TALLY = """
INSERT INTO matter_tally (estate_id, organisation_id, state, is_overdue, is_emergency, n)
SELECT estate_id, organisation_id, state, is_overdue, urgency = 'emergency', count(*)
FROM matter WHERE state IN ('received', 'accepted', 'done') GROUP BY 1, 2, 3, 4, 5
"""
INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = 'matter'::regclass AND NOT i.indisunique
"""


def fill_estate(superuser_url: str, estate_id: int, count: int) -> None:
    """Add `count` matters with their tally, and leave the tables as autovacuum would.

    Loaded as a restore loads: triggers asleep, indexes made anew when the rows are there.
    """
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '256MB'")
        indexes = connection.execute(INDEXES).fetchall()
        for name, _definition in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        connection.execute(SEED, {"estate": estate_id, "count": count})
        connection.execute(TALLY)
        for _name, definition in indexes:
            connection.execute(definition)
        connection.execute("VACUUM ANALYZE matter")
        connection.execute("ANALYZE")


def make_desk() -> dict[str, Any]:
    """The cast's estate with catalogue, and a session of the centre lead; ids and keys."""
    from datetime import timedelta

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from linli.base.scopes.api import estate_scope
    from linli.estate.testing import make_building, make_cast
    from linli.matters.routing.api import load_catalogue

    cast = make_cast()
    with estate_scope(cast.estate.pk):
        for n in range(4, 18):
            make_building(n, cast.places["grid1"], entrances=2, floors=3)
    load_catalogue(cast.estate)
    session = SessionStore()
    session[SESSION_KEY] = str(cast.lead.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = cast.lead.get_session_auth_hash()
    session["linli_second_factor"] = cast.lead.pk
    session.save()
    expires = timezone.now() + timedelta(hours=12)
    return {
        "estate": cast.estate.pk,
        "lead": cast.lead.pk,
        "session": session.session_key,
        "expires": expires,
    }


def add_plain_session(owner_url: str, desk: dict[str, Any]) -> None:
    """The session table that the page held against us reads, as such applications keep one."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE bench_session (key text PRIMARY KEY, account_id bigint NOT NULL,"
            " expires timestamptz NOT NULL)"
        )
        connection.execute("GRANT SELECT ON bench_session TO linli_app")
        connection.execute(
            "INSERT INTO bench_session VALUES (%s, %s, %s)",
            [desk["session"], desk["lead"], desk["expires"]],
        )
