"""Choosing other matters in a form: tick what lies near, or search by number and words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.matters.handling.candidates import find_candidates, numbered
from linli.matters.handling.models import Matter

WORDS = "_words"
_WHOLE = re.compile(r"\d{6}-\d{3,7}")
_MOST = 50


@dataclass(frozen=True, slots=True)
class Ticks:
    """Numbers that were ticked, and the words typed beside them."""

    numbers: tuple[str, ...] = ()
    words: str = ""


class MatterPicker(forms.Widget):
    """A search field with tick boxes below it; `actor` and `matter` come with the form."""

    input_type = "search"
    use_fieldset = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.actor: Actor | None = None
        self.matter: Matter | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Ticks:
        ticked = data.getlist(name) if hasattr(data, "getlist") else _as_list(data, name)
        words = str(data.get(name + WORDS, ""))[:200]
        # a list of numbers typed where no box was ticked is what it says
        return Ticks(tuple(str(one)[:200] for one in ticked[:_MOST]), words)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and name + WORDS not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        ticks = value if isinstance(value, Ticks) else Ticks()
        context = {
            "name": name, "words_name": name + WORDS, "ticks": ticks,
            "attrs": {**self.attrs, **(attrs or {})}, "matter": self.matter,
            **candidates_context(self.actor, self.matter, name, ticks.words, ticks.numbers),
        }  # fmt: skip
        return mark_safe(render_to_string("handling/_picker.jinja", context))  # noqa: S308


def _as_list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name, [])
    return list(value) if isinstance(value, list | tuple) else [value]


class MattersField(forms.Field):
    """Numbers of other matters, each once. Call `let_pick` with the actor and the matter."""

    widget = MatterPicker
    default_error_messages = {
        "choose": _l("请在下面点一下是哪几件。"),
        "unknown": _l("没有找到“%(words)s”。换编号或别的字再找一下。"),
    }

    def let_pick(self, actor: Actor, matter: Matter) -> None:
        assert isinstance(self.widget, MatterPicker)
        self.widget.actor, self.widget.matter = actor, matter

    def clean(self, value: Any) -> list[str]:
        ticks = value if isinstance(value, Ticks) else Ticks()
        numbers = [n for one in ticks.numbers for n in _split(one)]
        typed = _split(ticks.words)
        if typed and all(_WHOLE.fullmatch(one) for one in typed):
            numbers += typed
        if numbers:
            return list(dict.fromkeys(numbers))
        if ticks.words.strip():
            self._ask_again(ticks.words.strip())
        raise ValidationError(self.error_messages["choose"], code="choose")

    def _ask_again(self, words: str) -> None:
        widget = self.widget
        assert isinstance(widget, MatterPicker)
        if widget.actor is None or widget.matter is None:
            return
        if not find_candidates(widget.actor, widget.matter, words):
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"words": words[:40]}
            )


def _split(text: str) -> list[str]:
    return text.replace(",", " ").replace("，", " ").split()


def candidates_context(
    actor: Actor | None,
    matter: Matter | None,
    name: str,
    words: str = "",
    ticked: Sequence[str] = (),
) -> dict[str, Any]:
    """The boxes below the search field: those ticked stay, those found follow."""
    kept, found = [], []
    if actor is not None and matter is not None:
        kept = [row.number for row in numbered(actor, list(ticked)[:_MOST])]
        found = [c for c in find_candidates(actor, matter, words) if c.number not in kept]
    return {
        "name": name,
        "kept": kept,
        "found": found,
        "nothing": bool(words.strip()) and not found and not kept,
    }
