from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.contact.messages.api import ContactPreference, is_mobile
from linli.contact.notices.data import CarriedNotice, SeenLine
from linli.contact.notices.models import Notice, NoticeDraft, NoticeSeen
from linli.contact.notices.rules import seal
from linli.estate.organisations.api import Permission, Role, is_staff, may, register_reach
from linli.estate.people.api import Membership
from linli.estate.places.api import Home, Place

_CONTENT = (
    "number", "serial", "kind", "title_zh", "body_zh", "title_en", "body_en", "place_id",
    "place_words", "is_public", "corrects_id", "file_hashes", "author_id", "approved_by_id",
)  # fmt: skip


def drafts_for(actor: Actor) -> QuerySet[NoticeDraft]:
    """Drafts that the actor may look at: own ones, and all for who may let them out."""
    rows: QuerySet[NoticeDraft] = NoticeDraft.objects.select_related("author", "place", "corrects")
    if may(actor, Permission.APPROVE_TELLING):
        return rows
    if not may(actor, Permission.WRITE_NOTICES):
        return rows.none()
    return rows.filter(author=actor.user_id)


def draft_for(actor: Actor, draft_id: int) -> NoticeDraft:
    """Raises NotFound."""
    draft = drafts_for(actor).filter(pk=draft_id).first()
    if draft is None:
        raise NotFound
    return draft


def notices_for(actor: Actor | None) -> QuerySet[Notice]:
    """Notices that this reader may read: staff all, a resident those of the own surroundings and
    what is public, a visitor what is public. Those that hang later are for staff alone."""
    rows: QuerySet[Notice] = Notice.objects.select_related("place", "corrects")
    if actor is not None and is_staff(actor):
        return rows
    begun = rows.filter(post_from__lte=today())
    if actor is None or not actor.home_ids:
        return begun.filter(is_public=True)
    return begun.filter(Q(is_public=True) | _around(actor.home_ids))


def _around(home_ids: Iterable[int]) -> Q:
    """Notices for the whole estate and for where these homes lie."""
    places = Home.objects.filter(pk__in=home_ids).values_list(
        "place", "place__entrance", "place__building", "place__grid"
    )
    ids = {pk for row in places for pk in row if pk}
    return Q(place__isnull=True) | Q(place__in=ids)


def notice_for(actor: Actor | None, notice_id: int) -> Notice:
    """Raises NotFound."""
    notice = notices_for(actor).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    return notice


