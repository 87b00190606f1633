"""What the queue does when people leave the crew or records of people become one."""

from __future__ import annotations

from linli.base.accounts.api import system_actor
from linli.base.events.api import handles
from linli.base.scopes.api import current_estate_id
from linli.estate.people.api import PersonMerged, PersonUnmerged
from linli.matters.handling.events import ReporterTold
from linli.matters.handling.handing import pass_on_matters
from linli.matters.handling.models import Matter, MatterParty, Thanks
from linli.matters.handling.people_merges import move_rows, move_rows_back, tables_of_people
from linli.matters.handling.telling import tell_listeners
from linli.resources.crew.api import MemberLeft


@handles(MemberLeft)
def pass_on_to_heir(event: MemberLeft) -> None:
    """The open matters of somebody who leaves go to the named heir, never to nobody."""
    pass_on_matters(
        event.account_id,
        event.heir_account_id,
        actor=system_actor(current_estate_id()),
        organisation_id=event.organisation_id,
    )


@handles(PersonMerged)
def follow_merge(event: PersonMerged) -> None:
    for rows, kind, field in tables_of_people(event.kept_id):
        move_rows(
            rows, kind, field, merge_id=event.merge_id, absorbed_id=event.absorbed_id,
            kept_id=event.kept_id,
        )  # fmt: skip


@handles(PersonUnmerged)
def follow_unmerge(event: PersonUnmerged) -> None:
    tables = (
        (Matter.objects.all(), "matter", "reporter"),
        (MatterParty.objects.all(), "party", "person"),
        (Thanks.objects.all(), "thanks", "person"),
    )
    for rows, kind, field in tables:
        move_rows_back(
            rows, kind, field, merge_id=event.merge_id, absorbed_id=event.absorbed_id,
            kept_id=event.kept_id,
        )  # fmt: skip


@handles(ReporterTold, only_fresh=True)
def tell_reporter_of_news(event: ReporterTold) -> None:
    """Who waits for an answer hears of it on the own channel."""
    tell_listeners(event.entry_id, event.kind, tuple(event.person_ids))
