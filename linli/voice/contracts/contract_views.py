"""The contract itself: parties, term, notices, and the items that the company must do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.requests import actor_of
from linli.base.errors import Invalid, NotAllowed
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.voice.contracts import labels
from linli.voice.contracts.api import (
    MOST_PRICES,
    ServiceContract,
    contract_for,
    give_notice,
    item_for,
    load_items,
    make_contract,
    may_record_certificate,
    price_cards,
    record_certificate,
    save_item,
    set_prices,
    term_of,
    version_on,
)
from linli.voice.contracts.forms import (
    CertificateForm,
    ContractForm,
    ItemForm,
    NoticeForm,
    PricesForm,
)
from linli.voice.contracts.paper_views import form_page, keep_scan
from linli.voice.contracts.rules import end_of, list_duties
from linli.voice.contracts.views import words


@require_GET
def show_contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    actor = actor_of(request)
    contract = contract_for(actor, contract_id)
    term = term_of(contract)
    context = {
        **words(), "contract": contract, "ends_on": end_of(term), "duties": list_duties(term),
        "duty_words": labels.DUTIES, "notice_words": labels.NOTICES,
        "notices": contract.notices.order_by("given_on"),
        "version": version_on(contract.paper, contract.starts_on),
        "items": contract.items.order_by("area", "pk"), "prices": price_cards(contract),
        "manages": may(actor, Permission.MANAGE_CONTRACTS),
    }  # fmt: skip
    return render(request, "contracts/contract.jinja", context)


def new_contract(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE_CONTRACTS)
    form = ContractForm(request.POST or None)
    made: list[ServiceContract] = []

    def work(data: dict[str, Any]) -> None:
        made.append(
            make_contract(
                actor=actor, title=data["title"], company_id=int(data["company"]),
                client_id=int(data["client"]), starts_on=data["starts_on"],
                ends_on=data["ends_on"], basis=data["basis"],
            )
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("合同建好了。接着写价格，再写条文、放进服务项目。"))
        return redirect("contracts:prices", made[0].pk)
    return form_page(request, form, _("新的物业合同"), _("建好"), reverse("contracts:index"))


def edit_prices(request: HttpRequest, contract_id: int) -> HttpResponse:
    """How the company is paid and what each thing costs; three empty lines to go on with."""
    actor = actor_of(request)
    require(actor, Permission.MANAGE_CONTRACTS)
    contract = contract_for(actor, contract_id)
    count = min(MOST_PRICES, contract.prices.count() + 3)
    form = PricesForm(
        request.POST or None, lines=MOST_PRICES if request.method == "POST" else count,
        initial=PricesForm.initial_of(contract),
    )  # fmt: skip

    def work(data: dict[str, Any]) -> None:
        found = form.lines()
        try:
            set_prices(
                contract_id, [line for _n, line in found], actor=actor, basis=data["basis"],
                price_text=data["price_text"],
            )  # fmt: skip
        except Invalid as error:  # the action counts lines, the page counts rows
            name, _sep, n = (error.field or "").rpartition("_")
            if name in ("what", "price", "unit", "charge"):
                error.field = f"{name}_{found[int(n)][0]}"
            raise

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("价格存好了。"))
        return redirect("contracts:contract", contract_id)
    context = {"form": form, "contract": contract}
    status = 422 if form.is_bound else 200
    return render(request, "contracts/prices.jinja", context, status=status)


def notice(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A written notice that ends the contract; too late is refused (FEE-09)."""
    actor = actor_of(request)
    require(actor, Permission.MANAGE_CONTRACTS)
    contract_for(actor, contract_id)
    form = NoticeForm(request.POST or None, request.FILES or None, initial={"kind": "dismissal"})

    def work(data: dict[str, Any]) -> None:
        give_notice(
            contract_id, data["kind"], actor=actor, given_on=data["given_on"],
            effective_on=data["effective_on"], decision=data["decision"],
            scan_id=keep_scan(form, actor),
        )  # fmt: skip

    back = reverse("contracts:contract", args=[contract_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("通知记下了。"))
        return redirect(back)
    return form_page(request, form, _("书面通知"), _("记下"), back)


@require_POST
def load(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The shipped items, those that are not there yet."""
    count = load_items(contract_id, actor=actor_of(request))
    messages.success(request, _("放进了 %(count)s 项，可以一项一项改。") % {"count": count})
    return redirect("contracts:contract", contract_id)


def new_item(request: HttpRequest, contract_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE_CONTRACTS)
    contract_for(actor, contract_id)
    form = ItemForm(request.POST or None, initial={"mode": "matter"})

    def work(data: dict[str, Any]) -> None:
        fields = {name: value for name, value in data.items() if name != "code"}
        save_item(contract_id, data["code"], actor=actor, **fields)

    back = reverse("contracts:contract", args=[contract_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("存好了。"))
        return redirect(back)
    return form_page(request, form, _("新的服务项目"), _("存好"), back)


def edit_item(request: HttpRequest, item_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE_CONTRACTS)
    item = item_for(actor, item_id)
    form = ItemForm(request.POST or None, initial=ItemForm.initial_of(item))

    def work(data: dict[str, Any]) -> None:
        fields = {name: value for name, value in data.items() if name != "code"}
        save_item(item.contract_id, item.code, actor=actor, item_id=item.pk, **fields)

    back = reverse("contracts:item", args=[item_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("存好了，以前的记录不变。"))
        return redirect(back)
    return form_page(request, form, labels.item_title(item), _("存好"), back)


def certificate(request: HttpRequest) -> HttpResponse:
    """A facility was inspected: until when it is good."""
    actor = actor_of(request)
    if not may_record_certificate(actor):
        raise NotAllowed
    start = {"place": request.GET.get("place", "")[:12]}
    form = CertificateForm(request.POST or None, request.FILES or None, initial=start)

    def work(data: dict[str, Any]) -> None:
        record_certificate(
            int(data["place"]), actor=actor, inspected_on=data["inspected_on"],
            valid_until=data["valid_until"], number=data["number"],
            scan_id=keep_scan(form, actor),
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了，到期前会自己提醒。"))
        return redirect("contracts:calendar")
    return form_page(request, form, _("检验合格证"), _("记下"), reverse("contracts:calendar"))
