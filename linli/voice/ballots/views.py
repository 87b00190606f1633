"""Owners' pages: what is voted on, the own ballot question by question, the receipt, the roll."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed, NotFound
from linli.base.files.api import keep_upload
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.matters.handling.pages import new_key
from linli.voice.ballots.api import (
    AssemblyState,
    assembly_for,
    begin_petition,
    cast_ballot,
    count_participation,
    count_petition,
    given_answers,
    has_signed,
    look_at_own,
    own_cards,
    own_voters,
    owns_anything,
    petition_for,
    petitions_for,
    plates_of,
    raise_objection,
    read_choices,
    require_open,
    require_unvoted,
    sign_petition,
    vote_lists,
    voter_for,
    write_owners_file,
)
from linli.voice.ballots.forms import ObjectionForm, PetitionForm, SheetForm
from linli.voice.ballots.labels import (
    RUN_WORDS,
    area_words,
    choice_options,
    choice_word,
    matter_word,
    repeat_word,
    silence_word,
    source_word,
    state_word,
    threshold_word,
    way_word,
)
from linli.voice.ballots.queries import mask_plate
from linli.voice.ballots.rules import is_petition_enough
from linli.voice.ballots.showing import item_lines, sum_words

WORDS = {
    "area_words": area_words, "matter_word": matter_word, "threshold_word": threshold_word,
    "state_word": state_word, "choice_word": choice_word, "way_word": way_word,
    "source_word": source_word, "silence_word": silence_word, "repeat_word": repeat_word,
    "mask_plate": mask_plate, "sum_words": sum_words, "run_words": RUN_WORDS,
}  # fmt: skip


def page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    """One of this package's pages, with the words that all of them use."""
    return render(request, f"ballots/{name}.jinja", {**WORDS, **context}, status=status)


def index(request: HttpRequest) -> HttpResponse:
    """All that is voted on here: owners' assemblies, and what other packages registered."""
    actor = actor_of(request)
    return page(
        request, "index", sections=vote_lists(actor), is_owner=owns_anything(actor),
        petitions=petitions_for(actor).count(),
    )  # fmt: skip


