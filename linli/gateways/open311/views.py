"""Open311 GeoReport v2: other systems file and follow matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.accounts.api import Actor, token_in_force
from linli.base.calendars.api import now
from linli.base.errors import DomainError
from linli.base.scopes.api import Estate, estate_scope
from linli.base.submissions import error_text
from linli.estate.organisations.api import load_actor
from linli.gateways.open311 import requests as service_requests
from linli.gateways.open311.answers import answer, answer_one, refuse
from linli.gateways.open311.reading import read_filed, read_wanted

CHANGESET = "2026-11-23T00:00:00Z"


@dataclass
class Refused(Exception):
    """GeoReport's own refusals: 400 nothing named, 403 no good key, 404 not found."""

    code: int
    words: str


View = Callable[..., HttpResponse]


def _speak_georeport(view: View) -> View:
    """Every refusal in the client's format."""

    @wraps(view)
    def answered(request: HttpRequest, form: str, **names: str) -> HttpResponse:
        try:
            return view(request, form, **names)
        except Refused as error:
            return refuse(error.code, error.words, form)
        except DomainError as error:
            status = 400 if error.status == 422 else error.status
            return refuse(status, error_text(error), form)

    return answered


def _sent(request: HttpRequest) -> dict[str, str]:
    return {**request.GET.dict(), **request.POST.dict()}


@contextmanager
def _client(request: HttpRequest, *, needs_key: bool = False) -> Iterator[Actor | None]:
    """The estate that the client names, in scope, and whoever its key stands for."""
    sent = _sent(request)
    key = sent.get("api_key", "")
    token = token_in_force(key) if key else None
    if (key and token is None) or (needs_key and token is None):
        raise Refused(403, _("api_key 不对、已停用或没有给。请在“我的账号”里做一把钥匙。"))
    if needs_key and token is not None and "write" not in token.scopes:
        raise Refused(403, _("这把钥匙只能读，不能写。请在“我的账号”里做一把可写的。"))
    estate_id = _estate_of(
        sent.get("jurisdiction_id", ""), token.account.estate_id if token else None
    )
    own = getattr(request, "estate", None)
    if own is not None and own.pk != estate_id:
        raise Refused(404, _("没有这个 jurisdiction_id。"))
    with estate_scope(estate_id):
        yield load_actor(token.account) if token else None


def _estate_of(code: str, own: int | None) -> int:
    """The estate called `code`; where only one can be meant it need not be said."""
    if code:
        estate = Estate.objects.filter(code=code).first()
        if estate is None or own not in (None, estate.pk):
            raise Refused(404, _("没有这个 jurisdiction_id。"))
        return int(estate.pk)
    ids = [own] if own else list(Estate.objects.values_list("pk", flat=True)[:2])
    if len(ids) != 1:
        raise Refused(400, _("请给 jurisdiction_id：这里不止一个小区。"))
    return int(ids[0])


@require_GET
@_speak_georeport
def discover(request: HttpRequest, form: str) -> HttpResponse:
    """Where the service is and what it speaks."""
    base = request.build_absolute_uri(reverse("open311:services", args=["json"]))
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": base.removesuffix("/services.json"), "changeset": CHANGESET, "type": "production",
        "formats": ["text/xml", "application/json"],
    }  # fmt: skip
    about = {
        "changeset": CHANGESET, "contact": _("物业服务中心"),
        "key_service": request.build_absolute_uri(reverse("accounts:own")),
        "endpoints": [endpoint],
    }  # fmt: skip
    return answer_one(about, form, "discovery")


@require_GET
@_speak_georeport
def list_services(request: HttpRequest, form: str) -> HttpResponse:
    with _client(request):
        return answer(service_requests.list_services(), form, "services", "service")


@require_GET
@_speak_georeport
def define_service(request: HttpRequest, form: str, code: str) -> HttpResponse:
    with _client(request):
        definition = service_requests.define_service(code)
    if definition is None:
        raise Refused(404, _("没有这个 service_code。"))
    return answer_one(definition, form, "service_definition")


@csrf_exempt
@require_http_methods(["GET", "POST"])
@_speak_georeport
def take_requests(request: HttpRequest, form: str) -> HttpResponse:
    """GET: requests by number, service, state and day. POST: a new one, with a key."""
    if request.method == "POST":
        return _file(request, form)
    wanted = read_wanted(request.GET.dict(), now())
    with _client(request) as actor:
        found = service_requests.find_requests(actor, wanted)
    return answer(found, form, "service_requests", "request")


def _file(request: HttpRequest, form: str) -> HttpResponse:
    with _client(request, needs_key=True) as actor:
        assert actor is not None
        filed = read_filed(_sent(request))
        number = service_requests.file_request(actor, filed, request.FILES.get("media"))
    notice = _("已经登记，凭编号可以随时查看办到哪里。")
    row = {"service_request_id": number, "service_notice": notice, "account_id": None}
    return answer([row], form, "service_requests", "request", 201)


@require_GET
@_speak_georeport
def show_request(request: HttpRequest, form: str, number: str) -> HttpResponse:
    wanted = read_wanted({"service_request_id": number}, now())
    with _client(request) as actor:
        found = service_requests.find_requests(actor, wanted)
    if not found:
        raise Refused(404, _("没有这个编号，或您看不到它。"))
    return answer(found, form, "service_requests", "request")


@require_GET
@_speak_georeport
def show_token(request: HttpRequest, form: str, token: str) -> HttpResponse:
    with _client(request) as actor:
        number = service_requests.number_of_token(actor, token)
    if number is None:
        raise Refused(404, _("没有这个编号，或您看不到它。"))
    row = {"service_request_id": number, "token": token}
    return answer([row], form, "service_requests", "request")
