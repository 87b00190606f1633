"""What waits too long becomes a matter; whoever must act is told once."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from linli.base.accounts.api import User, system_actor
from linli.base.calendars.api import add_working_days, calendar_overrides, now
from linli.base.errors import DomainError
from linli.base.scopes.api import Estate, all_estates, current_estate_id, estate_scope
from linli.contact.messages.api import end_of_quiet, hours_of_quiet, queue_message
from linli.matters.handling.api import open_matter
from linli.money.spending.data import Book, EntryKind, State, Step
from linli.money.spending.models import SpendingDuty, SpendingRequest
from linli.money.spending.paying import match_by_itself
from linli.money.spending.queries import hands_for, open_steps, setting_of_estate
from linli.money.spending.rules import yuan
from linli.money.spending.steps import write_line

_MOVING = (State.CHECKING, State.RELEASING, State.PAYING)


def tell_next(request_id: int, state: str, round_number: int) -> int:
    """A message to everybody on whose desk the request lies now, once; how many were told."""
    request = SpendingRequest.objects.select_related("author").filter(pk=request_id).first()
    if request is None or (request.state, request.round) != (state, round_number):
        return 0  # somebody was quicker
    told = 0
    for step in open_steps(request):
        for account_id, _name, _organisation in hands_for(step, request):
            told += _tell(request, step, account_id)
    return told


def _tell(request: SpendingRequest, step: Step, account_id: int) -> bool:
    account = User.objects.get(pk=account_id)
    if not account.phone:
        return False
    with translation.override(account.language):
        body = _("%(number)s 在等您办：%(step)s。请到“支出”里看。") % {
            "number": request.number, "step": step_word(step),
        }  # fmt: skip
    queue_message(
        key=f"spending:{request.pk}:{request.round}:{step.value}:{account_id}"[:80],
        channel="sms", address=account.phone, body=body, purpose="spending",
        estate_id=request.estate_id, language=account.language,
        not_before=end_of_quiet(now(), *hours_of_quiet()),
    )  # fmt: skip
    return True


def step_word(step: str) -> str:
    """What is to be done, in the reader's language."""
    words = {
        Step.REQUEST: _("改好再交"),
        Step.CHECK: _("审核"),
        Step.RELEASE_COMPANY: _("物业公司放行"),
        Step.RELEASE_COMMITTEE: _("居委会放行"),
        Step.RELEASE_OWNERS: _("业委会放行"),
        Step.PAY: _("付款"),
        Step.MATCH: _("和银行流水核对"),
    }
    return words[Step(step)]


def ring_waiting() -> int:
    """Requests that lie on one desk longer than the estate allows become matters of kind duty, as
    do emergency uses of the fund that nobody has told the owners of. How many rang."""
    setting, overrides, rung = setting_of_estate(), calendar_overrides(), 0
    rows = SpendingRequest.objects.filter(state__in=[s.value for s in _MOVING])
    for request in rows.select_related("author").order_by("waits_since"):
        if add_working_days(request.waits_since, setting.wait_days, overrides) < now():
            rung += _ring_waiting(request)
    return rung + _ring_emergencies()


def _ring_waiting(request: SpendingRequest) -> bool:
    steps = open_steps(request)
    words = "、".join(step_word(step) for step in steps)
    text = _(
        "支出申请 %(number)s（%(amount)s 元）等了太久，还差：%(steps)s。请催办，或说明为什么。"
    ) % {
        "number": request.number, "amount": yuan(request.amount), "steps": words,
    }  # fmt: skip
    hands = [organisation for step in steps for _a, _n, organisation in hands_for(step, request)]
    organisation_id = next((one for one in hands if one), request.organisation_id)
    return _ring(request, f"wait:{request.state}:{request.round}", text, organisation_id)


def _ring_emergencies() -> int:
    rows = SpendingRequest.objects.filter(
        book=Book.MAINTENANCE_FUND.value, is_emergency=True, paid__gt=0, disclosed_at__isnull=True
    )
    setting, rung = setting_of_estate(), 0
    for request in rows.order_by("pk"):
        first = request.payments.order_by("pk").first()
        due = add_working_days(first.at, setting.emergency_days, calendar_overrides())
        text = _(
            "维修资金紧急使用 %(number)s（%(amount)s 元）要在 %(day)s 前向业主公布："
            "用在哪、为什么急、花了多少。"
        ) % {"number": request.number, "amount": yuan(request.paid), "day": due.date()}
        rung += _ring(request, "emergency", text, request.organisation_id)
    return rung


@transaction.atomic
def _ring(request: SpendingRequest, reason: str, text: str, organisation_id: int) -> bool:
    if SpendingDuty.objects.filter(request=request, reason=reason).exists():
        return False
    matter = open_matter(
        actor=system_actor(current_estate_id()), kind="duty", category="accounts",
        channel="system", text=text, client_key=f"spending:{request.pk}:{reason}",
        organisation_id=organisation_id,
    )  # fmt: skip
    SpendingDuty.objects.create(request=request, reason=reason, matter=matter, at=now())
    write_line(request, EntryKind.RUNG, actor=None, matter=matter.pk)
    return True


@app.periodic(cron="*/10 * * * *", periodic_id="spending")
@app.task(name="linli.tick_spending", queue="clocks", queueing_lock="tick_spending")
def tick_spending(timestamp: int) -> None:
    """Match what the bank has brought, ring for what waits too long."""
    with all_estates():
        estates = list(Estate.objects.order_by("id").values_list("id", flat=True))
    for estate_id in estates:
        with estate_scope(estate_id):
            match_by_itself()
            try:
                with transaction.atomic():
                    ring_waiting()
            except DomainError:  # nobody is on duty to take a matter in: tried again
                continue