def show_assembly(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """The questions, when, by which rules; what I may vote for; how far it is; what came out."""
    actor = actor_of(request)
    assembly = assembly_for(actor, assembly_id)
    cards = own_cards(actor, assembly)
    return page(
        request, "assembly", assembly=assembly, cards=cards,
        items=list(assembly.items.order_by("position")), lines=item_lines(assembly),
        far=count_participation(assembly) if assembly.noticed_at else None,
        is_tenant=not cards and bool(actor.home_ids),
        result=getattr(assembly, "result", None),
    )  # fmt: skip


def vote(request: HttpRequest, assembly_id: int, voter_id: int) -> HttpResponse:
    """The ballot: one question a screen, a look at all of it, then into the box."""
    actor = actor_of(request)
    assembly = assembly_for(actor, assembly_id)
    items = list(assembly.items.order_by("position"))
    if request.method == "POST":
        choices = read_choices(len(items), given_answers(request.POST))
        key = request.POST.get("form_key", "")[:60] or new_key()
        cast_ballot(assembly_id, voter_id, choices, actor=actor, key=key)
        messages.success(request, _("投进票箱了。下面是您的回执。"))
        return redirect("ballots:mine", assembly_id, voter_id)
    voter = voter_for(actor, assembly, voter_id)
    require_open(assembly, now())
    require_unvoted(assembly, voter)
    return page(
        request, "vote", assembly=assembly, items=items, voter=voter, plates=plates_of(voter),
        options=choice_options(), form_key=new_key(), action=request.path,
        back=reverse("ballots:assembly", args=[assembly_id]),
    )  # fmt: skip


def show_own(request: HttpRequest, assembly_id: int, voter_id: int) -> HttpResponse:
    """My receipt, and what I chose: for nobody else's eyes, and logged."""
    actor = actor_of(request)
    receipts = look_at_own(assembly_id, voter_id, actor=actor)
    assembly = assembly_for(actor, assembly_id)
    items = list(assembly.items.order_by("position"))
    return page(request, "mine", assembly=assembly, receipts=receipts, items=items)


def show_roll(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """The frozen roll with masked doors, the own lines in full; how to object."""
    actor = actor_of(request)
    assembly = assembly_for(actor, assembly_id)
    if assembly.noticed_at is None:
        raise NotFound
    rows = assembly.lines.select_related("home__place", "voter").order_by(
        "home__place__sort_key", "pk"
    )
    own = set(own_voters(actor, assembly).values_list("pk", flat=True))
    return page(request, "roll", assembly=assembly, page=cut_page(request, rows), own=own)


def object_to(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """An objection goes into the one queue; the page says what a court may do, and until when."""
    actor = actor_of(request)
    assembly = assembly_for(actor, assembly_id)
    start = "result" if assembly.state == AssemblyState.PUBLISHED else "roll"
    form = ObjectionForm(request.POST or None, initial={"about": start})
    key = request.POST.get("form_key", "")[:60] or new_key()

    def work(data: dict[str, Any]) -> None:
        raise_objection(assembly_id, actor=actor, key=key, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("收到了，会有人答复您。"))
        return redirect("ballots:assembly", assembly_id)
    status = 422 if form.is_bound else 200
    return page(
        request, "object", status, assembly=assembly, form=form, form_key=key,
        result=getattr(assembly, "result", None),
    )  # fmt: skip


def download(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """The file by which an owner recounts; who downloads it is logged."""
    actor = actor_of(request)
    text = write_owners_file(assembly_id, actor=actor)
    code = assembly_for(actor, assembly_id).code
    return attach(text.encode(), f"ballots-{code}.txt", "text/plain; charset=utf-8")


def attach(data: bytes, name: str, kind: str) -> HttpResponse:
    """A download that nobody keeps in between."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def list_petitions(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = petitions_for(actor).order_by("-begun_at", "-pk")
    if not rows.exists() and not owns_anything(actor):
        raise NotAllowed
    return page(
        request, "petitions", page=cut_page(request, rows, size=20), is_owner=owns_anything(actor)
    )


def write_petition(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not owns_anything(actor):
        raise NotAllowed
    form = PetitionForm(request.POST or None)
    made: list[Any] = []

    def work(data: dict[str, Any]) -> None:
        made.append(begin_petition(actor=actor, **data))

    if request.method == "POST" and submit(form, work):
        return redirect("ballots:petition", made[0].pk)
    status = 422 if form.is_bound else 200
    return page(
        request, "form", status, form=form, title=_("提议开临时业主大会"),
        button=_("提出并签名"), back=reverse("ballots:petitions"),
        hint=_("五分之一的业主（按人数）签了名，业委会就要召开。"),
    )  # fmt: skip


def show_petition(request: HttpRequest, petition_id: int) -> HttpResponse:
    """How many have signed, of how many, and my own name under it."""
    actor = actor_of(request)
    petition = petition_for(actor, petition_id)
    signed, total = count_petition(petition)
    needed = -(-total.heads // 5)
    return page(
        request, "petition", petition=petition, signed=signed, total=total, needed=needed,
        is_enough=petition.reached_at or is_petition_enough(signed.heads, total.heads),
        may_sign=owns_anything(actor) and not has_signed(petition, actor),
        has_signed=has_signed(petition, actor),
        may_enter=may(actor, Permission.TAKE_BALLOTS),
    )  # fmt: skip


@require_POST
def sign(request: HttpRequest, petition_id: int) -> HttpResponse:
    sign_petition(petition_id, actor=actor_of(request))
    messages.success(request, _("签好了。"))
    return redirect("ballots:petition", petition_id)


def enter_signature(request: HttpRequest, petition_id: int) -> HttpResponse:
    """The desk enters an owner's signature from paper, with the scanned sheet."""
    actor = actor_of(request)
    require(actor, Permission.TAKE_BALLOTS)
    petition_for(actor, petition_id)
    form = SheetForm(request.POST or None, request.FILES or None)
    field: Any = form.fields["person"]
    field.let_pick(actor)

    def work(data: dict[str, Any]) -> None:
        sheet = keep_upload(data["sheet"], actor=actor)
        sign_petition(petition_id, actor=actor, person_id=data["person"], sheet=sheet)

    back = reverse("ballots:petition", args=[petition_id])
    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了。"))
        return redirect(back)
    status = 422 if form.is_bound else 200
    return page(
        request, "form", status, form=form, title=_("录入纸上的签名"), button=_("记下"), back=back
    )
