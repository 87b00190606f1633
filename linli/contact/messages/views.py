from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.base.errors import NotFound
from linli.contact.messages.queries import recent_messages
from linli.contact.messages.senders import shows_messages


@require_safe
def show_messages(request: HttpRequest) -> HttpResponse:
    """What would have been sent, newest first; exists only in the demo and in development."""
    if not shows_messages():
        raise NotFound
    return render(request, "messages/shown.jinja", {"rows": recent_messages()})
