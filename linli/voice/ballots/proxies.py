"""Voting for somebody by a written power, as many as the rules of procedure allow."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.base.files.api import StoredFile
from linli.estate.organisations.api import Permission, require
from linli.estate.people.api import Person
from linli.voice.ballots.actions import account_of, assembly_in, constraint_of, one_at_a_time
from linli.voice.ballots.data import AssemblyState
from linli.voice.ballots.errors import PlateUnknown, ProxyFull, ProxyTaken
from linli.voice.ballots.models import Ballot, Proxy
from linli.voice.ballots.queries import voter_of_home

_BEFORE_END = (AssemblyState.NOTICED.value, AssemblyState.OPEN.value)


@transaction.atomic
def enter_proxy(
    assembly_id: int, *, actor: Actor, plate: str, holder_id: int, power: StoredFile
) -> Proxy:
    """The desk enters a signed power. Raises PlateUnknown, ProxyTaken, ProxyFull, NotFound."""
    require(actor, Permission.TAKE_BALLOTS)
    assembly = assembly_in(assembly_id, actor, *_BEFORE_END)
    one_at_a_time("ballot_proxy", assembly.pk, holder_id)
    voter = voter_of_home(assembly, plate)
    if voter is None:
        raise PlateUnknown(field="plate")
    holder = Person.objects.filter(pk=holder_id).first()
    if holder is None:
        raise NotFound(field="holder")
    most = assembly.rules.proxies_each
    held = Proxy.objects.filter(assembly=assembly, holder=holder, revoked_at__isnull=True)
    taken = set(held.values_list("slot", flat=True))
    free = next((slot for slot in range(1, most + 1) if slot not in taken), None)
    if free is None:
        raise ProxyFull(field="holder", most=most)
    try:
        with transaction.atomic():
            proxy: Proxy = Proxy.objects.create(
                assembly=assembly, voter=voter, holder=holder, slot=free, file=power,
                entered_by_id=account_of(actor), entered_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        if constraint_of(error) == "ballot_proxy_one":
            raise ProxyTaken(field="plate") from error
        raise ProxyFull(field="holder", most=most) from error
    record("proxy.entered", "ballot_proxy", proxy.pk, actor=actor, voter=voter.pk)
    return proxy


@transaction.atomic
def revoke_proxy(assembly_id: int, proxy_id: int, *, actor: Actor) -> None:
    """The owner takes the power back; a ballot cast under it stands."""
    require(actor, Permission.TAKE_BALLOTS)
    assembly = assembly_in(assembly_id, actor, *_BEFORE_END)
    rows = Proxy.objects.filter(pk=proxy_id, assembly=assembly, revoked_at__isnull=True)
    if not rows.update(revoked_at=now()):
        raise NotFound
    record("proxy.revoked", "ballot_proxy", proxy_id, actor=actor)


def list_proxies(assembly_id: int, *, actor: Actor) -> list[tuple[Proxy, bool]]:
    """Powers in force, each with whether it was used."""
    require(actor, Permission.TAKE_BALLOTS)
    rows = Proxy.objects.filter(assembly=assembly_id, revoked_at__isnull=True)
    used = set(
        Ballot.objects.filter(assembly=assembly_id, proxy__isnull=False).values_list(
            "proxy_id", flat=True
        )
    )
    return [(row, row.pk in used) for row in rows.select_related("holder", "voter").order_by("pk")]
