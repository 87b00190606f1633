"""Reads of papers, contracts and what became of what they promise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, Role, is_staff, may
from linli.estate.places.api import Ownership, Place
from linli.voice.contracts.data import Article, DueState, NoticeKind, PaperKind, Tally, Term
from linli.voice.contracts.models import (
    FacilityCertificate,
    Paper,
    PaperVersion,
    ServiceContract,
    ServiceDue,
    ServiceItem,
    ServiceRating,
    ServiceReport,
)
from linli.voice.contracts.rules import (
    add_tallies,
    days_of_quarter,
    end_of,
    mean_tenths,
    tally_states,
)

QUESTIONS = ("tidy", "safe", "repairs", "manner", "overall")


def owns_a_home(actor: Actor) -> bool:
    """Whether the person owns a home of the estate today."""
    if actor.person_id is None:
        return False
    rows = Ownership.objects.filter(person=actor.person_id, until__isnull=True)
    return bool(rows.exists())


def is_resident(actor: Actor) -> bool:
    return bool(actor.household_ids) or owns_a_home(actor)


def require_reader(actor: Actor) -> None:
    """Who lives, owns or works here reads the papers (OWN-15). Raises NotFound."""
    if not is_staff(actor) and not is_resident(actor):
        raise NotFound


def may_see_scan(actor: Actor) -> bool:
    """The signed scan shows signatures: owners (OWN-15) and whoever manages contracts."""
    return owns_a_home(actor) or may(actor, Permission.MANAGE_CONTRACTS)


def may_record_certificate(actor: Actor) -> bool:
    """Whoever manages contracts, and the company's lead: the user unit of its lifts (DEV-05)."""
    return may(actor, Permission.MANAGE_CONTRACTS) or Role.ORGANISATION_LEAD in actor.roles


def paper_for(actor: Actor, paper_id: int) -> Paper:
    """A paper with a published version, or any for who manages them. Raises NotFound."""
    require_reader(actor)
    paper: Paper | None = Paper.objects.filter(pk=paper_id).first()
    hidden = paper is None or not (
        paper.versions.exists() or may(actor, Permission.MANAGE_CONTRACTS)
    )
    if paper is None or hidden:
        raise NotFound
    return paper


def version_for(actor: Actor, version_id: int) -> PaperVersion:
    """Raises NotFound."""
    require_reader(actor)
    version: PaperVersion | None = (
        PaperVersion.objects.select_related("paper").filter(pk=version_id).first()
    )
    if version is None:
        raise NotFound
    return version


def version_on(paper: Paper, day: date) -> PaperVersion | None:
    """The version that holds on that day: of those begun, the one published last."""
    rows = paper.versions.filter(valid_from__lte=day).order_by("-valid_from", "-number")
    found: PaperVersion | None = rows.first()
    if found is None or (found.valid_until is not None and found.valid_until < day):
        return None
    return found


def articles_of(version: PaperVersion) -> tuple[Article, ...]:
    rows = version.articles.order_by("number")
    return tuple(Article(row.number, row.title, row.text) for row in rows)


def find_paper(kind: PaperKind) -> Paper | None:
    found: Paper | None = Paper.objects.filter(kind=kind.value).order_by("-pk").first()
    return found


def contracts_for(actor: Actor) -> QuerySet[ServiceContract]:
    """Contracts that the actor may read: all of the estate for who lives, owns or works here."""
    rows: QuerySet[ServiceContract] = ServiceContract.objects.select_related(
        "paper", "company", "client"
    )
    return rows if is_staff(actor) or is_resident(actor) else rows.none()


def contract_for(actor: Actor, contract_id: int) -> ServiceContract:
    """Raises NotFound."""
    contract = contracts_for(actor).filter(pk=contract_id).first()
    if contract is None:
        raise NotFound
    return contract


def term_of(contract: ServiceContract) -> Term:
    """The term with what was said about its end."""
    notices = {n.kind: n for n in contract.notices.all()}
    dismissal = notices.get(NoticeKind.DISMISSAL.value)
    return Term(
        contract.starts_on, contract.ends_on,
        dismissal.effective_on if dismissal else None, NoticeKind.NO_RENEWAL.value in notices,
    )  # fmt: skip


def contract_on(day: date) -> ServiceContract | None:
    """The contract that runs on that day; the youngest where they overlap."""
    rows = ServiceContract.objects.filter(starts_on__lte=day, ends_on__gte=day)
    for contract in rows.select_related("paper", "company", "client").order_by("-starts_on"):
        if end_of(term_of(contract)) >= day:
            return contract
    return None


def item_for(actor: Actor, item_id: int) -> ServiceItem:
    """Raises NotFound."""
    require_reader(actor)
    item: ServiceItem | None = (
        ServiceItem.objects.select_related("contract").filter(pk=item_id).first()
    )
    if item is None:
        raise NotFound
    return item


def places_of(item: ServiceItem) -> list[Place]:
    """Where an item is due today; empty for the whole estate."""
    rows = Place.objects.filter(is_closed=False).order_by("sort_key", "id")
    if item.places == "buildings":
        return list(rows.filter(kind="building"))
    if item.places == "entrances":
        return list(rows.filter(kind="entrance"))
    if item.places.startswith("type:"):
        return list(rows.filter(facility_type=item.places[5:]))
    return []


