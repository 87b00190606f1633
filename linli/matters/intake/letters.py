"""The letter box: scan, type beside the picture, print the slip."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.accounts.api import Actor
from linli.base.errors import DomainError, Invalid, translatable
from linli.base.files.api import keep_upload
from linli.matters.handling.api import follow_token
from linli.matters.handling.links import href_of
from linli.matters.handling.pages import matter_numbered, new_key
from linli.matters.intake.actions import MOST_PAGES, scan_letter, set_letter_aside, type_letter
from linli.matters.intake.data import LetterLine, LetterState
from linli.matters.intake.forms import AsideForm, ScanForm, WordsForm
from linli.matters.intake.hints import hints_for
from linli.matters.intake.queries import (
    last_letter_box,
    letter_for,
    list_letter_boxes,
    list_letters,
)
from linli.matters.intake.slips import draw_slip
from linli.matters.intake.views import add_refusal, agent_of, sent_once
from linli.matters.topics.api import record_suggestions


@require_GET
def show_letters(request: HttpRequest) -> HttpResponse:
    """What lies in the box, and what became of the last ones."""
    actor = agent_of(request)
    form = ScanForm(boxes=list_letter_boxes(actor), initial={"box": last_letter_box(actor)})
    return _box(request, actor, form)


def _box(request: HttpRequest, actor: Actor, form: ScanForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "form_key": new_key(),
        "letters": list_letters(actor),
        "typed": list_letters(actor, LetterState.TYPED)[:20],
        "aside": list_letters(actor, LetterState.SET_ASIDE)[:20],
    }
    return render(request, "intake/letters.jinja", context, status=status)


@require_POST
def scan(request: HttpRequest) -> HttpResponse:
    """One letter: all its pages at once."""
    actor = agent_of(request)
    form = ScanForm(request.POST, boxes=list_letter_boxes(actor))
    if not form.is_valid():
        return _box(request, actor, form, 422)
    uploads = request.FILES.getlist("pages")
    marks = [(upload.name, upload.size) for upload in uploads]

    def work() -> int:
        if len(uploads) > MOST_PAGES:
            raise Invalid(translatable("一封信最多 20 页。请分成几封。"), field="pages")
        files = [keep_upload(upload, actor=actor).pk for upload in uploads]
        day, box = form.cleaned_data["received_on"], form.cleaned_data["box"]
        return int(scan_letter(actor=actor, files=files, received_on=day, box_id=box).pk)

    try:
        letter_id = sent_once(request, _key(request), "intake.scan", actor, work)
    except DomainError as error:
        add_refusal(form, error)
        return _box(request, actor, form, error.status)
    messages.success(request, _("收好了 %(n)s 页，现在照着打字。") % {"n": len(marks)})
    return redirect("intake:letter", letter_id)


def _key(request: HttpRequest) -> str:
    return request.POST.get("form_key", "")[:60] or new_key()


@require_http_methods(["GET", "POST"])
def type_in(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The scan on one side, the form on the other; saved, it is a matter."""
    actor = agent_of(request)
    letter = letter_for(actor, letter_id)
    if request.method == "GET":
        first = {"kind": "request", "category": "other", "urgency": "none"}
        return _beside(request, actor, letter, WordsForm(initial=first))
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _beside(request, actor, letter, form, 422)

    def work() -> str:
        matter = type_letter(letter_id, actor=actor, **form.values())
        record_suggestions(matter.pk, request.POST.get("shown", ""), actor=actor)
        return matter.number

    try:
        number = sent_once(request, _key(request), "intake.letter", actor, work)
    except DomainError as error:
        add_refusal(form, error)
        return _beside(request, actor, letter, form, error.status)
    return redirect("intake:saved", number)


def _beside(
    request: HttpRequest, actor: Actor, letter: LetterLine, form: WordsForm, status: int = 200
) -> HttpResponse:
    hints: dict[str, Any] = {"near": [], "same": (), "chips": [], "shown": "",
                             "unknown_places": (), "suggested": "other",
                             "suggested_urgency": "none"}  # fmt: skip
    if request.method == "POST":
        found = hints_for(actor, request.POST)
        hints = {name: found[name] for name in hints}
    pages = list(zip(letter.pages, letter.content_types, strict=True))
    context = {
        "letter": letter, "pages": pages, "form": form, "form_key": new_key(), "card": None,
        "person_href": "", "emergency": None, "oob": False, "aside_form": AsideForm(), **hints,
    }  # fmt: skip
    return render(request, "intake/letter.jinja", context, status=status)


@require_POST
def set_aside(request: HttpRequest, letter_id: int) -> HttpResponse:
    """No matter comes of it, with the reason."""
    actor = agent_of(request)
    set_letter_aside(letter_id, actor=actor, reason=request.POST.get("reason", ""))
    messages.success(request, _("放到一边了，原因记下了。"))
    return redirect("intake:letters")


@require_GET
def print_slip(request: HttpRequest, number: str) -> HttpResponse:
    """The reply slip in large type, with the QR by which its holder follows the matter."""
    actor = agent_of(request)
    matter = matter_numbered(actor, number)
    token = follow_token(matter)
    path = href_of("public:follow", token) or f"/public/f/{token}"
    pdf = draw_slip(matter, request.build_absolute_uri(path), getattr(request, "estate", None))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response
