"""A matter's story as its reader may hear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import is_staff
from linli.matters.handling.data import EntryKind, FileLine, ReporterLine, TimelineLine, Visibility
from linli.matters.handling.models import Matter, MatterEntry, MatterFile
from linli.matters.handling.standings import Standing
from linli.matters.handling.visibility import standing_for

# what one resident may hear of another's matter that answers for theirs, too
_SHARED = [
    k.value
    for k in (
        EntryKind.TOLD, EntryKind.DONE, EntryKind.CLOSED, EntryKind.REOPENED, EntryKind.DECLINED,
        EntryKind.ACCEPTED, EntryKind.EXTENDED,
    )
]  # fmt: skip


def timeline_for(actor: Actor, matter: Matter) -> list[TimelineLine]:
    """The lines in their order. The caller got the matter from `matter_for`.

    Staff read all of it. The reporter and the household never get internal lines; those who
    joined hear the answers, not the reporter's words. After a merge the answers of the matter
    that was kept follow, with its number.
    """
    standing = standing_for(actor, matter)
    lines = _lines(matter, _seen_by(actor, standing))
    if matter.merged_into_id is not None:
        lines += _answers_of_kept(matter)
    return lines


def _seen_by(actor: Actor, standing: Standing) -> Q:
    own = standing.is_reporter or standing.is_household
    works = is_staff(actor) and not standing.is_reporter
    if works and (standing.is_desk or standing.is_holder or standing.is_colleague
                  or standing.is_near or standing.is_offered or standing.is_doer
                  or standing.is_taker or standing.is_mediator):  # fmt: skip
        return Q()
    seen = Q(visibility=Visibility.REPORTER.value)
    if not own:
        seen &= Q(kind__in=_SHARED) | Q(actor=actor.user_id)
    return seen


def _answers_of_kept(matter: Matter) -> list[TimelineLine]:
    merges = MatterEntry.objects.filter(matter=matter.pk, kind=EntryKind.MERGED.value)
    since = merges.order_by("-id").values_list("at", flat=True).first()
    kept = Matter.objects.get(pk=matter.merged_into_id)
    seen = Q(visibility=Visibility.REPORTER.value, kind__in=_SHARED)
    if since is not None:
        seen &= Q(at__gte=since)
    return _lines(kept, seen, number=kept.number)


def _lines(matter: Matter, seen: Q, *, number: str = "") -> list[TimelineLine]:
    rows = MatterEntry.objects.filter(seen, matter=matter.pk).select_related("text", "actor")
    entries = list(rows.order_by("id"))
    files = _files_of(entry.pk for entry in entries)
    return [_line(entry, files.get(entry.pk, ()), number) for entry in entries]


def _line(entry: MatterEntry, files: tuple[FileLine, ...], number: str) -> TimelineLine:
    words = entry.text
    return TimelineLine(
        id=entry.pk, at=entry.at, kind=entry.kind, visibility=entry.visibility,
        actor_id=entry.actor_id, actor=entry.actor.name if entry.actor else "",
        text=words.body if words else "",
        is_redacted=bool(words and words.redacted_at), data=entry.data, files=files,
        number=number,
    )  # fmt: skip


def _files_of(entry_ids: Iterable[int]) -> dict[int, tuple[FileLine, ...]]:
    found: dict[int, list[FileLine]] = defaultdict(list)
    rows = MatterFile.objects.filter(entry__in=list(entry_ids)).order_by("id")
    fields = ("entry_id", "file_id", "file__token", "file__content_type", "file__width",
              "file__height")  # fmt: skip
    for entry_id, file_id, token, content_type, width, height in rows.values_list(*fields):
        found[entry_id].append(FileLine(file_id, str(token), content_type, width, height))
    return {entry_id: tuple(lines) for entry_id, lines in found.items()}


def matters_of_reporter(actor: Actor) -> list[ReporterLine]:
    """A resident's matters, latest first: own ones, the household's, and those joined."""
    if actor.person_id is None:
        return []
    mine = Q(reporter=actor.person_id) | Q(parties__person=actor.person_id, parties__role="joined")
    if actor.household_ids:
        mine |= Q(household__in=actor.household_ids, category__is_sensitive=False)
    rows = Matter.objects.filter(mine).select_related("category").distinct()
    return [_reporter_line(row, actor) for row in rows.order_by("-created_at", "-id")[:200]]


def _reporter_line(row: Matter, actor: Actor) -> ReporterLine:
    own = row.reporter_id == actor.person_id or row.household_id in actor.household_ids
    return ReporterLine(
        id=row.pk, number=row.number, title=row.title if own else row.category.name,
        category=row.category.name, category_icon=row.category.icon, state=row.state,
        due_at=row.due_at, created_at=row.created_at, closed_at=row.closed_at,
        appointment_from=row.appointment_from, appointment_until=row.appointment_until,
        is_waiting_for_reporter=row.is_waiting_for_reporter, result=row.result,
    )  # fmt: skip
