"""The bodies for anybody: names of who holds an office, terms, minutes; no homes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from linli.base.paging import cut_page
from linli.base.scopes.api import estate_scope
from linli.voice.committee.api import (
    body_for,
    list_affairs,
    list_bodies,
    meeting_for,
    meetings_for,
    terms_of,
)
from linli.voice.committee.pages import public_estate
from linli.voice.committee.views import WORDS, body_facts, card_of, meeting_context


def show_bodies(request: HttpRequest, code: str) -> HttpResponse:
    with estate_scope(public_estate(request, code).pk):
        context = WORDS | {
            "code": code,
            "bodies": [card_of(body) for body in list_bodies()],
            "meetings": list(meetings_for(None).filter(state="called").order_by("meets_on")[:10]),
            "affairs": [line for line in list_affairs() if line.notices],
        }
        return _cached(request, render(request, "committee/public_bodies.jinja", context))


def show_body(request: HttpRequest, code: str, body_id: int) -> HttpResponse:
    with estate_scope(public_estate(request, code).pk):
        body = body_for(None, body_id)
        rows = meetings_for(None).filter(term__body=body.pk).order_by("-meets_on", "-pk")
        context = WORDS | card_of(body) | body_facts(body) | {
            "code": code, "terms": terms_of(body), "page": cut_page(request, rows, size=20),
        }  # fmt: skip
        return _cached(request, render(request, "committee/public_body.jinja", context))


def show_meeting(request: HttpRequest, code: str, meeting_id: int) -> HttpResponse:
    with estate_scope(public_estate(request, code).pk):
        context = WORDS | meeting_context(meeting_for(None, meeting_id)) | {"code": code}
        return _cached(request, render(request, "committee/public_meeting.jinja", context))


def _cached(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if getattr(request, "actor", None) is None:
        patch_cache_control(response, max_age=60)
    return response
