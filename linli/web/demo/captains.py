"""Writes the rounds in which residents recommended their building's captain, and who won (T2)."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

from linli.base.calendars.api import SHANGHAI
from linli.base.scopes.api import Estate
from linli.estate.organisations.api import Office, Recommendation, RecommendationRound, Role
from linli.estate.people.api import Person
from linli.web.demo.places import DemoPlaces
from linli.web.demo.residents import Dwelling
from linli.web.demo.staff import DemoStaff, make_accounts

_DAYS_AGO = 160
_DAYS_OPEN = 14


def write_captains(
    places: DemoPlaces, dwellings: list[Dwelling], staff: DemoStaff, estate: Estate,
    rng: Random, today: date,
) -> int:  # fmt: skip
    """One closed round a building; the winner holds the office and has an account."""
    opens_on = today - timedelta(days=_DAYS_AGO)
    winners: dict[int, Person] = {}
    votes: list[Recommendation] = []
    for number, building in places.buildings.items():
        living = [d for d in dwellings if d.home.place.building_id == building.pk]
        candidates = _choose_candidates(living, rng, today)
        round_ = RecommendationRound(
            building=building, opens_on=opens_on, closes_on=opens_on + timedelta(days=_DAYS_OPEN)
        )
        round_.save()
        given = _collect_votes(round_, living, candidates, staff, rng)
        votes += given
        _close(round_, len(living), given)
        winners[number] = candidates[0]
    Recommendation.objects.bulk_create(votes, batch_size=2000)
    _give_offices(winners, places, staff, estate, opens_on + timedelta(days=_DAYS_OPEN + 7))
    return len(votes)


def _choose_candidates(living: list[Dwelling], rng: Random, today: date) -> list[Person]:
    """Two or three fit neighbours, the later winner first."""
    named = [d.head for d in living if d.named and d.named.username == "captain"]
    fit = [
        d.head
        for d in living
        if not d.named and 48 <= d.family.head.age(today) <= 72 and d.head.phone
    ]
    return (named + rng.sample(fit, min(3, len(fit))))[: rng.choice((2, 3, 3))]


def _collect_votes(
    round_: RecommendationRound, living: list[Dwelling], candidates: list[Person],
    staff: DemoStaff, rng: Random,
) -> list[Recommendation]:  # fmt: skip
    start = datetime.combine(round_.opens_on, time(9), SHANGHAI)
    taking_part = rng.sample(living, int(len(living) * rng.uniform(0.55, 0.86)))
    weights = [6, 3, 1][: len(candidates)]
    desk = staff.accounts["clerk"].pk
    votes = []
    for d in taking_part:
        votes.append(
            Recommendation(
                round=round_,
                household=d.household,
                candidate=rng.choices(candidates, weights)[0],
                given_by_id=d.head.account_id or desk,
                given_at=start + timedelta(minutes=rng.randint(0, _DAYS_OPEN * 1440 - 900)),
                on_paper=d.head.account_id is None,
            )
        )
    return votes


def _close(round_: RecommendationRound, asked: int, votes: list[Recommendation]) -> None:
    counted = Counter(vote.candidate_id for vote in votes)
    round_.result = {
        "asked": asked,
        "standings": [{"person": pk, "households": n} for pk, n in counted.most_common()],
    }
    round_.closed_at = datetime.combine(round_.closes_on, time(18), SHANGHAI)
    round_.save(update_fields=["result", "closed_at"])


def _give_offices(
    winners: dict[int, Person], places: DemoPlaces, staff: DemoStaff, estate: Estate,
    starts_on: date,
) -> None:  # fmt: skip
    new = {n: person for n, person in winners.items() if person.account_id is None}
    accounts = make_accounts(
        [(f"captain{n}", person.name, person.phone, False) for n, person in new.items()], estate
    )
    for (n, person), account in zip(new.items(), accounts, strict=True):
        person.account = account
        staff.accounts[f"captain{n}"] = account
    Person.objects.bulk_update(new.values(), ["account"])
    Office.objects.bulk_create(
        Office(
            role=Role.BUILDING_CAPTAIN.value,
            account=person.account,
            person=person,
            organisation=staff.organisations["committee"],
            building=places.buildings[number],
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=3 * 365),
        )
        for number, person in winners.items()
    )