def posted(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """Those that hang today, the newest first."""
    day = today()
    return rows.filter(post_from__lte=day, post_until__gte=day).order_by("-post_from", "-pk")


def archived(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return rows.filter(post_until__lt=today()).order_by("-post_until", "-pk")


def own_notices(actor: Actor, limit: int = 3) -> list[Notice]:
    """What hangs today around the actor's home and is not seen yet, for the first page."""
    if actor.person_id is None or not actor.home_ids:
        return []
    seen = NoticeSeen.objects.filter(notice=OuterRef("pk"), person=actor.person_id)
    rows = posted(Notice.objects.filter(_around(actor.home_ids))).filter(~Exists(seen))
    return list(rows[:limit])


def count_seen(notice: Notice) -> dict[str, int]:
    """How many people know of it: by their page, told at the door."""
    rows = NoticeSeen.objects.filter(notice=notice.pk).values_list("way").annotate(n=Count("pk"))
    return {"page": 0, "told": 0, **dict(rows)}


def may_see_readers(actor: Actor) -> bool:
    """Who has read what is nobody's business but of those who answer for the telling."""
    return may(actor, Permission.APPROVE_TELLING)


def list_seen(actor: Actor, notice: Notice, limit: int = 500) -> list[SeenLine]:
    """Who has seen it, for those who may know; a grid worker learns of the own grid."""
    rows = NoticeSeen.objects.filter(notice=notice.pk).select_related("person")
    if not may_see_readers(actor):
        reach = register_reach(actor)
        living = Membership.objects.filter(
            until__isnull=True, household__home__place__grid__in=reach.grid_ids
        )
        rows = rows.filter(person__in=living.values("person"))
    rows = rows.order_by("-at")[:limit]
    plates = _plates([row.person_id for row in rows])
    return [SeenLine(r.person.name, plates.get(r.person_id, ""), r.way, r.at) for r in rows]


def _plates(person_ids: Sequence[int]) -> dict[int, str]:
    rows = Membership.objects.filter(until__isnull=True, person__in=person_ids)
    return dict(rows.values_list("person", "household__home__place__plate"))


def without_phone(building_ids: Iterable[int]) -> QuerySet[Any]:
    """Memberships of who must be told at the door: nobody of the home has a mobile number, or the
    person asked for paper or the captain's word."""
    # step by step along indexes: one query over six tables leaves its plan to statistics, which a
    # fresh or just imported estate does not have yet
    homes = Home.objects.filter(place__building__in=list(building_ids))
    living = Membership.objects.filter(
        household__home__in=list(homes.values_list("pk", flat=True)),
        until__isnull=True, person__status="active",
    )  # fmt: skip
    fields = ("pk", "household", "person", "person__phone", "person__second_phone")
    rows = list(living.values_list(*fields))
    reachable = {home for _, home, _, *phones in rows if any(is_mobile(p) for p in phones)}
    people = [person for _, _, person, *_ in rows]
    asked = ContactPreference.objects.filter(channel__in=["slip", "captain"], person__in=people)
    wanted = set(asked.values_list("person", flat=True))
    chosen = [pk for pk, home, person, *_ in rows if home not in reachable or person in wanted]
    found: QuerySet[Any] = Membership.objects.filter(pk__in=chosen)
    return found.order_by("household__home__place__sort_key", "pk")


def notices_to_carry(building_id: int) -> list[CarriedNotice]:
    """Notices that hang in this building today while somebody without a phone has not been told.

    For the captain's day: each with how many people wait and the page to tick them off.
    """
    people = set(without_phone([building_id]).values_list("person", flat=True))
    return [one for one in _carried(building_id, people) if one.to_tell]


def _carried(building_id: int, people: set[int]) -> list[CarriedNotice]:
    building = Place.objects.get(pk=building_id)
    inside = Place.objects.filter(building=building_id, kind="entrance").values_list(
        "pk", flat=True
    )
    here = Q(place__isnull=True) | Q(place__in=[building.pk, building.grid_id, *inside])
    found = []
    for notice in posted(Notice.objects.filter(here)):
        seen = NoticeSeen.objects.filter(notice=notice.pk, person__in=people)
        told = seen.count()
        found.append(
            CarriedNotice(
                notice.pk, notice.number, notice.title_zh,
                reverse("notices:carry", args=[notice.pk, building_id]), notice.post_until,
                len(people) - told, told,
            )
        )  # fmt: skip
    return found


def may_carry(actor: Actor, building: Place) -> bool:
    """The building's captain, the grid's worker, and who answers for the telling."""
    return (
        building.pk in actor.buildings_as(Role.BUILDING_CAPTAIN)
        or building.grid_id in actor.grids_as(Role.GRID_WORKER)
        or may(actor, Permission.APPROVE_TELLING)
    )


def people_without_phone(
    actor: Actor, notice_id: int, building_id: int
) -> tuple[Notice, Place, list[tuple[Any, NoticeSeen | None]]]:
    """The list to carry one notice to: (membership, how the person came to know). NotFound."""
    building = Place.objects.filter(pk=building_id, kind="building").first()
    if building is None or not may_carry(actor, building):
        raise NotFound
    notice = notice_for(actor, notice_id)
    rows = without_phone([building_id]).select_related("person", "household__home__place")
    seen = {row.person_id: row for row in NoticeSeen.objects.filter(notice=notice_id)}
    return notice, building, [(row, seen.get(row.person_id)) for row in rows]


def content_of(notice: Notice) -> dict[str, Any]:
    """What the seal covers, in a form that is the same for ever."""
    days = {"post_from": str(notice.post_from), "post_until": str(notice.post_until)}
    return {name: getattr(notice, name) for name in _CONTENT} | days


def broken_seals() -> list[Notice]:
    """Notices of the estate whose content or place in the row does not fit its seal."""
    broken, before = [], b""
    for notice in Notice.objects.order_by("serial"):
        if seal(before, content_of(notice)) != bytes(notice.seal):
            broken.append(notice)
        before = bytes(notice.seal)
    return broken


def is_seal_whole(notice: Notice) -> bool:
    """Whether this notice is as it was posted."""
    before = Notice.objects.filter(serial=notice.serial - 1).first()
    return seal(bytes(before.seal) if before else b"", content_of(notice)) == bytes(notice.seal)
