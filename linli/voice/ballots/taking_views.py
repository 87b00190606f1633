"""Taking ballots for others: paper at the desk, at the door with a captain, powers of proxies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import keep_refusal
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.files.api import StoredFile, file_path, keep_upload
from linli.base.scopes.api import Estate, current_estate_id
from linli.base.submissions import error_text, submit
from linli.contact.messages.api import site_address
from linli.estate.organisations.api import Permission, may, require
from linli.estate.places.api import find_place_by_plate, list_buildings
from linli.matters.handling.pages import new_key
from linli.voice.ballots.api import (
    Assembly,
    Receipt,
    assemblies_for,
    assembly_for,
    cast_at_door,
    door_voter_for,
    enter_paper,
    enter_proxy,
    given_answers,
    list_proxies,
    may_print_all,
    paper_by_number,
    paper_with,
    print_papers,
    read_choices,
    require_open,
    require_unvoted,
    revoke_proxy,
    runs_of,
    scan_for,
    send_door_code,
    waiting_papers,
)
from linli.voice.ballots.errors import ConfirmationMissing, PlateUnknown, WrongCode
from linli.voice.ballots.forms import ProxyForm
from linli.voice.ballots.labels import choice_options
from linli.voice.ballots.sheets import draw_papers
from linli.voice.ballots.views import attach, page

_TAKEN = ("noticed", "open")


def _taker(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, Permission.TAKE_BALLOTS)
    return actor


def _assembly(actor: Actor, assembly_id: int) -> Assembly:
    assembly = assembly_for(actor, assembly_id)
    if assembly.state not in _TAKEN:
        raise NotFound
    return assembly


def show_all(request: HttpRequest) -> HttpResponse:
    """Assemblies for which ballots are taken now."""
    actor = _taker(request)
    rows = list(assemblies_for(actor).filter(state__in=_TAKEN).order_by("closes_at"))
    if len(rows) == 1:
        return redirect("ballots:take", rows[0].pk)
    return page(request, "take_all", assemblies=rows)


def show_one(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Paper, door, proxies: what the desk or the captain does for somebody."""
    actor = _taker(request)
    assembly = _assembly(actor, assembly_id)
    return page(
        request, "take", assembly=assembly, waiting=waiting_papers(assembly, actor),
        buildings=list_buildings(), may_proxy=may(actor, Permission.SEE_REGISTER),
        may_print_all=may_print_all(actor), prints=runs_of(actor, assembly, "print"),
    )  # fmt: skip


