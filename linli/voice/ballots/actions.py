"""Preparing an assembly: rules of procedure, agenda, two people, notice; its clock and its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import Invalid, NotAllowed, translatable
from linli.base.live.api import notify
from linli.estate.organisations.api import Permission, may, require
from linli.voice.ballots.data import AssemblyKind, AssemblyState, Repeat, Silence
from linli.voice.ballots.errors import (
    AgendaEmpty,
    AgendaFrozen,
    LimitMissing,
    LimitUseless,
    NoticeTooShort,
    NotNow,
    PetitionMissing,
    RulesUnknown,
    SilenceUngrounded,
    TooManyItems,
    UnknownMatter,
    VoteTooShort,
)
from linli.voice.ballots.models import AgendaItem, Assembly, Petition, VotingRules
from linli.voice.ballots.queries import assembly_for, latest_rules
from linli.voice.ballots.rules import (
    MOST_ITEMS,
    SHORTEST_HOURS,
    earliest_opening,
    needs_limit,
)

DRAFT, PREPARED = AssemblyState.DRAFT.value, AssemblyState.PREPARED.value
MOST_FEN = 10_000_000_000 * 100


def account_of(actor: Actor) -> int:
    """The account behind an actor. Raises NotAllowed for the software itself."""
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that an error broke, "" when it has none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def lock_assembly(assembly_id: int, actor: Actor, *states: str) -> Assembly:
    """The assembly, locked, in one of these states. Raises NotFound, NotNow."""
    assembly_for(actor, assembly_id)
    assembly: Assembly = Assembly.objects.select_for_update().get(pk=assembly_id)
    if states and assembly.state not in states:
        raise NotNow
    return assembly


def assembly_in(assembly_id: int, actor: Actor, *states: str) -> Assembly:
    """The assembly in one of these states, not locked: whoever votes now need not wait.

    For work beside the box; the box itself is guarded by the database. Raises NotFound, NotNow.
    """
    assembly = assembly_for(actor, assembly_id)
    if assembly.state not in states:
        raise NotNow
    return assembly


def one_at_a_time(what: str, *ids: int) -> None:
    """Wait for others who do the same with the same things, until this transaction ends."""
    name = ":".join([what, *map(str, ids)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def tell_pages(assembly: Assembly) -> None:
    """Open pages of this assembly fetch themselves anew."""
    notify([f"assembly:{assembly.pk}", "assemblies"])


@transaction.atomic
def write_rules(
    *,
    actor: Actor,
    silence: str = Silence.NOT_PARTICIPATING,
    repeat: str = Repeat.FIRST,
    proxies_each: int = 1,
    public_holder_id: int | None = None,
    developer_id: int | None = None,
    decided_by: str = "",
) -> VotingRules:
    """A new version of the rules of procedure; assemblies that were noticed keep theirs (OWN-06).

    Raises SilenceUngrounded where silence shall mean something and no decision is named.
    """
    require(actor, Permission.RUN_ASSEMBLY)
    silence, repeat = Silence(silence), Repeat(repeat)
    if silence is Silence.FOLLOWS_MAJORITY and not decided_by.strip():
        raise SilenceUngrounded(field="decided_by")
    if not 0 <= proxies_each <= 50:
        raise Invalid(translatable("一个人最多替 0 到 50 户投票。"), field="proxies_each")
    last = VotingRules.objects.aggregate(last=Max("version"))["last"] or 0
    try:
        with transaction.atomic():
            rules: VotingRules = VotingRules.objects.create(
                version=last + 1, silence=silence.value, repeat=repeat.value,
                proxies_each=proxies_each, public_holder_id=public_holder_id,
                developer_id=developer_id, decided_by=decided_by.strip()[:120],
                made_by_id=account_of(actor), made_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise NotNow from error
    record("voting_rules.written", "voting_rules", rules.pk, actor=actor, version=rules.version)
    return rules


@transaction.atomic
def begin_assembly(
    *,
    actor: Actor,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    petition_id: int | None = None,
) -> Assembly:
    """A draft under the latest rules of procedure; temporary where a petition asks for it.

    Raises RulesUnknown, PetitionMissing, VoteTooShort, NoticeTooShort.
    """
    require(actor, Permission.RUN_ASSEMBLY)
    rules = latest_rules()
    if rules is None:
        raise RulesUnknown
    petition = _reached_petition(petition_id) if petition_id else None
    kind = AssemblyKind.TEMPORARY if petition else AssemblyKind.REGULAR
    check_times(opens_at, closes_at)
    assembly = Assembly(
        title=title.strip()[:80], opens_at=opens_at, closes_at=closes_at, rules=rules,
        petition=petition, kind=kind.value,
        created_by_id=account_of(actor), created_at=now(), code=_next_code(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            assembly.save()
    except IntegrityError as error:  # two began one in the same moment
        raise NotNow from error
    record("assembly.begun", "assembly", assembly.pk, actor=actor, code=assembly.code)
    tell_pages(assembly)
    return assembly


def _reached_petition(petition_id: int) -> Petition:
    found: Petition | None = Petition.objects.filter(
        pk=petition_id, reached_at__isnull=False, withdrawn_at__isnull=True
    ).first()
    if found is None:
        raise PetitionMissing(field="petition")
    return found


def _next_code() -> str:
    year = today().year
    codes = Assembly.objects.filter(code__startswith=f"{year}-").values_list("code", flat=True)
    last = max((int(code.split("-")[1]) for code in codes), default=0)
    return f"{year}-{last + 1:02}"


def check_times(opens_at: datetime, closes_at: datetime) -> None:
    """OWN-09 as far as it is known yet: the notice goes out now at the earliest."""
    if opens_at < earliest_opening(now()):
        # a minute more, since the clock goes on while the form is filled in again
        earliest = (earliest_opening(now()) + timedelta(minutes=1)).astimezone(SHANGHAI)
        raise NoticeTooShort(field="opens_at", earliest=f"{earliest:%Y-%m-%d %H:%M}")
    if closes_at < opens_at + timedelta(hours=SHORTEST_HOURS):
        raise VoteTooShort(field="closes_at")


@transaction.atomic
def change_assembly(
    assembly_id: int, *, actor: Actor, title: str, opens_at: datetime, closes_at: datetime
) -> Assembly:
    """Other words or days while it is a draft, under the latest rules. Raises AgendaFrozen."""
    assembly = _draft(assembly_id, actor)
    check_times(opens_at, closes_at)
    assembly.title, assembly.opens_at, assembly.closes_at = title.strip()[:80], opens_at, closes_at
    assembly.rules = latest_rules() or assembly.rules
    assembly.save()
    record("assembly.changed", "assembly", assembly.pk, actor=actor)
    return assembly


def _draft(assembly_id: int, actor: Actor) -> Assembly:
    """Locked, with everything still open to change; what was prepared goes back to a draft."""
    require(actor, Permission.RUN_ASSEMBLY)
    assembly = lock_assembly(assembly_id, actor)
    if assembly.state not in (DRAFT, PREPARED):
        raise AgendaFrozen
    if assembly.state == PREPARED:  # whoever looked at it has not seen this
        assembly.state, assembly.prepared_by, assembly.prepared_at = DRAFT, None, None
        assembly.save()
    return assembly


@transaction.atomic
def put_item(
    assembly_id: int,
    *,
    actor: Actor,
    matter: int,
    title: str,
    text: str = "",
    limit_fen: int | None = None,
    item_id: int | None = None,
) -> AgendaItem:
    """Add a question or change one. Its threshold follows from the matter (OWN-01, -03).

    `limit_fen` is the most that may be spent, in fen. Raises AgendaFrozen, UnknownMatter,
    LimitMissing, LimitUseless, TooManyItems.
    """
    assembly = _draft(assembly_id, actor)
    _check_item(matter, limit_fen)
    item = assembly.items.filter(pk=item_id).first() if item_id else None
    if item is None:
        count = assembly.items.count()
        if count >= MOST_ITEMS:
            raise TooManyItems(most=MOST_ITEMS)
        item = AgendaItem(assembly=assembly, position=count + 1)
    item.matter, item.title, item.text = matter, title.strip()[:120], text.strip()[:1000]
    item.limit_fen = limit_fen
    _write(item.save)
    record("agenda.put", "agenda_item", item.pk, actor=actor, assembly=assembly.pk, matter=matter)
    return item


def _check_item(matter: int, limit_fen: int | None) -> None:
    if not 1 <= matter <= 9:
        raise UnknownMatter(field="matter")
    if needs_limit(matter) and limit_fen is None:
        raise LimitMissing(field="limit")
    if limit_fen is not None and not 0 < limit_fen <= MOST_FEN:
        raise LimitUseless(field="limit")


def _write(work: Callable[[], Any]) -> None:
    """A write that the database may refuse because the agenda stands already."""
    try:
        with transaction.atomic():
            work()
    except IntegrityError as error:
        if constraint_of(error) in ("agenda_item_frozen", "assembly_frozen"):
            raise AgendaFrozen from error
        raise


@transaction.atomic
def drop_item(assembly_id: int, item_id: int, *, actor: Actor) -> None:
    """Take a question off a draft; the others move up."""
    assembly = _draft(assembly_id, actor)
    item = assembly.items.filter(pk=item_id).first()
    if item is None:
        return
    position = item.position
    _write(item.delete)
    for later in assembly.items.filter(position__gt=position).order_by("position"):
        AgendaItem.objects.filter(pk=later.pk).update(position=F("position") - 1)
    record("agenda.dropped", "assembly", assembly.pk, actor=actor, position=position)


@transaction.atomic
def prepare_assembly(assembly_id: int, *, actor: Actor) -> Assembly:
    """The first of two people is done with agenda, days and roll. Raises AgendaEmpty and so on."""
    require(actor, Permission.RUN_ASSEMBLY)
    assembly = lock_assembly(assembly_id, actor, DRAFT)
    if not assembly.items.exists():
        raise AgendaEmpty
    check_times(assembly.opens_at, assembly.closes_at)
    assembly.state, assembly.prepared_at = PREPARED, now()
    assembly.prepared_by_id = account_of(actor)
    assembly.save()
    record("assembly.prepared", "assembly", assembly.pk, actor=actor)
    tell_pages(assembly)
    return assembly


@transaction.atomic
def cancel_assembly(assembly_id: int, *, actor: Actor, reason: str) -> Assembly:
    """Give it up before it is closed: with the reason, which everybody can read."""
    require(actor, Permission.RUN_ASSEMBLY)
    if not reason.strip():
        raise Invalid(translatable("请写明为什么取消。"), field="reason")
    states = (DRAFT, PREPARED, AssemblyState.NOTICED.value)
    assembly = lock_assembly(assembly_id, actor, *states)
    assembly.state, assembly.cancelled_reason = AssemblyState.CANCELLED.value, reason.strip()[:200]
    assembly.save()
    record("assembly.cancelled", "assembly", assembly.pk, actor=actor)
    tell_pages(assembly)
    return assembly


def may_notice(actor: Actor) -> bool:
    """The second pair of eyes: another member of the owners' committee, or who lets notices out."""
    return may(actor, Permission.RUN_ASSEMBLY) or may(actor, Permission.APPROVE_TELLING)
