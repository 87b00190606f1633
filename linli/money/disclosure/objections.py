"""Anybody asks about a line; the answer stands beside it."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import client_address, record
from linli.base.calendars.api import now
from linli.base.crypto.api import blind_index
from linli.base.errors import DomainError
from linli.base.live.api import notify
from linli.base.requests.api import do_once
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, require
from linli.matters.handling.api import add_note, open_matter
from linli.money.disclosure.data import ObjectionState, Quarter
from linli.money.disclosure.errors import (
    AnsweredAlready,
    AnswerMissing,
    QuestionMissing,
    TooManyObjections,
)
from linli.money.disclosure.models import Objection
from linli.money.disclosure.queries import objection_for
from linli.money.disclosure.rules import OBJECTIONS_A_DAY, OBJECTIONS_AN_HOUR
from linli.money.ledger.api import Book

LONGEST = 600


def ask(
    book: Book,
    quarter: Quarter,
    *,
    text: str,
    key: str,
    actor: Actor | None = None,
    contact: str = "",
    line_words: str = "",
    entry_id: int | None = None,
) -> Objection:
    """Put a question to a line or a quarter; with or without an account, the way back is optional.

    It becomes a matter of kind objection with a deadline; the same `key` gives the first again.
    Raises QuestionMissing, TooManyObjections.
    """
    words = text.strip()[:LONGEST]
    if not words:
        raise QuestionMissing(field="text")
    by = actor or system_actor(current_estate_id())

    def work() -> dict[str, Any]:
        _slow_down()
        return {"id": _open(book, quarter, words, contact.strip()[:60], line_words[:120],
                            entry_id, by).pk}  # fmt: skip

    content = [book.code, quarter.code, words]
    result = do_once(f"objection-{key}"[:80], "objection", content, actor=by, work=work)
    found: Objection = Objection.objects.get(pk=result["id"])
    return found


def _slow_down() -> None:
    at = now()
    rows = Objection.objects.filter(asked_at__gte=at - timedelta(days=1))
    if rows.count() >= OBJECTIONS_A_DAY:
        raise TooManyObjections
    address = _address()
    recent = rows.filter(asked_at__gte=at - timedelta(hours=1), address=address)
    if address is not None and recent.count() >= OBJECTIONS_AN_HOUR:
        raise TooManyObjections


def _address() -> bytes | None:
    address = client_address.get()
    return blind_index(address, "objection") if address else None


@transaction.atomic
def _open(
    book: Book, quarter: Quarter, text: str, contact: str, line_words: str, entry_id: int | None,
    actor: Actor,
) -> Objection:  # fmt: skip
    is_resident = actor.user_id is not None and actor.person_id is not None
    head = _("公示账目的疑问（%(book)s %(quarter)s）") % {
        "book": book.code,
        "quarter": quarter.code,
    }
    about = f"{head} {line_words}".strip()
    reach = "\n" + _("联系方式：") + contact if contact else ""
    matter = open_matter(
        actor=actor if is_resident else system_actor(current_estate_id()), kind="objection",
        category="accounts", channel="resident" if is_resident else "system",
        text=f"{about}\n{text}{reach}", title=about[:60],
        reporter_name="" if is_resident else _("公示页来访者"),
    )  # fmt: skip
    objection: Objection = Objection.objects.create(
        book=book, quarter=quarter.code, entry_id=entry_id, line_words=line_words, text=text,
        contact=contact or None, account_id=actor.user_id, address=_address(), asked_at=now(),
        matter=matter,
    )  # fmt: skip
    record("objection.asked", "objection", objection.pk, actor=actor, matter=matter.pk)
    notify(["accounts"])
    return objection


@transaction.atomic
def answer_objection(objection_id: int, *, question: str, answer: str, actor: Actor) -> Objection:
    """Publish the answer beside the line, with the question in words that name nobody.

    The matter stays with whoever works on it, who ends it as every matter ends. Raises
    AnswerMissing, AnsweredAlready.
    """
    require(actor, Permission.PUBLISH_ACCOUNTS)
    objection_for(actor, objection_id)
    rows = Objection.objects.select_for_update().filter(pk=objection_id)
    objection: Objection = rows.get()
    if objection.state == ObjectionState.ANSWERED:
        raise AnsweredAlready
    if not answer.strip() or not question.strip():
        raise AnswerMissing(field="answer" if question.strip() else "question")
    objection.question, objection.answer = question.strip()[:200], answer.strip()[:600]
    objection.state = ObjectionState.ANSWERED.value
    objection.answered_by_id, objection.answered_at = actor.user_id, now()
    objection.save()
    with contextlib.suppress(DomainError), transaction.atomic():  # the matter may have ended
        add_note(
            objection.matter_id, actor=actor,
            text=_("公示页上答复了：%(answer)s") % {"answer": objection.answer},
        )  # fmt: skip
    record("objection.answered", "objection", objection.pk, actor=actor)
    notify(["accounts"])
    return objection