def certificates_now() -> dict[int, FacilityCertificate]:
    """The certificate that holds of each facility."""
    rows = FacilityCertificate.objects.order_by("place", "-valid_until", "-pk").distinct("place")
    return {row.place_id: row for row in rows}


def list_certified(items: Iterable[ServiceItem]) -> list[tuple[Place, FacilityCertificate | None]]:
    """Facilities that need a certificate, those without one first, then by their end."""
    places = {p.pk: p for item in items if item.unit == "before_expiry" for p in places_of(item)}
    known = certificates_now()
    rows = [(place, known.get(place.pk)) for place in places.values()]
    return sorted(rows, key=lambda row: (row[1].valid_until if row[1] else date.min, row[0].pk))


@dataclass(frozen=True)
class ItemLine:
    """An item and what became of it in a quarter."""

    item: ServiceItem
    tally: Tally


@dataclass(frozen=True)
class Performance:
    """A quarter item by item, and in all. The rate is done / due; not yet due counts nowhere."""

    quarter: str
    lines: tuple[ItemLine, ...]
    total: Tally


def performance_of(quarter: str) -> Performance:
    """Counted from the rows themselves."""
    first, last = days_of_quarter(quarter)
    rows = ServiceDue.objects.filter(due_on__range=(first, last))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for item_id, state, number in (
        rows.order_by().values_list("item", "state").annotate(n=Count("id"))
    ):
        counts[item_id][state] += number
    items = ServiceItem.objects.filter(pk__in=counts).order_by("area", "pk")
    lines = tuple(ItemLine(item, tally_states(counts[item.pk])) for item in items)
    return Performance(quarter, lines, add_tallies([line.tally for line in lines]))


def dues_of(item: ServiceItem, quarter: str) -> QuerySet[ServiceDue]:
    """Every time that the item was due in a quarter, newest first."""
    rows: QuerySet[ServiceDue] = ServiceDue.objects.filter(
        item=item, due_on__range=days_of_quarter(quarter)
    )
    return rows.select_related("place", "matter").order_by("-due_on", "place__sort_key", "pk")


def coming_dues(until: date, limit: int = 60) -> list[ServiceDue]:
    """What is due by that day and not done; check lists are no news, so only matters."""
    rows = ServiceDue.objects.filter(
        state=DueState.WAITING.value, due_on__lte=until, item__mode="matter"
    )
    return list(rows.select_related("item", "place", "matter").order_by("due_on", "pk")[:limit])


@dataclass(frozen=True)
class CheckLine:
    due: ServiceDue
    is_late: bool


def check_list(actor: Actor, place_id: int | None = None) -> list[CheckLine]:
    """What the company's people tick now: today's lines, and those of which the time is not over.

    One place's where somebody stands before its code.
    """
    day = today()
    rows = ServiceDue.objects.filter(
        state=DueState.WAITING.value, opens_on__lte=day, last_on__gte=day,
        item__mode="check_list", item__is_active=True,
        item__contract__company__in=actor.organisation_ids,
    )  # fmt: skip
    if place_id is not None:
        rows = rows.filter(place=place_id)
    rows = rows.select_related("item", "place").order_by("place__sort_key", "item__area", "pk")
    return [CheckLine(due, due.due_on < day) for due in rows]


@dataclass(frozen=True)
class QuestionMark:
    """The scores of one question: how many gave 1, 2, … 5, and the mean in tenths."""

    code: str
    counts: tuple[int, ...]
    mean: int | None


@dataclass(frozen=True)
class Marks:
    side: str
    homes: int
    questions: tuple[QuestionMark, ...]


def marks_of(quarter: str, side: str) -> Marks:
    """What one side says of a quarter; the other side's figures are never in it."""
    rows = list(ServiceRating.objects.filter(quarter=quarter, side=side).values_list(*QUESTIONS))
    questions = []
    for n, code in enumerate(QUESTIONS):
        scores = [row[n] for row in rows]
        counts = Counter(scores)
        questions.append(
            QuestionMark(code, tuple(counts[s] for s in range(1, 6)), mean_tenths(scores))
        )
    return Marks(side, len(rows), tuple(questions))


def report_of(quarter: str) -> ServiceReport | None:
    """The report that was published last."""
    rows = ServiceReport.objects.filter(quarter=quarter).order_by("-number")
    found: ServiceReport | None = rows.first()
    return found


def drafts_waiting() -> QuerySet[Paper]:
    rows: QuerySet[Paper] = Paper.objects.filter(draft__isnull=False).select_related("draft")
    return rows


def missing_states() -> Q:
    return Q(state__in=[DueState.MISSED.value, DueState.FAILED.value])


def figures_of(performance: Performance) -> dict[str, Any]:
    """A quarter as JSON that says all of it, for its seal."""
    return {
        "quarter": performance.quarter,
        "items": [
            {
                "code": line.item.code, "title_zh": line.item.title_zh,
                "title_en": line.item.title_en, "done": line.tally.done,
                "late": line.tally.late, "failed": line.tally.failed,
                "missed": line.tally.missed, "due": line.tally.due,
            }
            for line in performance.lines
        ],
        "done": performance.total.done,
        "due": performance.total.due,
    }  # fmt: skip
