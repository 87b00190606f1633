"""Bank lines settled after a look, and the books held against bank and WeChat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import DomainError, Invalid, NotAllowed, NotFound
from linli.base.submissions import error_text, submit
from linli.estate.organisations.api import Permission, may, require
from linli.money.banking.api import BankLine, lines_by_id, unmatched_lines
from linli.money.payments.api import (
    LineUse,
    book_deposit_line,
    book_homes,
    book_line_as,
    book_payout,
    book_refund_line,
    book_return_line,
    book_sure,
    check_bank,
    check_wechat,
    is_open,
    look_at_payout,
    match_lines,
    suspended_lines,
    waiting_transfers,
)
from linli.money.payments.data import Certainty, Payout
from linli.money.payments.forms import PLAIN_IN, PLAIN_OUT, PayoutForm, ShareForm
from linli.money.payments.labels import CERTAINTIES, REASONS, USES
from linli.money.payments.models import LineBooking, PaymentRefund, PrepaidReturn, TillDeposit
from linli.money.payments.reconciling import MOST_DAYS, may_reconcile, only_wrong, papers_of


@require_http_methods(["GET", "POST"])
def transfers(request: HttpRequest) -> HttpResponse:
    """Sure ones to be booked in one step, the short list of the rest, and what waits unknown."""
    actor = actor_of(request)
    require(actor, Permission.RECONCILE)
    if request.method == "POST":
        booked = book_sure(_pairs(request), actor=actor)
        messages.success(request, _("入账 %(count)s 笔，收据都开好了。") % {"count": booked})
        return redirect("payments:transfers")
    waiting = waiting_transfers()
    record("transfers.looked_at", "bank_line", None, actor=actor)
    context = {
        "sure": [pair for pair in waiting if pair[1].certainty is Certainty.SURE],
        "rest": [pair for pair in waiting if pair[1].certainty is not Certainty.SURE],
        "suspended": suspended_lines(),
        "outgoing": list(unmatched_lines("out")[:50]),
        "reasons": REASONS, "certainties": CERTAINTIES,
    }  # fmt: skip
    return render(request, "payments/transfers.jinja", context)


def _pairs(request: HttpRequest) -> list[tuple[int, int]]:
    """(line, home) as they were shown and ticked."""
    found = []
    for text in request.POST.getlist("sure")[:500]:
        line, _colon, home = text.partition(":")
        if not (line.isdigit() and home.isdigit() and len(text) < 40):
            raise Invalid
        found.append((int(line), int(home)))
    return found


@require_http_methods(["GET", "POST"])
def settle_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """One line by hand: a home, several homes, or something that is no home's payment."""
    actor = actor_of(request)
    require(actor, Permission.RECONCILE)
    line = lines_by_id([line_id]).get(line_id)
    if line is None:
        raise NotFound
    if line.claimed_by and not LineBooking.objects.filter(line=line, use="suspense").exists():
        return redirect("payments:transfers")
    match = match_lines([line])[line.pk]
    form = ShareForm(
        request.POST if "shares" in request.POST else None, initial={"shares": match.plate}
    )
    payout = None if line.claimed_by or line.direction != "in" else look_at_payout(line)
    payout_form = PayoutForm(
        request.POST if "fee" in request.POST else None, initial=_fee_of(payout)
    )
    if request.method == "POST":
        if "use" in request.POST:
            _book_as(line, request.POST["use"], actor)
            messages.success(request, _("记好了。"))
            return redirect("payments:transfers")
        if "shares" in request.POST and submit(
            form, lambda data: book_homes(line_id, form.read(line.amount), actor=actor)
        ):
            messages.success(request, _("入账了，收据开好了。"))
            return redirect("payments:transfers")
        if "fee" in request.POST and submit(
            payout_form, lambda data: book_payout(line_id, data["fee"], actor=actor)
        ):
            messages.success(request, _("记好了：手续费记在支出里，微信账户对得上。"))
            return redirect("payments:transfers")
    wrong = form.errors or payout_form.errors
    context = {
        "payout": payout, "payout_form": payout_form,
        "line": line, "match": match, "form": form, "reasons": REASONS,
        "certainty": CERTAINTIES[match.certainty.value], "uses": _uses(line),
    }  # fmt: skip
    return render(request, "payments/line.jinja", context, status=422 if wrong else 200)


