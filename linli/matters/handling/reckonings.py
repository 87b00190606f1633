"""Which matters a rate counts (REQ-05), said once for the figures and for the lists behind them.

Conditions are SQL on `m` (matter) and `v` (its last return visit that reached somebody). A visit
that said "solved" no longer counts once the matter was opened again. The resident's own word
counts as a visit, and the best there is: nobody stands between; `visited_by_id` is empty then.
"""

from __future__ import annotations

from linli.matters.handling.data import Reckoning

LAST_VISIT = """LEFT JOIN LATERAL (
  SELECT result, satisfaction, visited_by_id FROM return_visit r
  WHERE r.matter_id = m.id AND r.result <> 'unreachable'
    AND (r.result <> 'solved' OR r.round = m.reopened)
  ORDER BY r.at DESC, r.id DESC LIMIT 1) v ON true"""

# thanks and the like ask for nothing; what was declined or merged is answered elsewhere; what was
# withdrawn asks no more
ASKS = "m.kind_id IN (SELECT id FROM matter_kind WHERE request_type <> '')"
VALID = f"m.state NOT IN ('declined', 'merged', 'withdrawn') AND {ASKS}"
IN_TIME = f"{VALID} AND m.responded_at <= m.respond_by"
LATE = (
    f"{VALID} AND (m.responded_at > m.respond_by"
    " OR (m.responded_at IS NULL AND m.respond_by <= %(now)s))"
)
VISITED = f"{VALID} AND v.result IS NOT NULL"

CONDITIONS: dict[str, str] = {
    Reckoning.VALID: VALID,
    Reckoning.ANSWERED_IN_TIME: IN_TIME,
    Reckoning.ANSWERED_LATE: LATE,
    Reckoning.VISITED: VISITED,
    Reckoning.CONFIRMED: f"{VISITED} AND v.visited_by_id IS NULL",
    Reckoning.SOLVED: f"{VISITED} AND v.result = 'solved'",
    Reckoning.NOT_SOLVED: f"{VISITED} AND v.result <> 'solved'",
    Reckoning.RATED: f"{VISITED} AND v.satisfaction <> ''",
    Reckoning.SATISFIED: f"{VISITED} AND v.satisfaction = 'satisfied'",
    Reckoning.NOT_SATISFIED: f"{VISITED} AND v.satisfaction IN ('fair', 'dissatisfied')",
}
