"""The owner roll: drawn from the register, frozen at notice (OWN-04, OWN-05, OWN-07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from linli.base.calendars.api import today
from linli.base.scopes.api import copy_rows
from linli.estate.places.api import Home, Ownership, TenureType
from linli.voice.ballots.data import RollDraft, UnitFacts
from linli.voice.ballots.models import Assembly, RollLine, RollOwner, RollVoter, VotingRules
from linli.voice.ballots.rules import draw_roll
from linli.voice.ballots.seals import new_code, tree_root, unit_leaf

_HOME = ("place_id", "area_cm2", "area_source", "tenure_type", "place__building_id")


def current_roll(rules: VotingRules | None) -> RollDraft:
    """The roll as the register would give it now, with what is lacking."""
    return draw_roll(register_units(rules))


def register_units(rules: VotingRules | None) -> list[UnitFacts]:
    """Every exclusive unit with its owners; nobody is left out, a lack is shown (OWN-04)."""
    owners = _owners_in_force()
    standing = {
        TenureType.PUBLIC_RENTAL.value: rules and rules.public_holder_id,
        TenureType.UNSOLD.value: rules and rules.developer_id,
    }
    units = []
    homes = Home.objects.filter(place__is_closed=False).order_by("place__sort_key", "pk")
    for home_id, area, source, tenure, building in homes.values_list(*_HOME):
        found = owners.get(home_id, frozenset())
        if not found and standing.get(tenure):
            found = frozenset({f"o{standing[tenure]}"})
        units.append(UnitFacts(home_id, area, source, tenure, building, found))
    return units


def _owners_in_force() -> dict[int, frozenset[str]]:
    day = today()
    rows = Ownership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), Q(since__isnull=True) | Q(since__lte=day)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for home_id, person, organisation in rows.values_list(
        "home_id", "person_id", "organisation_id"
    ):
        found[home_id].add(f"p{person}" if person else f"o{organisation}")
    return {home_id: frozenset(own) for home_id, own in found.items()}


def freeze_roll(assembly: Assembly, draft: RollDraft) -> None:
    """Write the roll down for good, under codes that point to no home; totals go to `assembly`."""
    codes = _fresh_codes(len(draft.heads) + draft.unit_count)
    voters = [
        RollVoter(
            assembly=assembly, code=next(codes), area_cm2=head.area_cm2,
            unit_count=len(head.units), owner_count=len(head.owners),
        )
        for head in draft.heads
    ]  # fmt: skip
    copy_rows(voters)
    lines = [
        RollLine(
            assembly=assembly, voter=voter, home_id=unit.home_id, building_id=unit.building_id,
            code=next(codes), area_cm2=unit.area_cm2 or 0, area_source=unit.area_source,
            tenure=unit.tenure,
        )
        for voter, head in zip(voters, draft.heads, strict=True)
        for unit in head.units
    ]  # fmt: skip
    copy_rows(lines)
    copy_rows(list(_owner_rows(voters, draft)))
    assembly.total_units, assembly.total_heads = len(lines), len(voters)
    assembly.total_area_cm2 = draft.area_cm2
    leaves = (unit_leaf(assembly.code, u.code, u.area_cm2, u.voter.code) for u in lines)
    assembly.roll_root = tree_root(leaves).hex()


def _owner_rows(voters: list[RollVoter], draft: RollDraft) -> Iterable[RollOwner]:
    for voter, head in zip(voters, draft.heads, strict=True):
        for owner in sorted(head.owners):
            key = int(owner[1:])
            if owner[0] == "p":
                yield RollOwner(voter=voter, person_id=key)
            else:
                yield RollOwner(voter=voter, organisation_id=key)


def _fresh_codes(count: int) -> Iterator[str]:
    seen: set[str] = set()
    while len(seen) < count:
        code = new_code()
        if code not in seen:
            seen.add(code)
            yield code
