"""Results for anybody: totals, thresholds, seal; never a ballot, an area can point to a home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from linli.base.errors import NotFound
from linli.base.scopes.api import Estate, estate_scope
from linli.voice.ballots.api import public_assemblies, seals_of
from linli.voice.ballots.showing import item_lines
from linli.voice.ballots.views import page

MOST = 50


def _estate(request: HttpRequest, code: str) -> Estate:
    """The estate of an address; its shell, too. Nobody of another estate finds it."""
    found = Estate.objects.filter(code=code).first()
    own = getattr(request, "estate", None)
    if found is None or (own is not None and own.pk != found.pk):
        raise NotFound
    request.estate = found  # type: ignore[attr-defined]
    return found


def show_list(request: HttpRequest, code: str) -> HttpResponse:
    estate = _estate(request, code)
    with estate_scope(estate.pk):
        rows = list(public_assemblies().order_by("-published_at")[:MOST])
        return _cached(request, page(request, "public_list", assemblies=rows, estate=estate))


def show_result(request: HttpRequest, code: str, assembly_id: int) -> HttpResponse:
    estate = _estate(request, code)
    with estate_scope(estate.pk):
        assembly = public_assemblies().filter(pk=assembly_id).first()
        if assembly is None:
            raise NotFound
        answer = page(
            request, "public_result", assembly=assembly, lines=item_lines(assembly),
            result=assembly.result, seals=seals_of(assembly)[-3:], estate=estate,
        )  # fmt: skip
    return _cached(request, answer)


def _cached(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    if getattr(request, "actor", None) is None:
        patch_cache_control(answer, max_age=60)
    return answer
