"""What the database holds after the storm, against what people were told."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from bench.intake_check import connect_anew
from bench.wechat_clients import Traffic

_KEY = re.compile(r"编号([0-9a-f]{32})")
_TEXTS = """
SELECT t.body, m.number, m.id FROM matter_text t JOIN matter m ON m.id = t.matter_id
WHERE t.body LIKE '%编号%'
"""
_TWICE = """
SELECT count(*) FROM (
  SELECT key FROM wechat_message GROUP BY estate_id, key HAVING count(*) > 1
  UNION ALL SELECT client_key FROM matter WHERE client_key IS NOT NULL
    GROUP BY estate_id, client_key HAVING count(*) > 1
  UNION ALL SELECT number FROM matter GROUP BY estate_id, number HAVING count(*) > 1) d
"""


def check_database(folder: Path, traffic: Traffic) -> dict[str, int]:
    """Lost: a number was said, but its matter does not hold the words. Doubled: words twice."""
    with connect_anew(folder) as connection:
        rows = connection.execute(_TEXTS).fetchall()
        (matters,) = connection.execute("SELECT count(*) FROM matter").fetchone() or (0,)
        (twice,) = connection.execute(_TWICE).fetchone() or (0,)
    where: dict[str, list[str]] = defaultdict(list)
    for body, number, _id in rows:
        for key in _KEY.findall(str(body)):
            where[key].append(str(number))
    lost = sum(number not in where[key] for key, number in traffic.numbers.items())
    doubled = sum(len(numbers) > 1 for numbers in where.values()) + int(str(twice))
    return {"matters": int(str(matters)), "lost": lost, "doubled": doubled}
