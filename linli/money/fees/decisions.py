"""What rests on a decision finds it here; whoever keeps decisions registers where they are.

Fees stand below the assembly's package and may not import it: it hands in a function instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from linli.money.fees.data import Decision

Finder = Callable[[], Iterable[Decision]]
_finders: list[Finder] = []


def register_decision_source(finder: Finder) -> None:
    """`finder()` gives the decisions in force of the estate in scope; call it in `ready()`.

    Registering the same function again changes nothing.
    """
    if finder not in _finders:
        _finders.append(finder)


def list_decisions() -> list[Decision]:
    """All decisions in force, the newest first."""
    found = [decision for finder in _finders for decision in finder()]
    return sorted(found, key=lambda one: (one.decided_on, one.reference), reverse=True)


def find_decision(reference: str) -> Decision | None:
    """The decision with this reference; None where nobody has decided so."""
    return next((one for one in list_decisions() if one.reference == reference), None)
