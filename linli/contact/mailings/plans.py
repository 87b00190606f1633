"""Who gets what which way: the same reckoning for the preview and for the sending."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.scopes.api import Estate, current_estate_id
from linli.contact.mailings.audiences import NamesAway, find_audience, is_given
from linli.contact.mailings.data import Preview, RecipientState, Sample
from linli.contact.mailings.errors import AudienceEmpty, AudienceTooLarge
from linli.contact.mailings.models import Mailing, MailingRecipient
from linli.contact.mailings.rules import MOST_PEOPLE, fill_in, is_child
from linli.contact.messages.api import BY_HAND, ways_to
from linli.estate.organisations.api import register_reach
from linli.estate.people.api import Membership, Person
from linli.estate.places.api import Place

SAMPLES = 5
LISTED = 200  # people without a way that the preview names
_ROW = (
    "person", "person__name", "person__birth_date", "household__home__place",
    "household__home__place__plate", "household__home__place__building",
    "household__home__place__building__plate", "household__home__place__grid",
)  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """One person's part: the ways in order, the words, and whether a housemate has it already."""

    person_id: int
    name: str
    home_id: int
    plate: str
    building_id: int
    building: str
    grid_id: int | None
    language: str
    ways: tuple[tuple[str, str], ...]
    text: str
    is_shared: bool = False

    @property
    def channel(self) -> str:
        return self.ways[0][0]

    @property
    def state(self) -> str:
        if self.is_shared:
            return RecipientState.SHARED.value
        return (RecipientState.BY_HAND if self.channel in BY_HAND else RecipientState.AUTO).value

    def sample(self) -> Sample:
        channel, address = self.ways[0]
        return Sample(self.name, self.plate, channel, address, self.text, self.language)


def plan_mailing(mailing: Mailing, *, actor: Actor) -> list[Planned]:
    """Everybody of the audience within the author's reach, in the order of the homes.

    Children are told through their families; an address gets one mailing once, whoever shares it.
    Raises AudienceEmpty, AudienceTooLarge.
    """
    living = _rows(mailing, actor)
    away = _rows_away(mailing, {row[0] for row in living})
    rows = living + away
    if not rows:
        raise AudienceEmpty(field="audience")
    if len(rows) > MOST_PEOPLE:
        raise AudienceTooLarge(field="audience", most=MOST_PEOPLE, count=len(rows))
    gone = {row[0] for row in away}
    planned = [
        one
        for one in _plan(mailing, rows)
        if one.person_id not in gone or one.channel not in BY_HAND
    ]
    return _first_of_each_home(planned) if mailing.once_a_home else planned


def _rows(mailing: Mailing, actor: Actor) -> list[tuple[object, ...]]:
    chosen = find_audience(mailing.audience).person_ids(mailing.audience_values)
    living = Membership.objects.filter(until__isnull=True, person__status="active")
    reach = register_reach(actor)
    if not reach.whole_estate and not is_given(mailing.audience):
        living = living.filter(household__home__place__grid__in=reach.grid_ids)
    found = living.filter(person__in=chosen).order_by("household__home__place__sort_key", "id")
    day = today()
    return [row for row in found.values_list(*_ROW)[: MOST_PEOPLE + 1] if not is_child(row[2], day)]


def _rows_away(mailing: Mailing, living: set[object]) -> list[tuple[object, ...]]:
    """Those whom the audience names and who live elsewhere, beside the home it concerns."""
    audience = find_audience(mailing.audience)
    if not isinstance(audience, NamesAway):
        return []
    homes = {
        pk: home for pk, home in audience.away(mailing.audience_values).items() if pk not in living
    }
    people = Person.objects.filter(pk__in=homes, status="active").order_by("pk")
    names = {pk: (name, born) for pk, name, born in people.values_list("pk", "name", "birth_date")}
    places = {
        row[0]: row
        for row in Place.objects.filter(pk__in=set(homes.values())).values_list(
            "pk", "plate", "building", "building__plate", "grid"
        )
    }
    return [
        (pk, name, born, *places[homes[pk]])
        for pk, (name, born) in names.items()
        if homes[pk] in places
    ]


def _plan(mailing: Mailing, rows: Sequence[tuple[object, ...]]) -> Iterator[Planned]:
    estate = Estate.objects.get(pk=current_estate_id())
    ways = ways_to([row[0] for row in rows])  # type: ignore[misc]
    taken: set[tuple[str, str]] = set()
    for person, name, _born, home, plate, building, building_plate, grid in rows:
        language, own = ways[person]  # type: ignore[index]
        values = {
            "name": name, "home": plate, "building": building_plate, "estate": estate.name,
            "hotline": estate.hotline, "link": mailing.link,
        }  # fmt: skip
        body = mailing.body_en if language == "en" and mailing.body_en else mailing.body_zh
        shared = own[0] in taken and own[0][1] != ""
        taken.add(own[0])
        yield Planned(
            person, name, home, plate, building, building_plate, grid, language,  # type: ignore[arg-type]
            tuple(own), fill_in(body, values), shared,  # type: ignore[arg-type]
        )  # fmt: skip


def _first_of_each_home(planned: Sequence[Planned]) -> list[Planned]:
    """One person a home: the first who can be reached without walking, else the first."""
    chosen: dict[int, Planned] = {}
    for one in planned:
        before = chosen.get(one.home_id)
        if before is None or (before.channel in BY_HAND and one.channel not in BY_HAND):
            chosen[one.home_id] = one
    return list(chosen.values())


def words_for(row: MailingRecipient, *, in_full: bool = False) -> str:
    """What one person is told, in the own language. What tells of health is not for who carries
    it (`in_full` is for the person): they are asked to come to the desk."""
    mailing = row.mailing
    estate = Estate.objects.get(pk=current_estate_id())
    if mailing.is_sensitive and not in_full:
        return _("服务中心有事找您，请打 %(number)s。") % {"number": estate.hotline}
    if row.message is not None and in_full:
        return str(row.message.body)
    values = {
        "name": row.person.name, "home": row.home.plate if row.home else "",
        "building": row.building.plate if row.building else "", "estate": estate.name,
        "hotline": estate.hotline, "link": mailing.link,
    }  # fmt: skip
    body = mailing.body_en if row.language == "en" and mailing.body_en else mailing.body_zh
    return fill_in(body, values)


def title_for(mailing: Mailing) -> str:
    """The title as whoever carries it may read it."""
    return _("服务中心有事找") if mailing.is_sensitive else mailing.title


def summarise(planned: Sequence[Planned]) -> Preview:
    """The preview of a plan: counts, some people of each channel in full, who has no way."""
    alone = [one for one in planned if not one.is_shared]
    counts = Counter(one.channel for one in alone)
    by_hand = [one for one in alone if one.state == RecipientState.BY_HAND]
    return Preview(
        total=len(planned),
        by_channel=tuple(sorted(counts.items())),
        shared=len(planned) - len(alone),
        english=sum(one.language == "en" for one in planned),
        samples=tuple(one.sample() for one in _some_of_each(alone)),
        by_hand=tuple(one.sample() for one in by_hand[:LISTED]),
    )


def _some_of_each(planned: Sequence[Planned]) -> list[Planned]:
    """Samples that differ: by channel and language first, then from the beginning."""
    first = {(one.channel, one.language): one for one in reversed(planned)}
    rest = [one for one in planned if one not in first.values()]
    return [*first.values(), *rest][: max(SAMPLES, len(first))]
