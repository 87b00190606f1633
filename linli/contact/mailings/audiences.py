"""Who can be told: the estate's own ways of naming people, and those that groups above add.

A group above (fees, activities …) calls `register_audience` from its app's `ready`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.contact.mailings.errors import AudienceUnknown
from linli.estate.organisations.api import Permission, may, register_reach
from linli.estate.people.api import HEALTH_KINDS, CategoryKind, Membership, PersonCategory
from linli.estate.places.api import Place


class Audience(Protocol):
    """A way of naming people. `code` is stored; `values` are what was chosen of `choices`."""

    @property
    def code(self) -> str: ...

    @property
    def is_sensitive(self) -> bool: ...

    def label(self) -> str: ...

    def choices(self, actor: Actor) -> Sequence[tuple[str, str]]:
        """What the author may choose from; empty where nothing is to be chosen."""
        ...

    def person_ids(self, values: Sequence[str]) -> Iterable[int] | QuerySet[Any]: ...


@runtime_checkable
class NamesAway(Protocol):
    """An audience that also names people who do not live here, each with the home it concerns:
    owners who let it. They are told where a message reaches them, and never through a neighbour."""

    def away(self, values: Sequence[str]) -> Mapping[int, int]: ...


_audiences: dict[str, Audience] = {}
_given: set[str] = set()


def register_audience(audience: Audience, *, is_given: bool = False) -> None:
    """`is_given`: nobody chooses it; its group proposes mailings to it (`propose_mailing`)."""
    _audiences[audience.code] = audience
    if is_given:
        _given.add(audience.code)


def is_given(code: str) -> bool:
    return code in _given


def find_audience(code: str) -> Audience:
    """Raises AudienceUnknown."""
    try:
        return _audiences[code]
    except KeyError:
        raise AudienceUnknown(field="audience") from None


def audiences_for(actor: Actor) -> list[Audience]:
    """Those that the actor may choose: what tells of health needs SEE_HEALTH."""
    chosen = [a for a in _audiences.values() if not is_given(a.code)]
    open_to_all = [a for a in chosen if not a.is_sensitive]
    closed = [a for a in chosen if a.is_sensitive]
    return open_to_all + (closed if may(actor, Permission.SEE_HEALTH) else [])


def _living() -> QuerySet[Any]:
    rows: QuerySet[Any] = Membership.objects.filter(until__isnull=True, person__status="active")
    return rows


@dataclass(frozen=True)
class Everybody:
    code: str = "everybody"
    is_sensitive: bool = False

    def label(self) -> str:
        return _("全小区")

    def choices(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return []

    def person_ids(self, values: Sequence[str]) -> QuerySet[Any]:
        return _living().values_list("person", flat=True)


@dataclass(frozen=True)
class ByPlace:
    """Who lives in some grids, buildings or entrances."""

    code: str
    is_sensitive: bool = False

    def label(self) -> str:
        return {"grid": _("网格"), "building": _("楼栋"), "entrance": _("单元")}[self.code]

    def choices(self, actor: Actor) -> Sequence[tuple[str, str]]:
        places = Place.objects.filter(kind=self.code, is_closed=False).order_by("sort_key", "id")
        reach = register_reach(actor)
        if not reach.whole_estate:
            inside = Q(pk__in=reach.grid_ids) | Q(grid__in=reach.grid_ids)
            places = places.filter(inside)
        return [(str(pk), plate) for pk, plate in places.values_list("pk", "plate")]

    def person_ids(self, values: Sequence[str]) -> QuerySet[Any]:
        path = f"household__home__place__{self.code}__in"
        return _living().filter(**{path: _numbers(values)}).values_list("person", flat=True)


@dataclass(frozen=True)
class ByCategory:
    """People of a category (老人独居、残疾 …): whoever reads the list learns something of them."""

    code: str = "category"
    is_sensitive: bool = True

    def label(self) -> str:
        return _("人员类别")

    def choices(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return [(kind.value, _KINDS()[kind.value]) for kind in CategoryKind]

    def person_ids(self, values: Sequence[str]) -> QuerySet[Any]:
        kinds = [value for value in values if value in {k.value for k in CategoryKind}]
        rows = PersonCategory.objects.filter(kind__in=kinds, ended_on__isnull=True)
        rows = rows.exclude(valid_until__lt=today())
        return _living().filter(person__in=rows.values("person")).values_list("person", flat=True)


@dataclass(frozen=True)
class Named:
    """Some people, one by one."""

    code: str = "people"
    is_sensitive: bool = False

    def label(self) -> str:
        return _("点名的几个人")

    def choices(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return []

    def person_ids(self, values: Sequence[str]) -> list[int]:
        return _numbers(values)


def _KINDS() -> dict[str, str]:  # noqa: N802 - read like a constant, in the reader's language
    return {
        "disability": _("残疾"), "aid": _("救助对象"), "elder_alone": _("独居老人"),
        "resettled": _("拆迁安置"), "cannot_leave_home": _("出不了门"),
        "child_left_behind": _("留守儿童"), "veteran": _("退役军人"),
        "job_seeker": _("求职"), "other": _("其他"),
    }  # fmt: skip


def _numbers(values: Sequence[str]) -> list[int]:
    return [int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 19]


def is_sensitive_choice(audience: Audience, values: Sequence[str]) -> bool:
    """Whether being on the list says something about health or aid."""
    if audience.code != "category":
        return audience.is_sensitive
    return bool({str(kind) for kind in HEALTH_KINDS} & set(values))


for _audience in (
    Everybody(), ByPlace("grid"), ByPlace("building"), ByPlace("entrance"), ByCategory(), Named(),
):  # fmt: skip
    register_audience(_audience)
