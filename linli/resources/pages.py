"""The page for a plain form."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(
    request: HttpRequest, form: BaseForm, *, title: Any, button: Any, back: str, hint: Any = ""
) -> HttpResponse:
    """The form with its errors (422 when there are any), and the way back."""
    context = {
        "form": form, "title": title, "button": button, "back": back, "plate_text": "",
        "hint": hint, "danger": False,
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "estate/form.jinja", context, status=status)
