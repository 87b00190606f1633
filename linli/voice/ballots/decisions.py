"""What the owners decided, for whatever rests on it: spending from the fund, fees, contracts."""

from __future__ import annotations

from collections.abc import Iterable

from linli.base.calendars.api import SHANGHAI
from linli.money.fees.api import Decision
from linli.voice.ballots.data import AssemblyState, DecisionMatter, Verdict
from linli.voice.ballots.models import Assembly


def find_decisions() -> Iterable[Decision]:
    """Adopted items of published assemblies of the estate in scope.

    The reference is the assembly's code and the item ("assembly:2026-01:1"), the matter its name
    in lower case ("use_fund" for item 5 of OWN-01), the limit what the item said (fen).
    """
    rows = Assembly.objects.filter(state=AssemblyState.PUBLISHED.value).select_related("result")
    for assembly in rows.prefetch_related("items"):
        verdicts = {one["position"]: one["verdict"] for one in assembly.result.figures}
        day = (assembly.closed_at or assembly.closes_at).astimezone(SHANGHAI).date()
        for item in assembly.items.all():
            if verdicts.get(item.position) == Verdict.ADOPTED:
                yield Decision(
                    f"assembly:{assembly.code}:{item.position}", item.title, day,
                    DecisionMatter(item.matter).name.lower(), item.limit_fen,
                )  # fmt: skip
