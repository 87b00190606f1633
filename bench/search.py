"""Two-character words over 1,000,000 matters, against LIKE on the same table.

100 words that stand in 0.01 to 1 % of the texts. Ours is `search_matters` as the desk calls it,
rights, matters and places included; theirs is the bare LIKE with the same order and limit.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg

from bench.clusters import fresh_cluster
from bench.queue_data import fill_estate, make_desk
from bench.report import Figure, print_figures
from linli.base.postgres.api import point_at

COUNT = int(os.environ.get("BENCH_SEARCH_MATTERS", "1000000"))
WORDS, LIMIT, RARE, FREQUENT = 100, 20, 0.0001, 0.01
# signs that the other texts do not use: each pair of them is a word of known frequency
SIGNS = "橙柚榴莲枇杷樱桃荔枝"
LIKE = """
SELECT id, matter_id, body FROM matter_text
WHERE estate_id = %s AND body LIKE %s ORDER BY id DESC LIMIT 20
"""
# the pieces of a text vary with its number, as what people say does
TEXTS = """
INSERT INTO matter_text (estate_id, matter_id, body)
SELECT estate_id, id,
  (ARRAY['三单元楼道灯不亮', '厨房下水堵了往上返', '电梯开门慢有响声', '楼前有人乱停车',
         '暖气不热才十五度', '半夜楼上拖椅子', '单元门关不上', '小狗没有拴绳到处跑'])[1 + id % 8]
  || '，' || (ARRAY['老人晚上不敢下楼', '孩子没法写作业', '已经好几天了', '找过一次没人管',
         '麻烦快来看看', '邻居都有意见', '昨天刚修又坏了'])[1 + id % 7]
  || '，第' || (id % 100000) || '号' || coalesce(w.word, '')
FROM matter LEFT JOIN bench_word w ON w.matter_id = matter.id
ORDER BY matter.created_at
"""


def plant_words(connection: psycopg.Connection[Any]) -> list[str]:
    """100 words with frequencies evenly spread on a logarithmic scale, at random places."""
    words = [a + b for a in SIGNS for b in SIGNS][:WORDS]
    connection.execute("CREATE TEMP TABLE bench_word (matter_id bigint, word text)")
    connection.execute("SELECT setseed(0.5)")
    for n, word in enumerate(words):
        share = RARE * (FREQUENT / RARE) ** (n / (WORDS - 1))
        connection.execute(
            "INSERT INTO bench_word SELECT id, '，' || %s FROM matter WHERE random() < %s",
            [word, share],
        )
    connection.execute(
        "DELETE FROM bench_word a USING bench_word b"
        " WHERE a.matter_id = b.matter_id AND a.ctid < b.ctid"
    )
    return words


def fill_texts(superuser_url: str) -> list[str]:
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        words = plant_words(connection)
        index = connection.execute("SELECT pg_get_indexdef('matter_text_grams'::regclass)")
        definition = index.fetchone()
        assert definition
        connection.execute("DROP INDEX matter_text_grams")
        connection.execute(TEXTS)
        connection.execute(definition[0])
        connection.execute("VACUUM ANALYZE matter_text")
        return words


def time_each(words: list[str], work: Callable[[str], int]) -> tuple[list[float], list[int]]:
    """Milliseconds and finds of each word; the median of three."""
    spent, finds = [], []
    for word in words:
        tries = []
        for _ in range(3):
            started = time.perf_counter()
            found = work(word)
            tries.append((time.perf_counter() - started) * 1000)
        spent.append(statistics.median(tries))
        finds.append(found)
    return spent, finds


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95) - 1]


def main() -> None:
    with fresh_cluster(durable=False) as cluster:
        import django

        django.setup()
        from django.db import connection, connections

        from linli.base.accounts.api import User
        from linli.base.scopes.api import estate_scope
        from linli.estate.organisations.api import load_actor
        from linli.matters.handling.api import search_matters

        desk = make_desk()
        connections.close_all()
        started = time.monotonic()
        superuser = point_at(cluster, "linli").superuser_url
        fill_estate(superuser, desk["estate"], COUNT)
        words = fill_texts(superuser)
        print(f"{COUNT} matters with texts in {time.monotonic() - started:.0f} s", flush=True)
        with estate_scope(desk["estate"]):
            actor = load_actor(User.objects.get(pk=desk["lead"]))

            def ours(word: str) -> int:
                return len(search_matters(actor, word, limit=LIMIT).found)

            def theirs(word: str) -> int:
                with connection.cursor() as cursor:
                    cursor.execute(LIKE, [desk["estate"], f"%{word}%"])
                    return len(cursor.fetchall())

            for work in (ours, theirs):
                time_each(words[::20], work)
            own, own_finds = time_each(words, ours)
            plain, plain_finds = time_each(words, theirs)
        assert own_finds == plain_finds, "both find the same"
    for name, spent in (("search", own), ("LIKE", plain)):
        print(f"{name:7} median {statistics.median(spent):.1f} ms, p95 {p95(spent):.1f} ms, "
              f"worst {max(spent):.1f} ms")  # fmt: skip
    print_figures([Figure("search p95_over_like", p95(own) / p95(plain), 0.1)])


if __name__ == "__main__":
    main()
