"""Minutes of the owners' committee for owners to read (OWN-15) and to hand over (FEE-09)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.money.disclosure.api import InspectedPaper, packed_file
from linli.voice.committee.data import BodyKind, MinutesState
from linli.voice.committee.models import MeetingMinutes, SealedMinutes


def _posted() -> Iterator[MeetingMinutes]:
    """Only what hangs: a draft is nobody's but its writers'."""
    rows = MeetingMinutes.objects.filter(
        state=MinutesState.POSTED.value, meeting__term__kind=BodyKind.OWNERS.value
    )
    yield from rows.select_related("meeting", "scan").order_by("-meeting__meets_on", "-pk")


def owners_minutes() -> list[InspectedPaper]:
    """The posted minutes, the newest first."""
    return [
        InspectedPaper(
            _("业委会会议记录"), f"{row.meeting.meets_on} {row.meeting.title}",
            reverse("committee:meeting", args=[row.meeting_id]),
        )
        for row in _posted()
    ]  # fmt: skip


def pack_minutes() -> Iterator[tuple[str, bytes | Path]]:
    """Each with what was decided, in figures, and its seal."""
    for row in _posted():
        yield f"{_stem(row)}.txt", _text(row).encode()


def handed_over_minutes() -> Iterator[tuple[str, bytes | Path]]:
    """The signed sheets: they show signatures, so they are in the handover alone."""
    for row in _posted():
        if row.scan is not None:
            yield packed_file(f"{_stem(row)}-signed", row.scan)


def _stem(row: MeetingMinutes) -> str:
    return f"minutes/{row.meeting.meets_on}-{row.meeting_id}"


def _text(row: MeetingMinutes) -> str:
    lines = [f"{row.meeting.meets_on} {row.meeting.title}", ""]
    for item in row.meeting.items.select_related("decision").order_by("position"):
        lines.append(f"{item.position}. {item.title}")
        decision = getattr(item, "decision", None)
        if decision is not None:
            words = _("通过") if decision.is_adopted else _("没通过")
            counts = {"yes": decision.yes, "no": decision.no, "abstain": decision.abstain}
            said = _("赞成 %(yes)s、反对 %(no)s、弃权 %(abstain)s") % counts
            lines.append(words + _("：") + said)
    sealed = SealedMinutes.objects.filter(meeting=row.meeting_id).first()
    seal = bytes(sealed.seal).hex() if sealed else ""
    return "\n".join([*lines, "", row.text, "", _("印记：%(seal)s") % {"seal": seal}, ""])
