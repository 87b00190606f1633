"""What the pages of this package share: a plain form, and an uploaded proof."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.base.files.api import StoredFile, file_path, keep_upload
from linli.base.scopes.api import Estate


def form_page(
    request: HttpRequest, form: BaseForm, title: Any, button: Any, back: str, hint: Any = ""
) -> HttpResponse:
    """One plain form with the way back; 422 when something is wrong with it."""
    context = {"form": form, "title": title, "button": button, "back": back, "hint": hint}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "committee/form.jinja", context, status=status)


def keep_file(request: HttpRequest, name: str, actor: Actor) -> int | None:
    """The id of the file that came with a form. Raises FileRefused."""
    upload = request.FILES.get(name)
    return keep_upload(upload, actor=actor).pk if upload is not None else None


def send_file(stored: StoredFile, name: str) -> FileResponse:
    """The bytes are ours, yet nothing of them shall run."""
    response = FileResponse(file_path(stored).open("rb"), content_type=stored.content_type)
    ending = "pdf" if stored.content_type == "application/pdf" else "webp"
    response["Content-Disposition"] = f'inline; filename="{name}.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def public_estate(request: HttpRequest, code: str) -> Estate:
    """The estate of a public page; somebody signed in elsewhere stays there."""
    estate = Estate.objects.filter(code=code).first()
    own: Estate | None = getattr(request, "estate", None)
    if estate is None or (own is not None and own.pk != estate.pk):
        raise NotFound
    request.estate = estate  # type: ignore[attr-defined]  # the shell's name and number
    return estate
