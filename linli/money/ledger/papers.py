"""Entries as papers of their own: where the other side names none, the entry stands for itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.money.ledger.models import Entry
from linli.money.ledger.naming import Paper, name_papers, numbers_of, register_source
from linli.money.ledger.reading import may_see_books
from linli.money.ledger.words import kind_words


def name_entries(actor: Actor, rests: Sequence[str]) -> dict[str, Paper]:
    """The kind of each entry and the name of its paper."""
    rows = list(Entry.objects.filter(pk__in=numbers_of(rests)))
    papers = name_papers((entry.source for entry in rows), actor=actor)
    sees = may_see_books(actor)
    found = {}
    for entry in rows:
        paper = papers.get(entry.source)
        kind = kind_words(entry.kind)
        words = _("%(kind)s · %(paper)s") % {"kind": kind, "paper": paper.words} if paper else kind
        address = reverse("ledger:entry", args=[entry.pk]) if sees else ""
        found[str(entry.pk)] = Paper(words, address)
    return found


register_source("entry", name_entries)
