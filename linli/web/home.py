from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from linli.web.nav import list_links
from linli.web.requests import HttpRequest


def open_home(request: HttpRequest) -> HttpResponse:
    """Send everybody to where their day goes by."""
    if request.actor is None:
        return redirect("public:index")
    links, _ = list_links(request, request.actor)
    return redirect(links[0][1] if links else "accounts:own")
