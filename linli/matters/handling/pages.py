"""What the page of one matter shows, and what it offers."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.matters.handling.api import (
    abilities_of,
    matter_for,
    matters_visible_to,
    parties_of,
    timeline_for,
)
from linli.matters.handling.data import Ability, TimelineLine
from linli.matters.handling.deeds import Deed, buttons_for
from linli.matters.handling.forms import DeedForm
from linli.matters.handling.labels import STATES
from linli.matters.handling.links import person_href, place_href
from linli.matters.handling.models import Matter
from linli.matters.handling.phrases import (
    CHANNEL_ICONS,
    CHANNELS,
    PARTY_ROLES,
    RESULTS,
    URGENCIES,
    named,
)
from linli.matters.handling.rows import clock_of
from linli.matters.handling.stories import told_lines
from linli.matters.handling.visibility import matter_not_found


def matter_numbered(actor: Actor, number: str) -> Matter:
    """The matter with this number, for those who may read it. Raises NotFound, NeedToKnow."""
    pk = matters_visible_to(actor).filter(number=number).values_list("id", flat=True).first()
    if pk is None:
        raise matter_not_found(actor, number=number)
    return matter_for(actor, pk)


def matter_context(actor: Actor, matter: Matter) -> dict[str, Any]:
    """Everything that the right pane shows."""
    lines = timeline_for(actor, matter)
    abilities = abilities_of(actor, matter)
    first, more = buttons_for(abilities)
    said = next((line for line in lines if line.kind == "opened"), None)
    return {
        "matter": matter,
        "matter_title": f"{matter.number} {matter.title}",
        "face": clock_of(matter, now()),
        "badges": _badges(matter),
        "said": said,
        "says_it_all": bool(said and said.text.startswith(matter.title.rstrip("…"))),
        "kind_name": named((matter.kind.name, matter.kind.name_en, "")),
        "category_name": named((matter.category.name, matter.category.name_en, "")),
        "channel_name": CHANNELS.get(matter.channel, matter.channel),
        "channel_icon": CHANNEL_ICONS.get(matter.channel, "matter"),
        "place_href": place_href(matter.place),
        "reporter": _reporter(actor, matter),
        "parties": _parties(actor, matter),
        "timeline": told_lines([line for line in lines if line is not said or line.files]),
        "buttons": first,
        "more_buttons": more,
        "abilities": abilities,
        "form_key": new_key(),
        "result_name": RESULTS.get(matter.result, ""),
        "question": _question(matter, lines),
    }


def deed_context(deed: Deed, form: DeedForm, matter: Matter, version: str = "") -> dict[str, Any]:
    """The open form of one deed; `version` is what the page showed when it was opened."""
    return {
        "deed": deed,
        "form": form,
        "version": version or str(matter.version),
        "form_key": new_key(),
        "matter": matter,
    }


def new_key() -> str:
    """A key for one form as it was shown: a second click with it changes nothing."""
    return secrets.token_urlsafe(12)


def _badges(matter: Matter) -> list[tuple[Any, str, str]]:
    """(word, tone, sign) of what stands out."""
    tones = {
        "received": "amber",
        "accepted": "enamel",
        "declined": "",
        "merged": "",
        "withdrawn": "",
    }
    found = [(STATES[matter.state], tones.get(matter.state, "jade"), "")]
    if matter.urgency != "none":
        tone = "persimmon" if matter.urgency == "emergency" else "amber"
        found.append((URGENCIES[matter.urgency], tone, "warn"))
    if matter.is_waiting_for_reporter:
        found.append((_("等居民回话"), "amber", "clock"))
    if matter.category.is_sensitive:
        found.append((_("涉及隐私"), "", "lock"))
    if matter.reopened:
        found.append((_("重办 %(n)s 次") % {"n": matter.reopened}, "amber", "back"))
    if matter.escalation:
        found.append((_("已上报 %(n)s 级") % {"n": matter.escalation}, "persimmon", "warn"))
    return found


def _reporter(actor: Actor, matter: Matter) -> dict[str, str]:
    person = matter.reporter
    if person is None:
        return {"name": matter.reporter_name, "phone": matter.reporter_phone, "href": ""}
    return {
        "name": person.name,
        "phone": matter.reporter_phone or person.phone,
        "href": person_href(actor, person.pk),
    }


def _parties(actor: Actor, matter: Matter) -> list[dict[str, Any]]:
    return [
        {
            "role": PARTY_ROLES.get(line.role, line.role),
            "name": _("（只让调解的人看）") if line.is_masked else line.name,
            "phone": line.phone,
            "href": person_href(actor, line.person_id),
        }
        for line in parties_of(actor, matter)
    ]


def _question(matter: Matter, lines: list[TimelineLine]) -> str:
    """What the resident was asked and has not answered."""
    if not matter.is_waiting_for_reporter:
        return ""
    return next((line.text for line in reversed(lines) if line.kind == "asked"), "")


def may_do(abilities: frozenset[Ability], deed: Deed) -> bool:
    return deed.ability in abilities
