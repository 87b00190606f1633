"""From a form to a write: a refusal becomes a message at the field that it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.utils.translation import gettext as _

from linli.base.audit.api import keep_refusal
from linli.base.errors import DomainError


def error_text(error: DomainError) -> str:
    """The refusal in the reader's language."""
    text = _(error.message)
    return text % error.params if error.params else text


def submit(form: BaseForm, work: Callable[[dict[str, Any]], Any]) -> bool:
    """Run `work` with the cleaned data; True when it was done.

    Nothing is left half-done: a refusal undoes all that `work` wrote.
    """
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            work(form.cleaned_data)
    except DomainError as error:
        keep_refusal(error)
        known = error.field if error.field in form.fields else None
        form.add_error(known, error_text(error))
        return False
    return True
