"""Who lives together: families of plausible ages, rather old, made from a seed. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from linli.web.demo.names import COMPOUND, choose_name, choose_surname

_OTHER_SEX = {"female": "male", "male": "female"}


@dataclass
class Member:
    """Somebody of a family; `relation` is to its first member."""

    name: str
    sex: str
    birth: date
    relation: str
    text: str  # the relation as the clerk writes it

    def age(self, day: date) -> int:
        had_birthday = (day.month, day.day) >= (self.birth.month, self.birth.day)
        return day.year - self.birth.year - (not had_birthday)


@dataclass
class Family:
    """The people of one home, the head first. `kind` is a key of `SHARES`."""

    kind: str
    members: list[Member] = field(default_factory=list)

    @property
    def head(self) -> Member:
        return self.members[0]


# kind: how many of a thousand families
SHARES = {
    "elder_alone": 140,
    "elder_couple": 220,
    "couple": 50,
    "couple_and_child": 190,
    "couple_and_two": 115,
    "three_generations": 140,
    "one_parent": 65,
    "single": 40,
    "elder_and_child": 40,
}


class FamilyMaker:
    """Makes families as of a day; the same `rng` state makes the same families."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng = rng
        self.today = today
        self._makers: dict[str, Callable[[Family], object]] = {
            "elder_alone": lambda f: self._head(f, (63, 90)),
            "elder_couple": lambda f: self._couple(f, (62, 86)),
            "couple": lambda f: self._couple(f, (38, 61)),
            "couple_and_child": lambda f: self._parents(f, (28, 52), 1),
            "couple_and_two": lambda f: self._parents(f, (30, 48), 2),
            "three_generations": self._three_generations,
            "one_parent": self._one_parent,
            "single": lambda f: self._head(f, (24, 60)),
            "elder_and_child": self._elder_and_child,
        }

    def make(self, kind: str) -> Family:
        family = Family(kind)
        self._makers[kind](family)
        return family

    def choose_kinds(self, count: int) -> list[str]:
        """`count` kinds in the shares of `SHARES`, shuffled."""
        kinds = [kind for kind, share in SHARES.items() for _ in range(share * count // 1000)]
        kinds += self.rng.choices(list(SHARES), list(SHARES.values()), k=count - len(kinds))
        self.rng.shuffle(kinds)
        return kinds

    def born(self, low: int, high: int) -> date:
        """A day of birth that makes somebody `low` to `high` years old today."""
        age = self.rng.randint(low, high)
        start = date(self.today.year - age - 1, self.today.month, min(self.today.day, 28))
        return start + timedelta(days=self.rng.randint(2, 364))

    def _add(self, family: Family, sex: str, birth: date, relation: str, text: str,
             surname: str = "") -> Member:  # fmt: skip
        surname = surname or choose_surname(self.rng)
        name = choose_name(self.rng, surname, sex, birth.year)
        member = Member(name, sex, birth, relation, text)
        family.members.append(member)
        return member

    def _head(self, family: Family, ages: tuple[int, int]) -> Member:
        share = 0.66 if family.kind == "elder_alone" else 0.42
        sex = "female" if self.rng.random() < share else "male"
        return self._add(family, sex, self.born(*ages), "head", "户主")

    def _couple(self, family: Family, ages: tuple[int, int]) -> tuple[Member, Member]:
        head = self._head(family, ages)
        apart = self.rng.randint(-3, 4) * 365 + self.rng.randint(0, 364)
        birth = head.birth + timedelta(days=apart if head.sex == "male" else -apart)
        birth = min(birth, self.today - timedelta(days=22 * 366))
        text = "妻" if head.sex == "male" else "夫"
        spouse = self._add(family, _OTHER_SEX[head.sex], birth, "spouse", text)
        return head, spouse

    def _child(self, family: Family, mother: date, surname: str, grown: bool = False) -> None:
        sex = self.rng.choice(("female", "male"))
        birth = mother + timedelta(days=self.rng.randint(22 * 365, 31 * 365))
        newest = self.today - timedelta(days=20 * 366 if grown else 40)
        if birth > newest:
            birth = newest - timedelta(days=self.rng.randint(0, 5 * 365))
        relation, text = ("daughter", "女儿") if sex == "female" else ("son", "儿子")
        self._add(family, sex, birth, relation, text, surname)

    def _parents(self, family: Family, ages: tuple[int, int], children: int) -> None:
        head, spouse = self._couple(family, ages)
        father = head if head.sex == "male" else spouse
        mother = spouse if head.sex == "male" else head
        for n in range(children):
            later = mother.birth + timedelta(days=n * self.rng.randint(700, 2500))
            self._child(family, later, _surname(father.name))

    def _one_parent(self, family: Family) -> None:
        head = self._head(family, (27, 56))
        for _ in range(1 if self.rng.random() < 0.75 else 2):
            self._child(family, head.birth, _surname(head.name))

    def _elder_and_child(self, family: Family) -> None:
        head = self._head(family, (66, 88))
        self._child(family, head.birth, _surname(head.name), grown=True)

    def _three_generations(self, family: Family) -> None:
        self._parents(family, (30, 47), self.rng.choice((1, 1, 1, 2)))
        head = family.head
        for sex in ("female", "male"):
            if self.rng.random() < (0.8 if sex == "female" else 0.45) or len(family.members) == 3:
                birth = head.birth - timedelta(days=self.rng.randint(22 * 365, 31 * 365))
                text = {"female": "母亲", "male": "父亲"}[sex]
                surname = _surname(head.name) if sex == "male" else ""
                self._add(family, sex, birth, "parent", text, surname)


def _surname(name: str) -> str:
    if "·" in name:
        return name.split("·")[0] + "·"
    return name[:2] if name[:2] in COMPOUND else name[0]
