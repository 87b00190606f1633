"""The contract: parties, term, notices of its end (FEE-09), and what rings before."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import DomainError, Invalid, NotAllowed, translatable
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Organisation, Permission, require
from linli.matters.handling.api import open_matter
from linli.voice.contracts.data import Duty, FeeBasis, NoticeKind, PaperKind
from linli.voice.contracts.errors import (
    ContractOver,
    NoRenewalTooLate,
    NoticeGiven,
    NoticeTooLate,
    PartiesSame,
    TermWrong,
)
from linli.voice.contracts.grounds import check_ground
from linli.voice.contracts.models import ContractNotice, ServiceContract
from linli.voice.contracts.papers import begin_paper
from linli.voice.contracts.queries import contract_for, term_of
from linli.voice.contracts.rules import (
    DISMISSAL_DAYS,
    NO_RENEWAL_DAYS,
    end_of,
    is_dismissal_in_time,
    is_no_renewal_in_time,
    list_duties,
)


@transaction.atomic
def make_contract(
    *,
    actor: Actor,
    title: str,
    company_id: int,
    client_id: int,
    starts_on: date,
    ends_on: date,
    price_text: str = "",
    basis: str = FeeBasis.PACKAGE.value,
) -> ServiceContract:
    """Who serves the estate from when until when; its prices come by `set_prices`.

    Raises PartiesSame, TermWrong, Invalid.
    """
    require(actor, Permission.MANAGE_CONTRACTS)
    if company_id == client_id:
        raise PartiesSame(field="client")
    if ends_on <= starts_on:
        raise TermWrong(field="ends_on")
    if Organisation.objects.filter(pk__in=[company_id, client_id]).count() != 2:
        raise Invalid(translatable("没有找到这个单位。请从列表中选。"), field="company")
    if basis not in set(FeeBasis):
        raise Invalid(translatable("请选怎么收费。"), field="basis")
    paper = begin_paper(PaperKind.CONTRACT.value, title, actor=actor)
    contract: ServiceContract = ServiceContract.objects.create(
        paper=paper, company_id=company_id, client_id=client_id, starts_on=starts_on,
        ends_on=ends_on, price_text=price_text.strip()[:200], basis=basis, created_at=now(),
    )  # fmt: skip
    record("contract.made", "service_contract", contract.pk, actor=actor)
    return contract


@transaction.atomic
def give_notice(
    contract_id: int,
    kind: str,
    *,
    actor: Actor,
    given_on: date,
    effective_on: date | None = None,
    decision: str = "",
    scan_id: int | None = None,
) -> ContractNotice:
    """Record a written notice. Too late is refused with the day that would be possible (FEE-09).

    Raises NoticeTooLate, NoRenewalTooLate, NoticeGiven, ContractOver.
    """
    require(actor, Permission.MANAGE_CONTRACTS)
    if actor.user_id is None:
        raise NotAllowed
    contract = contract_for(actor, contract_id)
    if end_of(term_of(contract)) < today():
        raise ContractOver
    if given_on > today():
        raise Invalid(translatable("通知的日子不能在今天以后。"), field="given_on")
    check_ground(decision, PaperKind.CONTRACT.value)
    until = _check_notice(contract, kind, given_on, effective_on)
    try:
        with transaction.atomic():
            notice: ContractNotice = ContractNotice.objects.create(
                contract=contract, kind=kind, given_on=given_on, effective_on=until,
                decision=decision, scan_id=scan_id, recorded_by_id=actor.user_id,
                recorded_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise NoticeGiven from error
    record("contract.notice", "service_contract", contract.pk, actor=actor, kind=kind)
    return notice


def _check_notice(
    contract: ServiceContract, kind: str, given_on: date, effective_on: date | None
) -> date:
    if kind == NoticeKind.NO_RENEWAL:
        if not is_no_renewal_in_time(given_on, contract.ends_on):
            last = contract.ends_on - timedelta(days=NO_RENEWAL_DAYS)
            raise NoRenewalTooLate(field="given_on", days=NO_RENEWAL_DAYS, last=last)
        return contract.ends_on
    if kind != NoticeKind.DISMISSAL or effective_on is None:
        raise Invalid(translatable("请写从哪天起结束。"), field="effective_on")
    if not is_dismissal_in_time(given_on, effective_on):
        raise NoticeTooLate(
            field="effective_on", days=DISMISSAL_DAYS, given=given_on,
            earliest=given_on + timedelta(days=DISMISSAL_DAYS),
        )  # fmt: skip
    return effective_on


def ring_duties(estate_id: int) -> int:
    """Open a matter for each lawful duty that rings; each once. Returns how many are new."""
    day, opened = today(), 0
    actor = system_actor(current_estate_id())
    rows = ServiceContract.objects.filter(ends_on__gte=day - timedelta(days=30))
    for contract in rows.select_related("paper").order_by("pk"):
        for duty in list_duties(term_of(contract)):
            if duty.ring_on <= day <= duty.last_on:
                opened += _ring(contract, duty, actor)
    return opened


def _ring(contract: ServiceContract, duty: Duty, actor: Actor) -> bool:
    before = now()
    try:
        with transaction.atomic():
            matter = open_matter(
                actor=actor, kind="duty", category="service_contract", channel="system",
                text=_words(contract, duty), organisation_id=contract.client_id,
                client_key=f"contract:{contract.pk}:{duty.code}:{duty.last_on}",
            )  # fmt: skip
    except DomainError:  # nobody is there to receive it; the next round tries again
        return False
    return bool(matter.created_at >= before)


def _words(contract: ServiceContract, duty: Duty) -> str:
    words = {
        "renewal": _("物业合同%(end)s到期。请在%(last)s以前由业主大会决定：续约，还是另选一家。"),
        "company_notice": _("物业公司如不续约，最晚%(last)s书面通知（到期前 90 天）。请问清楚。"),
        "hand_over": _(
            "物业合同%(end)s结束。请清点交接：用房、资料、钱款、数据，列出清单双方签字。"
        ),
    }
    days = {"end": f"{end_of(term_of(contract))} ", "last": f"{duty.last_on} "}
    return f"{contract.paper.title}：{words[duty.code] % days}"