@require_POST
def find_paper(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """By the number that stands on it."""
    actor = _taker(request)
    assembly = _assembly(actor, assembly_id)
    text = request.POST.get("number", "").strip().lstrip("0")
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Invalid(translatable("请填纸票上的编号，只要数字。"))
    return redirect("ballots:paper", paper_by_number(assembly, int(text)).token)


@require_POST
def print_out(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Paper ballots of a building or of one home, one page each."""
    actor = actor_of(request)
    if not (may(actor, Permission.TAKE_BALLOTS) or may(actor, Permission.RUN_ASSEMBLY)):
        raise NotAllowed
    building = request.POST.get("building", "")
    plate = request.POST.get("plate", "")[:40]
    place = find_place_by_plate(plate)
    papers = print_papers(
        assembly_id, actor=actor, plate=place.plate if place else plate,
        building_id=int(building) if building.isascii() and building.isdigit() else None,
    )  # fmt: skip
    estate = Estate.objects.get(pk=current_estate_id())
    data = draw_papers(
        papers, estate, lambda token: site_address() + reverse("ballots:paper", args=[token])
    )
    return attach(data, f"papers-{papers[0].assembly.code}.pdf", "application/pdf")


def _address(token: Any) -> str:
    return site_address() + reverse("ballots:paper", args=[token])


def enter(request: HttpRequest, token: Any) -> HttpResponse:
    """What stands on a paper, read by one and then by another."""
    actor = _taker(request)
    paper = paper_with(token)
    assembly = _assembly(actor, paper.assembly_id)
    items = list(assembly.items.order_by("position"))
    first = paper.entries.order_by("-pk").first()
    if request.method == "POST":
        choices = read_choices(len(items), given_answers(request.POST))
        receipt = enter_paper(paper, choices, actor=actor, scan=_upload(request, "scan", actor))
        _say_entry(request, receipt, first)
        return redirect("ballots:take", assembly.pk)
    require_open(assembly, now())
    require_unvoted(assembly, paper.voter)
    is_second = first is not None and first.entered_by_id != actor.user_id
    return page(
        request, "paper", assembly=assembly, paper=paper, items=items, is_second=is_second,
        is_own=first is not None and not is_second,
        scan_is_picture=bool(first and first.scan.width), options=choice_options(on_paper=True),
    )  # fmt: skip


def _say_entry(request: HttpRequest, receipt: Any, first: Any) -> None:
    if receipt is not None:
        messages.success(request, _("两遍一样，投进票箱了。"))
    elif first is None:
        messages.success(request, _("第一遍录好了。请另一位同事照着票再录一遍。"))
    else:
        messages.warning(request, _("两遍不一样，还没有投进去。请再看一遍纸票，各录一次。"))


def _upload(request: HttpRequest, name: str, actor: Actor) -> StoredFile | None:
    sent = request.FILES.get(name)
    return keep_upload(sent, actor=actor) if sent else None


@require_GET
def show_scan(request: HttpRequest, token: Any) -> FileResponse:
    """The scan for the second reader; never kept in between."""
    actor = _taker(request)
    stored = scan_for(paper_with(token), actor=actor)
    answer = FileResponse(file_path(stored).open("rb"), content_type=stored.content_type)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def find_door(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """From the plate to the ballot of that home."""
    actor = _taker(request)
    assembly = _assembly(actor, assembly_id)
    place = find_place_by_plate(request.POST.get("plate", "")[:40])
    if place is None:
        raise PlateUnknown
    require_unvoted(assembly, door_voter_for(actor, assembly, place.plate))
    return redirect("ballots:door", assembly_id, place.pk)


def vote_at_door(request: HttpRequest, assembly_id: int, home_id: int) -> HttpResponse:
    """The owner answers on the captain's phone and confirms with a signature or a code."""
    actor = _taker(request)
    assembly = _assembly(actor, assembly_id)
    line = assembly.lines.filter(home=home_id).select_related("home__place").first()
    if line is None:
        raise NotFound
    plate = line.home.place.plate
    voter = door_voter_for(actor, assembly, plate)
    items = list(assembly.items.order_by("position"))
    choices, trouble = "", ""
    if request.method == "POST":
        choices = read_choices(len(items), given_answers(request.POST))
        try:
            receipt = _cast_at_door(request, assembly_id, plate, choices, actor)
            return page(request, "door_done", assembly=assembly, plate=plate, receipt=receipt)
        except (ConfirmationMissing, WrongCode) as error:  # the answers stay on the screen
            keep_refusal(error)
            trouble = error_text(error)
    require_open(assembly, now())
    require_unvoted(assembly, voter)
    return page(
        request, "door", 422 if trouble else 200, assembly=assembly, items=items, plate=plate,
        home_id=home_id, options=choice_options(), sent=request.GET.get("sent") == "1",
        form_key=request.POST.get("form_key", "")[:60] or new_key(), chosen=choices,
        trouble=trouble,
    )  # fmt: skip


def _cast_at_door(
    request: HttpRequest, assembly_id: int, plate: str, choices: str, actor: Actor
) -> Receipt:
    with transaction.atomic():
        return cast_at_door(
            assembly_id, plate, choices, actor=actor, code=request.POST.get("code", "")[:6],
            key=request.POST.get("form_key", "")[:60] or new_key(),
            signature=_upload(request, "signature", actor),
        )  # fmt: skip


@require_POST
def text_code(request: HttpRequest, assembly_id: int, home_id: int) -> HttpResponse:
    """Six figures to the owner's own phone."""
    actor = _taker(request)
    line = _assembly(actor, assembly_id).lines.filter(home=home_id).first()
    if line is None:
        raise NotFound
    send_door_code(assembly_id, line.home.place.plate, actor=actor)
    return redirect(reverse("ballots:door", args=[assembly_id, home_id]) + "?sent=1")


def show_proxies(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Powers in force, and a new one from its scan."""
    actor = _taker(request)
    require(actor, Permission.SEE_REGISTER)
    assembly = _assembly(actor, assembly_id)
    form = ProxyForm(request.POST or None, request.FILES or None)
    field: Any = form.fields["holder"]
    field.let_pick(actor)

    def work(data: dict[str, Any]) -> None:
        place = find_place_by_plate(data["plate"])
        power = keep_upload(data["power"], actor=actor)
        enter_proxy(
            assembly_id, actor=actor, plate=place.plate if place else data["plate"],
            holder_id=data["holder"], power=power,
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("委托记下了。"))
        return redirect("ballots:proxies", assembly_id)
    status = 422 if form.is_bound else 200
    rows = list_proxies(assembly_id, actor=actor)
    return page(request, "proxies", status, assembly=assembly, form=form, rows=rows)


@require_POST
def end_proxy(request: HttpRequest, assembly_id: int, proxy_id: int) -> HttpResponse:
    revoke_proxy(assembly_id, proxy_id, actor=_taker(request))
    messages.success(request, _("撤回了。"))
    return redirect("ballots:proxies", assembly_id)
