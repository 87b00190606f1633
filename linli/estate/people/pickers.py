"""Naming somebody of the register in a form: find by name, home or phone, then choose.

Radio buttons come in under the field while one types; without scripts the form comes back with
them. So a record number is never typed, and never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.estate.people.data import PersonCard
from linli.estate.people.models import Person
from linli.estate.people.queries import make_cards, person_for, search_people
from linli.estate.people.rules import mask_phone

MOST = 8
WORDS = "_words"  # the name of the search field: that of the choice, and this


@dataclass(frozen=True, slots=True)
class Pick:
    """What the form holds: the id that was chosen, as it was sent, and the words typed."""

    chosen: str = ""
    words: str = ""

    @property
    def id(self) -> int | None:
        return int(self.chosen) if self.chosen.isascii() and self.chosen.isdigit() else None


class PersonPicker(forms.Widget):
    """A search field with the people found below it; `actor` and `known` come with the form."""

    input_type = "search"
    use_fieldset = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.actor: Actor | None = None
        self.known: Collection[int] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Pick:
        return Pick(str(data.get(name, ""))[:19], str(data.get(name + WORDS, ""))[:60])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and name + WORDS not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        pick = value if isinstance(value, Pick) else Pick(str(value or ""))
        chosen = self.choice(pick)
        context = {
            "name": name, "words_name": name + WORDS, "pick": pick, "chosen": chosen,
            "attrs": {**self.attrs, **(attrs or {})},
            **picks_context(self.actor, name, pick.words if not chosen else "", chosen,
                            may_drop=not self.is_required),
        }  # fmt: skip
        return mark_safe(render_to_string("people/_picker.jinja", context))  # noqa: S308

    def choice(self, pick: Pick) -> PersonCard | None:
        """Who was chosen; nobody when other words were typed since."""
        if pick.id is None or self.actor is None:
            return None
        if pick.words.strip():
            found = search_people(self.actor, pick.words, MOST)
            return next((card for card in found if card.id == pick.id), None)
        if pick.id in self.known:
            return next(iter(make_cards(Person.objects.filter(pk=pick.id))), None)
        try:
            return make_cards([person_for(self.actor, pick.id)])[0]
        except NotFound:
            return None


class PersonField(forms.Field):
    """The id of a person within the actor's reach, or None; call `let_pick` with the actor."""

    widget = PersonPicker
    default_error_messages = {
        "choose": _l("请在下面点一下是哪一位。"),
        "unknown": _l("没有找到这个人。换名字、门牌或电话再找一下。"),
    }

    def let_pick(self, actor: Actor, known: Iterable[int] = ()) -> None:
        """Search as `actor`; people of `known` stand already there and may stay."""
        assert isinstance(self.widget, PersonPicker)
        self.widget.actor, self.widget.known = actor, frozenset(known)

    def clean(self, value: Any) -> int | None:
        widget = self.widget
        assert isinstance(widget, PersonPicker)
        pick = value if isinstance(value, Pick) else Pick(str(value or ""))
        if pick.chosen and widget.choice(pick) is not None:
            return pick.id
        if pick.words.strip():
            found = search_people(widget.actor, pick.words, 1) if widget.actor else []
            code = "choose" if found else "unknown"
            raise ValidationError(self.error_messages[code], code=code)
        if pick.chosen:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None


def picks_context(
    actor: Actor | None,
    name: str,
    words: str,
    chosen: PersonCard | None = None,
    may_drop: bool = False,
) -> dict[str, Any]:
    """The people found by `words`, and the one who stands already in the form."""
    text = " ".join("".join(c for c in words if c.isprintable()).split())[:60]
    found = search_people(actor, text, MOST) if actor and text else []
    cards = [chosen] if chosen else found
    return {
        "name": name,
        "cards": [(card, mask_phone(card.phone)) for card in cards],
        "nobody": bool(text) and not cards,
        "checked": chosen.id if chosen else None,
        "may_drop": chosen is not None and may_drop,
        "nameless": _("姓名不详"),
    }
