"""The matter as its page tells it: what was said, where, who, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.base.accounts.api import User
from linli.base.calendars.api import SHANGHAI
from linli.matters.handling.data import TimelineLine
from linli.matters.handling.labels import ENTRIES, STEPS
from linli.matters.handling.phrases import (
    CHANNELS,
    DECLINE,
    ENTRY_ICONS,
    RESULTS,
    SATISFACTIONS,
    WAYS,
    named,
)
from linli.matters.routing.api import names_of_estate


def names_in(lines: list[TimelineLine]) -> dict[int, str]:
    """The names of all accounts that the lines refer to, in one read."""
    ids = {line.data.get(key) for line in lines for key in ("account", "holder", "done_by")}
    wanted = [i for i in ids if isinstance(i, int)]
    return dict(User.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}


def told_lines(lines: list[TimelineLine]) -> list[dict[str, Any]]:
    """The timeline as the page prints it, oldest first."""
    people = names_in(lines)
    return [
        {
            "at": line.at,
            "who": line.actor or _("系统"),
            "what": str(ENTRIES.get(line.kind, line.kind)),
            "more": _more(line, people),
            "note": _("（按本人要求删除）") if line.is_redacted else line.text,
            "icon": ENTRY_ICONS.get(line.kind, "check"),
            "internal": line.visibility == "internal",
            "number": line.number,
            "files": line.files,
        }
        for line in lines
    ]


def _more(line: TimelineLine, people: Mapping[int, str]) -> str:
    data = line.data
    parts = [_receiver(data, people)] if {"organisation", "account"} & data.keys() else []
    parts += [str(words[data[key]]) for key, words in _CODES if data.get(key) in words]
    if data.get("days"):
        parts.append(
            ngettext("%(n)s 个工作日", "%(n)s 个工作日", data["days"]) % {"n": data["days"]}
        )
    parts += [_instant(data[key]) for key in ("start", "until", "due_at") if data.get(key)]
    return " · ".join(part for part in parts if part)


_CODES: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("channel", CHANNELS),
    ("step", STEPS),
    ("result", RESULTS),
    ("satisfaction", SATISFACTIONS),
    ("reason", DECLINE),
    ("way", WAYS),
)


def _receiver(data: Mapping[str, Any], people: Mapping[int, str]) -> str:
    row = names_of_estate().organisations.get(data.get("organisation") or 0)
    person = people.get(data.get("account") or 0, "")
    name = " ".join(part for part in (named(row) if row else "", person) if part)
    return f"→ {name}" if name else ""


def _instant(value: Any) -> str:
    try:
        local = datetime.fromisoformat(str(value)).astimezone(SHANGHAI)
    except ValueError:
        return str(value)
    return f"{local:%m-%d %H:%M}"


def day_of(value: datetime) -> date:
    return value.astimezone(SHANGHAI).date()
