"""A first draft made of the answers that were given to those who asked."""

from __future__ import annotations

from collections.abc import Sequence

from linli.base.accounts.api import Actor
from linli.base.errors import DomainError
from linli.matters.guides.data import Part
from linli.matters.handling.api import Matter, matter_for, timeline_for

MOST = 5
_ANSWERS = ("told", "done")


def first_words(actor: Actor, matter_ids: Sequence[int]) -> dict[str, str]:
    """Form values from matters that the actor may read; names are the writer's to take out."""
    matters = _readable(actor, matter_ids)
    if not matters:
        return {}
    lines = [line for matter in matters for line in timeline_for(actor, matter)]
    answers = list(dict.fromkeys(x.text.strip() for x in lines if x.kind in _ANSWERS and x.text))
    first = matters[0]
    return {
        "title_zh": first.title[:60],
        f"{Part.WHAT}_zh": "\n".join(answers)[:600],
        "category": first.category.code,
    }


def _readable(actor: Actor, matter_ids: Sequence[int]) -> list[Matter]:
    found = []
    for matter_id in matter_ids[:MOST]:
        try:
            found.append(matter_for(actor, matter_id))
        except DomainError:
            continue
    return found
