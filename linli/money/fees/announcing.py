"""New bills are told to who pays them: proposed by who issued, let out by somebody else.

Everybody of the run is told, whatever is paid already and whatever was waived, and no sum is in
the words: who carries the message to a door learns nothing of anybody's debts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.contact.mailings.api import Mailing, MailingState, propose_mailing, register_audience
from linli.contact.messages.api import site_address
from linli.estate.places.api import Ownership
from linli.money.fees.billing import lock_run
from linli.money.fees.data import PayerKind, RunState
from linli.money.fees.errors import NotThisStep
from linli.money.fees.models import Bill, BillingRun
from linli.money.fees.reckoning import period_of
from linli.money.fees.words import charge_name, say_period

CODE = "billed"


@dataclass(frozen=True)
class Billed:
    """Who pays the bills of some runs; where a bill names nobody, the home's owners."""

    code: str = CODE
    is_sensitive: bool = False

    def label(self) -> str:
        return _("要交这期账单的人")

    def choices(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return []

    def person_ids(self, values: Sequence[str]) -> list[int]:
        return list(self.away(values))

    def away(self, values: Sequence[str]) -> Mapping[int, int]:
        """Person to the home of the bill, wherever they live."""
        bills = Bill.objects.filter(
            run__in=[int(value) for value in values], is_reversed=False, gross_fen__gt=0,
            payer_organisation__isnull=True,
        )  # fmt: skip
        named = bills.filter(payer_person__isnull=False).order_by("-pk")
        found = dict(named.values_list("payer_person", "home"))
        unnamed = bills.filter(payer_person__isnull=True, payer_kind=PayerKind.OWNER.value)
        owners = Ownership.objects.filter(
            home__in=unnamed.values("home"), until__isnull=True, person__isnull=False
        )
        latest = unnamed.aggregate(end=Max("ends_on"))["end"]
        if latest is not None:  # who bought afterwards has nothing to do with it
            owners = owners.exclude(since__gt=latest)
        return {**dict(owners.values_list("person", "home")), **found}


@transaction.atomic
def tell_payers(run_id: int, *, actor: Actor) -> Mailing:
    """Propose to tell everybody who pays a bill of a posted run; asked again it is the same.

    Only what was sent back unsent is proposed anew. Raises NotThisStep, NotFound, NotAllowed,
    AudienceEmpty.
    """
    run = lock_run(run_id, actor)
    if run.state != RunState.POSTED:
        raise NotThisStep
    known: Mailing | None = run.mailing
    if known is not None and known.state != MailingState.DRAFT:
        return known
    zh, en = _words(run, "zh-hans"), _words(run, "en")
    mailing = propose_mailing(
        actor=actor, audience=CODE, values=[str(run.pk)], title=zh[0], body_zh=zh[1],
        body_en=en[1], link=site_address() + reverse("fees:own"),
    )  # fmt: skip
    run.mailing = mailing
    run.save(update_fields=["mailing"])
    return mailing


def _words(run: BillingRun, language: str) -> tuple[str, str]:
    """Title and text in one language; what stands in braces is filled in for each person."""
    with translation.override(language):
        facts = {
            "charge": charge_name(run.charge), "period": say_period(period_of(run)),
            "due": run.due_on,
        }  # fmt: skip
        return _("新账单：%(charge)s") % facts, _(
            "{姓名}，%(charge)s %(period)s的账单出来了，请在 %(due)s 前交。金额和怎么算的，看这里："
            "{链接} 不用手机的，到服务台看，也可以请楼长帮忙。交不起也请说一声。"
        ) % facts


register_audience(Billed(), is_given=True)
