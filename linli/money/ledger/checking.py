"""What the database keeps beside the lines, held against the lines themselves."""

from __future__ import annotations

from django.db import connection

from linli.base.errors import translatable

# each finds what is not as it must be: (what, id or label)
_CHECKS = (
    (
        translatable("余额和明细不一致：科目 %(what)s"),
        """SELECT a.code FROM ledger_account a
           LEFT JOIN ledger_balance b ON b.account_id = a.id
           WHERE a.book_id = %s AND a.keeps_balance AND b.amount IS DISTINCT FROM
             coalesce((SELECT sum(l.amount) FROM ledger_line l WHERE l.account_id = a.id), 0)""",
    ),
    (
        translatable("每日合计和明细不一致：%(what)s"),
        """WITH found AS (
             SELECT a.label, l.occurred_on AS day, sum(greatest(l.amount, 0)) AS debit,
               sum(greatest(-l.amount, 0)) AS credit
             FROM ledger_leaf f JOIN ledger_seal s ON s.id = f.seal_id
             JOIN ledger_line l ON l.entry_id = f.entry_id
             JOIN ledger_account a ON a.id = l.account_id
             WHERE s.book_id = %s GROUP BY 1, 2
           ), kept AS (SELECT * FROM ledger_day_sum WHERE book_id = %s)
           SELECT coalesce(k.label, f.label) || ' ' || coalesce(k.day, f.day)
           FROM found f FULL JOIN kept k ON (k.label, k.day) = (f.label, f.day)
           WHERE (k.debit, k.credit) IS DISTINCT FROM (f.debit, f.credit)""",
    ),
    (
        translatable("没有封存，也不在等封存：第 %(what)s 笔"),
        """SELECT e.id FROM ledger_entry e WHERE e.book_id = %s
           AND NOT EXISTS (SELECT FROM ledger_leaf f WHERE f.entry_id = e.id)
           AND NOT EXISTS (SELECT FROM ledger_unsealed u WHERE u.entry_id = e.id)""",
    ),
    (
        translatable("借贷不平：第 %(what)s 笔"),
        """SELECT e.id FROM ledger_entry e LEFT JOIN ledger_line l ON l.entry_id = e.id
           WHERE e.book_id = %s GROUP BY e.id
           HAVING coalesce(sum(l.amount), 0) <> 0 OR count(l.*) <> e.line_count""",
    ),
)
MOST = 50


def find_differences(book_id: int) -> list[tuple[str, str]]:
    """(what is wrong as a template, which one) of a book; empty when all is well.

    Reads the whole book: for the night, and for `linli ledger verify --database`.
    """
    found: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        for what, query in _CHECKS:
            cursor.execute(f"{query} LIMIT {MOST}", [book_id] * query.count("%s"))
            found += [(what, str(which)) for (which,) in cursor.fetchall()]
    return found
