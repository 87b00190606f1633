"""What everybody may read: the last quarter, and what people asked about it."""

from __future__ import annotations

from datetime import timedelta

from linli.matters.handling.api import accept_matter, confirm_result, finish_matter
from linli.money.disclosure.api import answer_objection, ask, publish_statement
from linli.money.ledger.api import (
    COMMON,
    JOINT,
    EntryDraft,
    Posting,
    find_account,
    find_book,
    post_entries,
)
from linli.web.demo.books import last_quarter
from linli.web.demo.hands import Hands

_ANSWER = "按电梯台数算，合同编号 HT-2026-03。原件在服务中心，业主随时可以看。"
_COMMON = (("parking", 900), ("adverts", 260))  # fen a home and month


def publish_last_quarter(hands: Hands) -> None:
    """The joint account and the common income, ten days after the quarter's end."""
    quarter = last_quarter(hands)
    _earn(hands)
    with hands.at(quarter.end + timedelta(days=10), 16):
        for code in (JOINT, COMMON):
            publish_statement(code, quarter, actor=hands.actor("secretary"))
            hands.count("statements")


def _earn(hands: Hands) -> None:
    """Parking and adverts, month by month."""
    quarter, book = last_quarter(hands), find_book(COMMON)
    bank, homes = find_account(book, "bank").pk, len(hands.register.dwellings)
    drafts = []
    for n in range(3):
        day = quarter.start + timedelta(days=24 + 30 * n)
        for code, fen in _COMMON:
            income, amount = find_account(book, f"income:{code}").pk, fen * homes
            lines = (Posting(bank, amount), Posting(income, -amount))
            drafts.append(EntryDraft(book.pk, f"{code}:{day:%Y%m}", "other_income", day, lines))
    with hands.at(quarter.end, 15):
        post_entries(drafts, actor=hands.actor("accountant"))


def ask_questions(hands: Hands) -> None:
    """One question with its answer, one that is open."""
    quarter, book = last_quarter(hands), find_book(JOINT)
    day = min(max(hands.ago(8), quarter.end + timedelta(days=11)), hands.today)
    resident, secretary = hands.actor("zhangayi"), hands.actor("secretary")
    with hands.at(day, 10):
        asked = ask(
            book, quarter, key="demo-1", actor=resident,
            text="电梯维保费怎么算的？是按台算还是按户算？",
        )  # fmt: skip
        accept_matter(asked.matter_id, actor=secretary)
    with hands.at(day + timedelta(days=2), 15):
        answer_objection(asked.pk, actor=secretary, question="电梯维保费怎么算？", answer=_ANSWER)
        finish_matter(asked.matter_id, actor=secretary, text=_ANSWER)
    with hands.at(day + timedelta(days=3), 9):
        confirm_result(asked.matter_id, actor=resident, solved=True, satisfaction="satisfied")
    with hands.at(hands.ago(1), 20):
        ask(book, quarter, key="demo-2", text="保洁费比上一年多了吗？多在哪里？")
