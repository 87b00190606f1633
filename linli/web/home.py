from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from linli.estate.organisations.api import is_staff
from linli.web.requests import HttpRequest


def open_home(request: HttpRequest) -> HttpResponse:
    """Send everybody to the shell that is theirs."""
    if request.actor is None:
        return redirect("public:index")
    return redirect("handling:queue" if is_staff(request.actor) else "resident:index")
