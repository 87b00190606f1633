"""What a paper rests on: a decision of the owners' assembly on just that matter (OWN-01)."""

from __future__ import annotations

from linli.money.fees.api import find_decision, list_decisions
from linli.voice.contracts.data import PaperKind
from linli.voice.contracts.errors import GroundUnknown, GroundWrong

# OWN-01: ① rules of the assembly, ② covenant, ④ hiring and dismissing the manager
MATTERS: dict[str, str] = {
    PaperKind.ASSEMBLY_RULES: "assembly_rules",
    PaperKind.COVENANT: "covenant",
    PaperKind.CONTRACT: "manager",
}


def list_grounds(kind: str) -> list[tuple[str, str]]:
    """(reference, title) of the decisions on which such a paper may rest."""
    return [(d.reference, d.title) for d in list_decisions() if d.matter == MATTERS[kind]]


def check_ground(reference: str, kind: str) -> None:
    """Raises GroundUnknown for what no assembly decided, GroundWrong for another matter."""
    if not reference:
        return
    found = find_decision(reference)
    if found is None:
        raise GroundUnknown(field="decision")
    if found.matter != MATTERS[kind]:
        raise GroundWrong(field="decision", title=found.title)


def ground_title(reference: str) -> str:
    """The decision in words, the reference itself where it is not known any more."""
    found = find_decision(reference) if reference else None
    return found.title if found else reference
