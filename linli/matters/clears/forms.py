"""How long what was seen stays fresh."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from linli.estate.places.data import Fact
from linli.matters.clears.data import Group, Limits
from linli.matters.clears.labels import FACTS
from linli.matters.clears.models import SEEN
from linli.matters.clears.rules import LONGEST, SHORTEST


class LimitsForm(forms.Form):
    """One number a fact and group; built from the estate's rules."""

    def __init__(self, data: Any, limits: Limits) -> None:
        super().__init__(data)
        for fact in Fact:
            self._add(f"{fact}-{Group.ALL}", str(FACTS[fact]), limits.days[fact])
            label = _("%(fact)s（要多看看的家）") % {"fact": FACTS[fact]}
            self._add(f"{fact}-{Group.WATCHED}", label, limits.watched_days[fact])
        self._add(f"{SEEN}-{Group.ALL}", _("几天没有动静就去看看"), limits.seen)

    def _add(self, name: str, label: str, value: int) -> None:
        self.fields[name] = forms.IntegerField(
            label=label, min_value=SHORTEST, max_value=LONGEST, initial=value
        )

    def rules(self) -> list[tuple[str, str, int]]:
        """(fact, group, days) of what was changed."""
        return [
            (*name.rsplit("-", 1), days)
            for name, days in self.cleaned_data.items()
            if days != self.fields[name].initial
        ]
