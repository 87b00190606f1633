"""Chooses and writes who needs a second look: aid, disability, alone, resettled, …"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from linli.estate.people.api import Person, PersonCategory, certificate_index
from linli.estate.people.data import AidStatus, CategoryKind, DisabilityCategory
from linli.web.demo.data import DemoScale
from linli.web.demo.papers import make_certificate
from linli.web.demo.places import OWNED_ENTRANCES
from linli.web.demo.residents import Dwelling

_AID = {
    AidStatus.MINIMUM_ALLOWANCE: 34,
    AidStatus.LOW_INCOME: 36,
    AidStatus.NEAR_MINIMUM: 22,
    AidStatus.RIGID_EXPENSE_HARDSHIP: 6,
    AidStatus.TEMPORARY_AID: 2,
}
_DISABILITY = {
    DisabilityCategory.PHYSICAL: 52,
    DisabilityCategory.VISION: 12,
    DisabilityCategory.HEARING: 12,
    DisabilityCategory.MENTAL: 9,
    DisabilityCategory.INTELLECTUAL: 8,
    DisabilityCategory.MULTIPLE: 4,
    DisabilityCategory.SPEECH: 3,
}
_GRADES = {1: 12, 2: 24, 3: 32, 4: 32}
_NOTES = (
    "长期卧床，需人翻身",
    "坐轮椅，上下楼要人抬",
    "双膝做过手术，走不远",
    "透析，每周三次",
    "眼睛看不清，不敢下楼",
)


def choose_low_income(dwellings: list[Dwelling], scale: DemoScale, rng: Random) -> None:
    """Mark exactly `scale.low_income_households`, more of them in public rental."""

    def order(d: Dwelling) -> float:
        if d.named:
            return -1.0 if d.named.low_income else 2.0
        entrance = int(d.plate.split("-")[1])
        return rng.random() * (1.0 if entrance not in OWNED_ENTRANCES else 1.9)

    for d in _first(dwellings, order, scale.low_income_households):
        d.low_income = True


def choose_disabled(dwellings: list[Dwelling], scale: DemoScale, rng: Random) -> list[Dwelling]:
    """Exactly `scale.disabled_households` homes where somebody is disabled."""

    def order(d: Dwelling) -> float:
        if d.named:
            return -1.0 if d.named.disability else 2.0
        return rng.random() * (0.7 if d.low_income else 1.0)

    return _first(dwellings, order, scale.disabled_households)


def _first(
    dwellings: list[Dwelling], order: Callable[[Dwelling], float], count: int
) -> list[Dwelling]:
    keyed = [(order(d), n) for n, d in enumerate(dwellings)]
    return [dwellings[n] for _, n in sorted(keyed)[:count]]


class CategoryMaker:
    """Collects the categories of everybody, then writes them at once."""

    def __init__(self, rng: Random, today: date, verified_at: datetime) -> None:
        self.rng = rng
        self.today = today
        self.verified_at = verified_at
        self.rows: list[PersonCategory] = []
        self.verifiers: dict[int | None, int] = {}

    def add(
        self, d: Dwelling, person: Person, kind: CategoryKind, source: str, **over: object
    ) -> None:
        self.rows.append(
            PersonCategory(
                person=person,
                kind=kind.value,
                source=source,
                verified_by_id=self.verifiers.get(d.home.place.grid_id),
                verified_at=self.verified_at - timedelta(days=self.rng.randint(3, 420)),
                **over,
            )
        )

    def add_aid(self, d: Dwelling) -> None:
        """AID-03: an allowance is reviewed every six or twelve months; some reviews are due."""
        if d.family.kind == "elder_alone" and self.rng.random() < 0.06:
            status = AidStatus.DESTITUTE_PERSON
        else:
            status = self.rng.choices(list(_AID), list(_AID.values()))[0]
        months = 6 if d.family.kind.startswith("couple") else 12
        since = self.today - timedelta(days=self.rng.randint(10, months * 30 + 12))
        self.add(
            d, d.head, CategoryKind.AID, "民政部门认定",
            code=status.value, valid_from=since, valid_until=since + timedelta(days=months * 30),
        )  # fmt: skip

    def add_disability(self, d: Dwelling) -> None:
        """DIS-02: a certificate is valid for ten years and names category and grade."""
        weights = [max(member.age(self.today) - 10, 3) ** 1.4 for member in d.family.members]
        n = self.rng.choices(range(len(weights)), weights)[0]
        category = self.rng.choices(list(_DISABILITY), list(_DISABILITY.values()))[0]
        grade = self.rng.choices(list(_GRADES), list(_GRADES.values()))[0]
        if d.named and d.named.disability:
            n, category, grade = 0, DisabilityCategory(d.named.disability[0]), d.named.disability[1]
        since = self.today - timedelta(days=self.rng.randint(60, 3640))
        number = d.identities[n] and make_certificate(d.identities[n], category, grade)
        self.add(
            d, d.people[n], CategoryKind.DISABILITY, "残疾人证",
            code=category.value, grade=grade, valid_from=since,
            valid_until=_ten_years_after(since), certificate=number or None,
            certificate_index=certificate_index(number) if number else None,
        )  # fmt: skip

    def add_others(self, dwellings: list[Dwelling]) -> None:
        """Alone, housebound, resettled, veterans, people who look for work."""
        for d in dwellings:
            if d.family.kind == "elder_alone":
                self.add(d, d.head, CategoryKind.ELDER_ALONE, "网格员走访")
            if d.named:
                if CategoryKind.CANNOT_LEAVE_HOME.value in d.named.categories:
                    self._add_housebound(d)
                continue
            age = d.family.head.age(self.today)
            if age >= 76 and self.rng.random() < 0.07:
                self._add_housebound(d)
            owned = int(d.plate.split("-")[1]) in OWNED_ENTRANCES
            if self.rng.random() < (0.32 if owned else 0.02):
                self.add(d, d.head, CategoryKind.RESETTLED, "拆迁安置协议")
            if d.family.head.sex == "male" and age > 24 and self.rng.random() < 0.03:
                self.add(d, d.head, CategoryKind.VETERAN, "退役军人优待证")
            if 24 <= age <= 58 and self.rng.random() < 0.09:
                self.add(d, d.head, CategoryKind.JOB_SEEKER, "本人登记")

    def _add_housebound(self, d: Dwelling) -> None:
        note = self.rng.choice(_NOTES)
        self.add(d, d.head, CategoryKind.CANNOT_LEAVE_HOME, "网格员走访", note=note)

    def write(self) -> None:
        PersonCategory.objects.bulk_create(self.rows, batch_size=1000)


def _ten_years_after(day: date) -> date:
    return day.replace(year=day.year + 10, day=min(day.day, 28))
