"""What the papers behind entries are called. Each package names its own, many at once.

An entry keeps the code of its paper ("fee_bill:17"), which is sealed; only pages say its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from linli.base.accounts.api import Actor


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as people call it; `address` only where the reader may open it."""

    words: str
    address: str = ""


# who reads, and the codes after the prefix ("17"): their papers. What a reader may not know stays
# out of the words; codes that are left out are shown as they are
Namer = Callable[[Actor, Sequence[str]], Mapping[str, Paper]]

_namers: dict[str, Namer] = {}


def register_source(prefix: str, namer: Namer) -> None:
    """Name the papers whose code is "prefix:…", or the prefix alone. From an app's `ready`."""
    _namers[prefix] = namer


def name_papers(sources: Iterable[str], *, actor: Actor) -> dict[str, Paper]:
    """Each code with its name for this reader; one call a sort, however many there are."""
    wanted = {source for source in sources if source}
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for source in sorted(wanted):
        prefix, _colon, rest = source.partition(":")
        by_prefix[prefix].append(rest)
    found = {source: Paper(source) for source in wanted}
    for prefix, rests in by_prefix.items():
        if prefix in _namers:
            for rest, paper in _namers[prefix](actor, rests).items():
                found[f"{prefix}:{rest}" if rest else prefix] = paper
    return found


def numbers_of(rests: Iterable[str]) -> list[int]:
    """Those of the codes that are keys of rows."""
    return [int(rest) for rest in rests if rest.isascii() and rest.isdigit() and len(rest) < 19]
