"""News of the queue for those who follow the official account."""

from __future__ import annotations

from linli.base.events.api import handles
from linli.gateways.wechat.telling import tell_waiting
from linli.matters.handling.api import ReporterTold


@handles(ReporterTold, only_fresh=True)
def tell_by_wechat(event: ReporterTold) -> None:
    tell_waiting(event.matter_id, event.entry_id, event.kind, tuple(event.person_ids))
