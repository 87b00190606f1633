"""The values that a round may change: read as they stand, compared blindly, written by the rules.

A list on a tablet holds digests instead of the values themselves; "" is the digest of nothing.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now, today
from linli.base.crypto.api import blind_index
from linli.base.errors import Invalid, NotAllowed
from linli.estate.people.api import (
    Household,
    Membership,
    NewMember,
    Person,
    PersonCategory,
    add_category,
    add_member,
    end_category,
    household_of_home,
    move_in,
    move_out,
    tidy_phone,
    update_person,
)
from linli.estate.people.data import CategoryKind, Relation
from linli.matters.rounds.models import Watch

PLAIN = ("name", "phone", "second_phone", "birth_date")
HOUSEHOLD, WATCH, TOLD = "household", "watch", "told"
# categories that a worker may note at the door; certificates are read at the desk (DIS-01)
AT_THE_DOOR = (
    CategoryKind.ELDER_ALONE, CategoryKind.CANNOT_LEAVE_HOME, CategoryKind.CHILD_LEFT_BEHIND,
    CategoryKind.VETERAN, CategoryKind.JOB_SEEKER,
)  # fmt: skip
SOURCE = "入户走访"


def digest_of(field: str, value: str) -> str:
    """A keyed stand-in for a value; equal values of one field have equal digests."""
    return blind_index(f"{field}\0{value}", "round_claim").hex() if value else ""


def bare_name(name: str) -> str:
    """A name without spaces and dots, as names are compared."""
    return re.sub(r"[\s·•・.\-]+", "", name)


def category_field(kind: str, code: str) -> str:
    return f"category:{kind}:{code}"


def tidy_value(field: str, value: Any) -> str:
    """The value in the form in which it is compared and kept. Raises Invalid, naming the field."""
    if not isinstance(value, str) or len(value) > 200:
        raise Invalid(field=field)
    text = value.strip()
    if field.endswith("phone"):
        return tidy_phone(text)
    if field == "birth_date" and text:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise Invalid(field=field) from error
    if field == WATCH or field.startswith("category:"):
        if text not in ("0", "1"):
            raise Invalid(field=field)
        _check_category(field)
    elif field not in (*PLAIN, HOUSEHOLD):
        raise Invalid(field="field")
    return text


def _check_category(field: str) -> None:
    if field != WATCH and field.count(":") != 2:
        raise Invalid(field="field")
    if field != WATCH and field.split(":")[1] not in set(CategoryKind):
        raise Invalid(field="field")


def read_value(person: Person, field: str) -> str:
    """What the register holds now, in the form of `tidy_value`."""
    if field in PLAIN:
        value = getattr(person, field)
        return value.isoformat() if isinstance(value, date) else (value or "")
    if field == HOUSEHOLD:
        row = Membership.objects.filter(person=person, until__isnull=True).first()
        return str(row.household_id) if row else ""
    if field == WATCH:
        watch = Watch.objects.filter(person=person).first()
        return "" if watch is None else str(int(watch.agreed))
    return "1" if _category(person, field) else "0"


def _category(person: Person, field: str) -> PersonCategory | None:
    _prefix, kind, code = field.split(":")
    rows = PersonCategory.objects.filter(person=person, kind=kind, ended_on__isnull=True)
    found: PersonCategory | None = rows.filter(code=code).first()
    return found


def write_value(
    person: Person, field: str, value: str, *, actor: Actor, home_id: int | None = None
) -> None:
    """Write what was found, through the register's own actions and their rights.

    Raises NotFound, NotAllowed, and what the register refuses.
    """
    if field in PLAIN:
        update_person(person.pk, actor=actor, **{field: _typed(field, value)})
    elif field == HOUSEHOLD:
        _move(person, value, actor=actor, home_id=home_id)
    elif field == WATCH:
        Watch.objects.update_or_create(
            person=person,
            defaults={"agreed": value == "1", "set_by_id": actor.user_id, "set_at": now()},
        )
    else:
        _set_category(person, field, value == "1", actor=actor)


def _typed(field: str, value: str) -> Any:
    if field != "birth_date":
        return value
    return date.fromisoformat(value) if value else None


def _set_category(person: Person, field: str, holds: bool, *, actor: Actor) -> None:
    _prefix, kind, code = field.split(":")
    row = _category(person, field)
    if row is not None and not holds:
        end_category(row.pk, actor=actor, on=today())
    elif row is None and holds:
        if kind not in AT_THE_DOOR:
            raise NotAllowed
        add_category(person.pk, actor=actor, kind=CategoryKind(kind), code=code, source=SOURCE)


def _move(person: Person, value: str, *, actor: Actor, home_id: int | None) -> None:
    """Out of the present household; with a value and a home, back into that home."""
    row = Membership.objects.filter(person=person, until__isnull=True).first()
    if row is not None and str(row.household_id) == value:
        return
    if not value:
        if row is not None:
            move_out(row.household_id, actor=actor, on=today(), person_ids=[person.pk])
        return
    if home_id is None:
        raise NotAllowed
    if row is not None:
        move_out(row.household_id, actor=actor, on=today(), person_ids=[person.pk])
    household = household_of_home(actor, home_id)
    member = NewMember(person.pk, Relation.UNKNOWN)
    if household is None:
        move_in(home_id, actor=actor, members=[member], since=today())
    else:
        add_member(household.pk, actor=actor, member=member, since=today())


def shown_value(field: str, value: str) -> str:
    """The value as a page says it: a household by its plate, a yes or no in words."""
    if field == HOUSEHOLD:
        household = Household.objects.filter(pk=int(value or 0)).select_related("home__place")
        found = household.first()
        return (
            str(_("住在 %(plate)s") % {"plate": found.home.place.plate}) if found else _("不住了")
        )
    if field == WATCH or field.startswith("category:"):
        return {"1": _("是"), "0": _("不是")}.get(value, _("没有登记"))
    return value or (_("没有登记") if field != TOLD else "")
