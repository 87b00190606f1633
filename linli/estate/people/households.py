"""Writes of households: who lives where, with whom, since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.api import Permission, may_within
from linli.estate.people.actions import create_person, leave_household
from linli.estate.people.data import NewMember, Relation
from linli.estate.people.errors import (
    AlreadyLivesElsewhere,
    BadDate,
    HomeTaken,
    NotAMember,
    OneHeadOnly,
)
from linli.estate.people.models import Household, Membership, Person
from linli.estate.people.queries import household_for, people_for


def _require_edit(actor: Actor, grid_id: int | None) -> None:
    if not may_within(actor, Permission.EDIT_REGISTER, grid_id):
        raise NotAllowed


def _refuse_future(day: date, field: str) -> None:
    if day > today():
        raise BadDate(field=field)


def move_in(
    home_id: int,
    *,
    actor: Actor,
    members: Sequence[NewMember],
    since: date,
    low_income: bool = False,
) -> Household:
    """A household moves into an empty home; the first member with HEAD, or the first, heads it.

    Raises HomeTaken, AlreadyLivesElsewhere, OneHeadOnly, BadDate, NotFound, NotAllowed.
    """
    _refuse_future(since, "since")
    grid_id = grid_of_home(home_id)
    _require_edit(actor, grid_id)
    _require_reach(actor, [m.person_id for m in members])
    with transaction.atomic():
        household = _open_household(home_id, since, low_income)
        for member in _with_head(members):
            _add_row(household, member, since)
        record("move_in", "household", household.pk, actor=actor, home=home_id)
    return household


def grid_of_home(home_id: int) -> int | None:
    """The grid that a home lies in. Raises NotFound where there is no such home."""
    homes = apps.get_model("estate", "Home").objects.filter(pk=home_id)
    row = homes.values_list("place__grid", flat=True)
    if not row:
        raise NotFound
    grid_id: int | None = row[0]
    return grid_id


def _open_household(home_id: int, since: date, low_income: bool) -> Household:
    try:
        with transaction.atomic():
            household: Household = Household.objects.create(
                home_id=home_id, since=since, low_income=low_income
            )
    except IntegrityError as error:
        raise HomeTaken(field="home") from error
    household.home.is_vacant = False
    household.home.save(update_fields=["is_vacant"])
    return household


def _require_reach(actor: Actor, person_ids: Sequence[int]) -> None:
    """Only people whose record is open to the actor can be moved."""
    wanted = set(person_ids)
    if not wanted or people_for(actor).filter(pk__in=wanted).count() != len(wanted):
        raise NotFound


def _with_head(members: Sequence[NewMember]) -> list[NewMember]:
    if any(m.relation == Relation.HEAD for m in members):
        return list(members)
    return [NewMember(members[0].person_id, Relation.HEAD), *members[1:]]


def _add_row(household: Household, member: NewMember, since: date) -> None:
    try:
        with transaction.atomic():
            Membership.objects.create(
                household=household,
                person_id=member.person_id,
                relation=member.relation.value,
                relation_text=member.relation_text,
                since=since,
            )
    except IntegrityError as error:
        if "membership_one_head" in str(error):
            raise OneHeadOnly(field="relation") from error
        raise AlreadyLivesElsewhere(field="person") from error


def add_member(household_id: int, *, actor: Actor, member: NewMember, since: date) -> None:
    """Somebody joins a household: born, married, come to care for a parent.

    Raises AlreadyLivesElsewhere, OneHeadOnly, BadDate, NotFound, NotAllowed.
    """
    _refuse_future(since, "since")
    household = _editable(household_id, actor)
    _require_reach(actor, [member.person_id])
    with transaction.atomic():
        _add_row(household, member, since)
        record("add_member", "household", household.pk, actor=actor, person=member.person_id)


def register_arrival(
    home_id: int, *, actor: Actor, since: date, relation: Relation, name: str, **fields: Any
) -> Person:
    """Somebody whom the register does not know yet lives in this home from that day.

    Joins the household there; in an empty home heads a new one. `fields` as of `create_person`.
    Raises what `create_person` and `add_member` raise.
    """
    _refuse_future(since, "since")
    _require_edit(actor, grid_of_home(home_id))
    household = Household.objects.filter(home=home_id, until__isnull=True).first()
    with transaction.atomic():
        person = create_person(actor=actor, name=name, **fields)
        if household is None:
            household, relation = _open_household(home_id, since, False), Relation.HEAD
        _add_row(household, NewMember(person.pk, relation), since)
        record("add_member", "household", household.pk, actor=actor, person=person.pk)
    return person


def _editable(household_id: int, actor: Actor) -> Household:
    household = household_for(actor, household_id)
    _require_edit(actor, household.home.place.grid_id)
    if household.until is not None:
        raise NotFound
    return household


def move_out(
    household_id: int, *, actor: Actor, on: date, person_ids: Sequence[int] | None = None
) -> Household:
    """The household, or some of its people, leave the home on that day.

    The last to leave ends the household and the home stands vacant. When the head leaves others
    behind, they need a new one: see `change_head`. Raises NotAMember, BadDate, NotFound,
    NotAllowed.
    """
    _refuse_future(on, "on")
    household = _editable(household_id, actor)
    with transaction.atomic():
        rows = Membership.objects.filter(household=household, until__isnull=True)
        leaving = sorted(person_ids or rows.values_list("person", flat=True))
        for person_id in leaving:
            row = rows.filter(person=person_id).select_related("person").first()
            if row is None:
                raise NotAMember
            leave_household(row.person, on)
        household.refresh_from_db()
        _mark_vacant(household)
        record("move_out", "household", household.pk, actor=actor, people=leaving)
    return household


def _mark_vacant(household: Household) -> None:
    if household.until is not None:
        household.home.is_vacant = True
        household.home.save(update_fields=["is_vacant"])


def change_head(household_id: int, *, actor: Actor, person_id: int) -> None:
    """Another member heads the household; the former head's relation becomes unknown.

    All relations are told from the head, so they need a look afterwards. Raises NotAMember.
    """
    household = _editable(household_id, actor)
    rows = Membership.objects.filter(household=household, until__isnull=True)
    with transaction.atomic():
        rows.filter(relation=Relation.HEAD.value).exclude(person=person_id).update(
            relation=Relation.UNKNOWN.value, relation_text=""
        )
        if not rows.filter(person=person_id).update(relation=Relation.HEAD.value, relation_text=""):
            raise NotAMember
        record("change_head", "household", household.pk, actor=actor, person=person_id)


def set_relation(household_id: int, *, actor: Actor, person_id: int, relation: Relation) -> None:
    """Correct how a member is related to the head; HEAD itself is given by `change_head`."""
    household = _editable(household_id, actor)
    if relation == Relation.HEAD:
        raise OneHeadOnly(field="relation")
    rows = Membership.objects.filter(household=household, person=person_id, until__isnull=True)
    with transaction.atomic():
        if not rows.exclude(relation=Relation.HEAD.value).update(
            relation=relation.value, relation_text=""
        ):
            raise NotAMember
        record(
            "set_relation", "household", household.pk, actor=actor,
            person=person_id, relation=relation.value,
        )  # fmt: skip


def split_household(
    household_id: int, *, actor: Actor, home_id: int, members: Sequence[NewMember], since: date
) -> Household:
    """Some people of a household move into an empty home of the estate and form their own.

    Raises what `move_out` and `move_in` raise.
    """
    with transaction.atomic():
        move_out(household_id, actor=actor, on=since, person_ids=[m.person_id for m in members])
        return move_in(home_id, actor=actor, members=members, since=since)


def set_household(
    household_id: int, *, actor: Actor, low_income: bool | None = None, note: str | None = None
) -> None:
    """Change what holds of the household as a whole."""
    household = _editable(household_id, actor)
    changed = {"low_income": low_income, "note": note}
    fields = {name: value for name, value in changed.items() if value is not None}
    with transaction.atomic():
        Household.objects.filter(pk=household.pk).update(**fields)
        record("set_household", "household", household.pk, actor=actor, fields=sorted(fields))