def _fee_of(payout: Payout | None) -> dict[str, str]:
    fee = payout.fee if payout is not None else None
    return {} if fee is None else {"fee": f"{fee // 100}.{fee % 100:02}"}


def _uses(line: BankLine) -> list[tuple[str, Any]]:
    """What else the line may be: plain uses, and deposits or refunds of the same sum."""
    if line.claimed_by:
        return []
    if line.direction == "in":
        deposits = TillDeposit.objects.filter(line__isnull=True, amount=line.amount)
        partners = [
            (f"deposit:{d.pk}", _("存进去的现金，%(day)s") % {"day": d.deposited_on})
            for d in deposits.order_by("pk")[:5]
        ]
        return partners + [(use.value, USES[use.value]) for use in PLAIN_IN]
    refunds = PaymentRefund.objects.filter(
        state="done", amount=line.amount, payment__method="transfer"
    ).select_related("payment__home__place")
    partners = [
        (f"refund:{r.pk}", _("退款 %(plate)s") % {"plate": r.payment.home.place.plate})
        for r in refunds.order_by("-pk")[:5]
    ]
    returns = PrepaidReturn.objects.filter(state="done", amount=line.amount, method="transfer")
    partners += [
        (f"return:{r.pk}", _("退预存 %(plate)s") % {"plate": r.home.place.plate})
        for r in returns.select_related("home__place").order_by("-pk")[:5]
    ]
    return partners + [(use.value, USES[use.value]) for use in PLAIN_OUT]


_PARTNERS: dict[str, Callable[..., object]] = {
    "deposit": book_deposit_line, "refund": book_refund_line, "return": book_return_line,
}  # fmt: skip


def _book_as(line: BankLine, text: str, actor: Actor) -> None:
    kind, _colon, number = text.partition(":")
    if number.isdigit() and len(number) < 16 and kind in _PARTNERS:
        _PARTNERS[kind](line.pk, int(number), actor=actor)
        return
    try:
        use = LineUse(text)
    except ValueError as error:
        raise Invalid from error
    book_line_as(line.pk, use, actor=actor)


@require_GET
def reconcile(request: HttpRequest) -> HttpResponse:
    """Day by day: the books, the bank, WeChat; where a fen is missing, and which line has no
    partner."""
    actor = actor_of(request)
    if not may_reconcile(actor):
        raise NotAllowed
    start, end = _days(request)
    wechat, trouble = _check_wechat(start, end, actor)
    bank = check_bank(start, end, actor=actor)
    context = {
        "start": start, "end": end, "bank": bank, "bank_wrong": only_wrong(bank),
        "wechat": wechat, "wechat_wrong": only_wrong(wechat), "trouble": trouble,
        "papers": papers_of([*bank, *wechat], actor=actor),
        "has_wechat": is_open("wechat"), "may_settle": may(actor, Permission.RECONCILE),
    }  # fmt: skip
    record("reconciliation.looked_at", "ledger", None, actor=actor, start=str(start), end=str(end))
    return render(request, "payments/reconcile.jinja", context)


def _days(request: HttpRequest) -> tuple[date, date]:
    """The span that is asked for, at most a quarter; the last seven days by default."""
    try:
        end = date.fromisoformat(request.GET.get("end") or today().isoformat())
        start = date.fromisoformat(
            request.GET.get("start") or (end - timedelta(days=6)).isoformat()
        )
    except ValueError as error:
        raise Invalid from error
    if not 0 <= (end - start).days < MOST_DAYS:
        raise Invalid
    return start, end


def _check_wechat(start: date, end: date, actor: Actor) -> tuple[list[Any], str]:
    """WeChat's bill of a day is there on the next morning; until then the day is left out."""
    last = min(end, today() - timedelta(days=1))
    if not is_open("wechat") or last < start:
        return [], ""
    try:
        return check_wechat(start, last, actor=actor), ""
    except DomainError as error:
        return [], error_text(error)
