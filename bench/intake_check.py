"""What the database holds after the storm, against what the clients were told."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg

from bench.intake_clients import Filing, request_again
from linli.base.postgres.api import ClusterError, connect_cluster

ASKED_AGAIN = 100

DOUBLED = """
SELECT count(*) FROM (
  SELECT title FROM matter GROUP BY title HAVING count(*) > 1
  UNION ALL SELECT number FROM matter GROUP BY estate_id, number HAVING count(*) > 1
  UNION ALL SELECT key FROM request_key GROUP BY estate_id, user_id, key HAVING count(*) > 1) d
"""
WITHOUT_ONE_OPENING = """
SELECT count(*) FROM (
  SELECT m.id FROM matter m LEFT JOIN matter_entry e ON e.matter_id = m.id AND e.kind = 'opened'
  GROUP BY m.id HAVING count(e.id) <> 1) o
"""
# cells of the tally that do not equal the open matters that they count
WRONG_CELLS = """
SELECT count(*) FROM (
  SELECT estate_id, organisation_id, state, is_overdue, is_emergency, sum(n) FROM (
    SELECT estate_id, organisation_id, state, is_overdue, is_emergency, n FROM matter_tally
    UNION ALL
    SELECT estate_id, organisation_id, state, is_overdue, urgency = 'emergency', -1 FROM matter
    WHERE state IN ('received', 'accepted', 'done')) c
  GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0) w
"""


async def find_answers(filing: Filing, keys: list[str]) -> int:
    """How many of some acknowledged requests, repeated now, get another answer than the first."""
    some = list(filing.acknowledged.items())[:: max(1, len(filing.acknowledged) // ASKED_AGAIN)]
    wrong = 0
    for key, number in some:
        answer = await request_again(filing, key, keys[filing.filers[key] % len(keys)])
        wrong += answer != number
    return wrong


def check_database(folder: Path, filing: Filing, other_answers: int) -> dict[str, int]:
    """Lost: acknowledged, but not there. Doubled: there twice, by key, number or request."""
    with connect_anew(folder) as connection:
        there = dict(connection.execute("SELECT title, number FROM matter").fetchall())

        def count(query: str) -> int:
            row = connection.execute(query).fetchone()
            return int(row[0]) if row else 0

        rows = count("SELECT count(*) FROM matter")
        doubled, openings, cells = map(count, (DOUBLED, WITHOUT_ONE_OPENING, WRONG_CELLS))
    lost = sum(there.get(key) != number for key, number in filing.acknowledged.items())
    return {
        "matters": rows, "lost": lost, "doubled": doubled,
        "without one opening": openings, "wrong cells of the tally": cells,
        "other answers to the same key": other_answers,
        "inconsistent": openings + cells + other_answers,
    }  # fmt: skip


def connect_anew(folder: Path) -> psycopg.Connection[tuple[object, ...]]:
    for _ in range(60):
        try:
            url = connect_cluster(folder / "postgres").superuser_url
            return psycopg.connect(url.replace("/postgres?", "/linli?"), autocommit=True)
        except (ClusterError, psycopg.OperationalError):
            time.sleep(0.5)
    raise TimeoutError("PostgreSQL did not come back")
