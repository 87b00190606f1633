"""What the register, the bills and earlier transfers know about bank lines, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from linli.estate.people.api import Membership
from linli.estate.places.api import Home, Ownership, Place, find_place_by_plate
from linli.money.banking.api import BankLine
from linli.money.fees.api import open_bills_of
from linli.money.payments.data import HomeFacts, LineFacts, Match
from linli.money.payments.models import KnownPayer
from linli.money.payments.rules import find_plates, find_short_plates, match_line, open_sums


def match_lines(lines: Sequence[BankLine]) -> dict[int, Match]:
    """A suggestion for each line, by its id; a handful of queries however many there are."""
    texts = {line.pk: f"{line.purpose} {line.name}" for line in lines}
    by_plate = _homes_by_plate({p for text in texts.values() for p in find_plates(text)})
    by_short = _homes_by_short({p for text in texts.values() for p in find_short_plates(text)})
    by_name = _homes_by_name({line.name for line in lines if line.name})
    by_account = _homes_by_account({bytes(x.account_index) for x in lines if x.account_index})
    facts = {}
    for line in lines:
        text = texts[line.pk]
        index = bytes(line.account_index) if line.account_index else b""
        facts[line.pk] = LineFacts(
            amount=line.amount,
            name=line.name,
            by_plate=frozenset(by_plate[p] for p in find_plates(text) if p in by_plate),
            by_short_plate=frozenset(by_short[p] for p in find_short_plates(text) if p in by_short),
            by_name=frozenset(by_name.get(line.name, ())),
            by_account=frozenset(by_account.get(index, ())),
        )
    homes = home_facts(
        {h for f in facts.values() for h in (*f.by_plate, *f.by_short_plate, *f.by_name,
                                             *f.by_account)}
    )  # fmt: skip
    return {pk: match_line(fact, homes) for pk, fact in facts.items()}


def _homes_by_plate(words: set[str]) -> dict[str, int]:
    found = {word: find_place_by_plate(word) for word in words}
    return {w: p.pk for w, p in found.items() if p is not None and p.kind == "home"}


def _homes_by_short(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The one home of that building and door; none where several entrances have such a door."""
    found = {}
    for building, number in pairs:
        rows = Place.objects.filter(kind="home", building__number=building, number=number)
        ids = list(rows.values_list("pk", flat=True)[:2])
        if len(ids) == 1:
            found[building, number] = ids[0]
    return found


def _homes_by_name(names: set[str]) -> dict[str, set[int]]:
    """Homes in which somebody of that name lives, or that somebody of that name owns."""
    found: dict[str, set[int]] = defaultdict(set)
    living = Membership.objects.filter(
        person__name__in=names, until__isnull=True, household__until__isnull=True
    )
    for name, home_id in living.values_list("person__name", "household__home"):
        found[name].add(home_id)
    owning = Ownership.objects.filter(person__name__in=names, until__isnull=True)
    for name, home_id in owning.values_list("person__name", "home"):
        found[name].add(home_id)
    return found


def _homes_by_account(indexes: set[bytes]) -> dict[bytes, set[int]]:
    found: dict[bytes, set[int]] = defaultdict(set)
    rows = KnownPayer.objects.filter(account_index__in=indexes)
    for index, home_id in rows.values_list("account_index", "home"):
        found[bytes(index)].add(home_id)
    return found


def home_facts(home_ids: Iterable[int]) -> dict[int, HomeFacts]:
    """Plates, names and open bills of these homes."""
    ids = set(home_ids)
    names: dict[int, set[str]] = defaultdict(set)
    living = Membership.objects.filter(
        household__home__in=ids, until__isnull=True, household__until__isnull=True
    )
    for home_id, name in living.values_list("household__home", "person__name"):
        names[home_id].add(name)
    for home_id, name in Ownership.objects.filter(
        home__in=ids, until__isnull=True, person__isnull=False
    ).values_list("home", "person__name"):
        names[home_id].add(name)
    sums: dict[int, list[int]] = defaultdict(list)
    for bill in open_bills_of(ids):
        sums[bill.home_id].append(bill.open_fen)
    plates = Home.objects.filter(pk__in=ids).values_list("pk", "place__plate")
    return {
        pk: HomeFacts(pk, plate, frozenset(names[pk]), open_sums(sums[pk])) for pk, plate in plates
    }


def home_by_plate(text: str) -> int | None:
    """The home that somebody names, None when there is none."""
    place = find_place_by_plate(text)
    return place.pk if place is not None and place.kind == "home" else None
