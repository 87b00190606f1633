"""What the queue reads of the register: places, households, accounts, files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.base.accounts.api import Actor
from linli.base.errors import Invalid, translatable
from linli.base.files.api import StoredFile
from linli.estate.organisations.api import Organisation, is_staff, offices_in_force
from linli.estate.people.api import Membership, Person
from linli.estate.places.api import Place


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place and what lies around it."""

    id: int | None
    grid_id: int | None
    building_id: int | None
    around: frozenset[int]


NOWHERE = PlaceFacts(None, None, None, frozenset())


def find_place(place_id: int | None) -> PlaceFacts:
    """The place with its grid and building; raises Invalid when the estate has no such place."""
    if place_id is None:
        return NOWHERE
    fields = ("id", "kind", "grid_id", "building_id", "entrance_id")
    row = Place.objects.filter(pk=place_id).values_list(*fields).first()
    if row is None:
        raise Invalid(translatable("没有找到这个地点。请从列表中选，或用文字说明。"), field="place")
    pk, kind, grid_id, building_id, entrance_id = row
    grid_id = pk if kind == "grid" else grid_id
    building_id = pk if kind == "building" else building_id
    around = frozenset(i for i in (pk, grid_id, building_id, entrance_id) if i)
    return PlaceFacts(pk, grid_id, building_id, around)


@dataclass(frozen=True, slots=True)
class ReporterFacts:
    """The person behind a matter, and where that person lives now."""

    person_id: int | None
    household_id: int | None = None
    home_id: int | None = None
    name: str = ""
    phone: str = ""


def find_reporter(person_id: int | None) -> ReporterFacts:
    """The person with the current household; raises Invalid when the estate does not know them."""
    if person_id is None:
        return ReporterFacts(None)
    person = Person.objects.filter(pk=person_id).values_list("name", "phone").first()
    if person is None:
        raise Invalid(translatable("没有找到这位居民。请重新选择。"), field="reporter")
    home = (
        Membership.objects.filter(person=person_id, until__isnull=True)
        .values_list("household_id", "household__home_id")
        .first()
    )
    household_id, home_id = home or (None, None)
    return ReporterFacts(person_id, household_id, home_id, *person)


def home_of(person_id: int | None) -> int | None:
    return find_reporter(person_id).home_id if person_id else None


def check_files(files: Sequence[int], *, actor: Actor) -> list[int]:
    """The ids without doubles; raises Invalid for files of another estate or another person."""
    wanted = list(dict.fromkeys(files))
    if not wanted:
        return []
    rows = StoredFile.objects.filter(pk__in=wanted)
    if not is_staff(actor) and actor.user_id is not None:
        rows = rows.filter(uploaded_by_id=actor.user_id)
    if rows.count() != len(wanted):
        raise Invalid(translatable("有附件没有找到。请重新上传。"), field="files")
    return wanted


def check_organisation(organisation_id: int) -> Organisation:
    """The active organisation; raises Invalid."""
    found: Organisation | None = Organisation.objects.filter(
        pk=organisation_id, is_active=True
    ).first()
    if found is None:
        raise Invalid(translatable("没有找到这个单位。请从列表中选。"), field="organisation")
    return found


def check_account(account_id: int, organisation_ids: Iterable[int] | None = None) -> int:
    """The organisation for which an active account works; raises Invalid.

    `organisation_ids` narrows it to colleagues.
    """
    rows = offices_in_force().filter(account_id=account_id, account__is_active=True)
    rows = rows.filter(organisation__isnull=False).exclude(role="administrator")
    if organisation_ids is not None:
        rows = rows.filter(organisation_id__in=list(organisation_ids))
    found: int | None = rows.order_by("id").values_list("organisation_id", flat=True).first()
    if found is None:
        raise Invalid(translatable("这个人现在不在这个单位，请选别人。"), field="account")
    return found
