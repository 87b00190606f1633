"""Ballots on paper: printed with a number, scanned, read by two people (four eyes)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max, Min

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed, NotFound
from linli.base.files.api import StoredFile
from linli.estate.organisations.api import Permission, Role, may, require
from linli.voice.ballots.actions import account_of, assembly_in, one_at_a_time
from linli.voice.ballots.casting import Paperwork, already_voted, put_ballot, require_open
from linli.voice.ballots.data import AssemblyState, Receipt, Repeat, Way
from linli.voice.ballots.errors import (
    AnswerMissing,
    NotNow,
    PlateUnknown,
    ScanMissing,
    SecondPersonNeeded,
)
from linli.voice.ballots.models import Assembly, Ballot, PaperBallot, PaperEntry, RollVoter
from linli.voice.ballots.queries import voter_of_home
from linli.voice.ballots.rules import is_ballot
from linli.voice.ballots.seals import new_receipt

_BEFORE_END = (AssemblyState.NOTICED.value, AssemblyState.OPEN.value)
MOST_PRINTED = 300  # pages in one go


@transaction.atomic
def print_papers(
    assembly_id: int, *, actor: Actor, building_id: int | None = None, plate: str = ""
) -> list[PaperBallot]:
    """Papers of one building, or of the home at `plate`; those printed before keep their number.

    Raises PlateUnknown, NotFound, NotNow before the notice and after the end.
    """
    if not (may(actor, Permission.TAKE_BALLOTS) or may(actor, Permission.RUN_ASSEMBLY)):
        raise NotAllowed
    assembly = assembly_in(assembly_id, actor, *_BEFORE_END)
    one_at_a_time("paper_ballot", assembly.pk)  # numbers without a gap
    voters = _voters(assembly, building_id, plate)
    if not voters:
        raise PlateUnknown(field="plate") if plate else NotFound
    papers = [_paper(assembly, voter) for voter in voters]
    record("ballots.printed", "assembly", assembly.pk, actor=actor, papers=len(papers))
    return papers


def _voters(assembly: Assembly, building_id: int | None, plate: str) -> Sequence[RollVoter]:
    if plate:
        found = voter_of_home(assembly, plate)
        return [found] if found else []
    rows = RollVoter.objects.filter(assembly=assembly)
    if building_id is not None:
        rows = rows.filter(lines__building=building_id).distinct()
    fresh_first = F("paper__pk").asc(nulls_first=True)  # so that the next print brings the rest
    return list(rows.order_by(fresh_first, "pk")[:MOST_PRINTED])


@transaction.atomic
def number_papers(assembly_id: int, *, actor: Actor) -> list[int]:
    """Papers for the whole roll, house by house: their ids. Those printed before keep their
    number. Raises NotFound, NotNow before the notice and after the end."""
    require_desk(actor)
    assembly = assembly_in(assembly_id, actor, *_BEFORE_END)
    one_at_a_time("paper_ballot", assembly.pk)
    known = dict(assembly.papers.values_list("voter", "pk"))
    rows = RollVoter.objects.filter(assembly=assembly).annotate(
        door=Min("lines__home__place__sort_key")
    )
    voters = list(rows.order_by("door", "pk").values_list("pk", flat=True))
    last, at = assembly.papers.aggregate(last=Max("number"))["last"] or 0, now()
    fresh = [
        PaperBallot(
            assembly=assembly, voter_id=pk, number=number, token=uuid.uuid4(),
            receipt=new_receipt(), printed_at=at,
        )
        for number, pk in enumerate((pk for pk in voters if pk not in known), start=last + 1)
    ]  # fmt: skip
    made = PaperBallot.objects.bulk_create(fresh, batch_size=1000)
    known |= {paper.voter_id: paper.pk for paper in made}
    record("ballots.printed", "assembly", assembly.pk, actor=actor, papers=len(voters))
    return [known[pk] for pk in voters]


def require_desk(actor: Actor) -> None:
    """Papers of all homes are for the desk and the committee; a captain has those of a building.

    Raises NotAllowed.
    """
    if not may_print_all(actor):
        raise NotAllowed


def may_print_all(actor: Actor) -> bool:
    takes = may(actor, Permission.TAKE_BALLOTS) and not actor.roles <= {Role.BUILDING_CAPTAIN}
    return takes or may(actor, Permission.RUN_ASSEMBLY)


def _paper(assembly: Assembly, voter: RollVoter) -> PaperBallot:
    known: PaperBallot | None = PaperBallot.objects.filter(voter=voter).first()
    if known is not None:
        return known
    last = assembly.papers.aggregate(last=Max("number"))["last"] or 0
    paper: PaperBallot = PaperBallot.objects.create(
        assembly=assembly, voter=voter, number=last + 1, token=uuid.uuid4(),
        receipt=new_receipt(), printed_at=now(),
    )  # fmt: skip
    return paper


@transaction.atomic
def enter_paper(
    paper: PaperBallot,
    choices: str,
    *,
    actor: Actor,
    scan: StoredFile | None = None,
) -> Receipt | None:
    """What one clerk reads on a paper. The receipt once two have read the same, None before.

    The first brings the scan. Raises ScanMissing, SecondPersonNeeded, AlreadyVoted, BoxClosed.
    """
    require(actor, Permission.TAKE_BALLOTS)
    paper = PaperBallot.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    assembly = paper.assembly
    require_open(assembly, now())
    _require_unvoted(paper)
    if not is_ballot(choices, assembly.items.count(), on_paper=True):
        raise AnswerMissing
    entries = list(paper.entries.order_by("pk"))
    if entries and entries[-1].entered_by_id == actor.user_id:
        raise SecondPersonNeeded
    kept = scan or (entries[-1].scan if entries else None)
    if kept is None:
        raise ScanMissing(field="scan")
    entry = PaperEntry.objects.create(
        paper=paper, scan=kept, choices=choices, entered_by_id=account_of(actor),
        entered_at=now(),
    )  # fmt: skip
    record("paper.entered", "paper_ballot", paper.pk, actor=actor)
    same = [e for e in entries if e.choices == choices and e.entered_by_id != actor.user_id]
    return _cast(paper, entry, actor) if same else None


def _require_unvoted(paper: PaperBallot) -> None:
    """A home that voted by phone learns it at the first look, not after the work."""
    if paper.assembly.rules.repeat == Repeat.FIRST and Ballot.objects.filter(voter=paper.voter_id):
        raise already_voted(paper.voter)
    if Ballot.objects.filter(paper=paper).exists():
        raise NotNow


def _cast(paper: PaperBallot, entry: PaperEntry, actor: Actor) -> Receipt:
    paperwork = Paperwork(
        Way.PAPER, paper_id=paper.pk, confirmation_id=entry.scan_id, receipt=paper.receipt
    )
    return put_ballot(
        paper.assembly, paper.voter, entry.choices, paperwork, actor=actor,
        key=f"paper:{paper.pk}",
    )  # fmt: skip


def paper_by_number(assembly: Assembly, number: int) -> PaperBallot:
    """Raises NotFound."""
    found: PaperBallot | None = PaperBallot.objects.filter(assembly=assembly, number=number).first()
    if found is None:
        raise NotFound(field="number")
    return found


def scan_for(paper: PaperBallot, *, actor: Actor) -> StoredFile:
    """The scan, for the second reader alone and only until the ballot is in the box: logged."""
    require(actor, Permission.TAKE_BALLOTS)
    last: PaperEntry | None = paper.entries.order_by("-pk").first()
    if last is None or last.entered_by_id == actor.user_id:
        raise NotFound
    if Ballot.objects.filter(paper=paper).exists():
        raise NotFound
    record("paper.scan_seen", "paper_ballot", paper.pk, actor=actor)
    stored: StoredFile = last.scan
    return stored


def waiting_papers(assembly: Assembly, actor: Actor) -> list[PaperBallot]:
    """Papers that one has read and this actor has not: they wait for a second reader."""
    read = PaperEntry.objects.filter(paper__assembly=assembly)
    own = read.filter(entered_by=actor.user_id).values("paper")
    rows = PaperBallot.objects.filter(pk__in=read.values("paper")).exclude(
        voter__ballots__isnull=False
    )
    return list(rows.exclude(pk__in=own).order_by("number")[:50])
