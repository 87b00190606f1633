"""Matters as GeoReport's service requests: what a client may see, and how it files one."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, today
from linli.base.files.api import keep_upload
from linli.base.requests.api import do_once
from linli.estate.places.api import find_place_by_plate
from linli.gateways.open311.reading import Filed, Wanted
from linli.matters.handling.api import STATES, Matter, matters_visible_to, open_matter
from linli.matters.handling.data import OPEN_STATES
from linli.matters.routing.api import category_of, list_categories, list_kinds

_COMMON = ("building", "entrance", "public_place", "facility")
_OPEN = [state.value for state in OPEN_STATES]
_DEFAULT_KIND = "report"


def list_services() -> list[dict[str, Any]]:
    """What may be reported: the estate's categories."""
    return [
        {
            "service_code": line.code, "service_name": _named(line), "description": _named(line),
            "metadata": True, "type": "realtime", "keywords": line.name, "group": "",
        }
        for line in list_categories()
    ]  # fmt: skip


def _named(line: Any) -> str:
    english = (get_language() or "").startswith("en")
    return (english and line.name_en) or line.name


def define_service(code: str) -> dict[str, Any] | None:
    """A service's one attribute, the kind of matter; None for a code that is not in use."""
    if all(line.code != code for line in list_categories()):
        return None
    kinds = [{"key": line.code, "name": _named(line)} for line in list_kinds()]
    kind = {
        "variable": True, "code": "kind", "datatype": "singlevaluelist", "required": False,
        "datatype_description": "", "order": 1, "description": _("性质"), "values": kinds,
    }  # fmt: skip
    return {"service_code": code, "attributes": [kind]}


def find_requests(actor: Actor | None, wanted: Wanted) -> list[dict[str, Any]]:
    """The requests that a client may see; without a key: what the public page may say, too."""
    rows = matters_visible_to(actor) if actor else _published()
    rows = rows.filter(number__in=wanted.numbers) if wanted.numbers else _narrow(rows, wanted)
    start = (wanted.page - 1) * wanted.page_size
    shown = rows.select_related("category", "kind", "place", "building", "organisation")
    page = shown.order_by("-created_at", "-id")[start : start + wanted.page_size]
    return [_record(matter, with_words=actor is not None) for matter in page]


def _published() -> QuerySet[Matter]:
    common = Q(place__kind__in=_COMMON) | Q(place__isnull=True, building__isnull=False)
    return Matter.objects.filter(
        common, category__is_shown_to_public=True, category__is_sensitive=False,
        kind__has_parties=False,
    )  # fmt: skip


def _narrow(rows: QuerySet[Matter], wanted: Wanted) -> QuerySet[Matter]:
    rows = rows.filter(created_at__gte=wanted.since, created_at__lte=wanted.until)
    if wanted.services:
        rows = rows.filter(category__code__in=wanted.services)
    if wanted.states == {"open"}:
        rows = rows.filter(state__in=_OPEN)
    if wanted.states == {"closed"}:
        rows = rows.exclude(state__in=_OPEN)
    return rows


def _record(matter: Matter, *, with_words: bool) -> dict[str, Any]:
    words = with_words and not matter.category.is_sensitive
    place = matter.place if with_words else (matter.building or matter.place)
    return {
        "service_request_id": matter.number,
        "status": "open" if matter.state in _OPEN else "closed",
        "status_notes": str(STATES[matter.state]),
        "service_name": _named(matter.category),
        "service_code": matter.category.code,
        "description": matter.title if words else "",
        "agency_responsible": matter.organisation.name if matter.organisation else "",
        "service_notice": "",
        "requested_datetime": _stamp(matter.created_at),
        "updated_datetime": _stamp(matter.updated_at),
        "expected_datetime": _stamp(matter.due_at),
        "address": (place.plate if place else matter.place_text if words else ""),
        "address_id": place.plate if place else "",
        "zipcode": None, "lat": None, "long": None, "media_url": None,
    }  # fmt: skip


def _stamp(instant: Any) -> str:
    return str(instant.astimezone(SHANGHAI).isoformat(timespec="seconds"))


def file_request(actor: Actor, filed: Filed, media: Any) -> str:
    """Open a matter; its number. The same words from the same key on one day are one matter.

    GeoReport has no idempotency key, and a client on a bad line sends again.
    """
    values = [filed.service_code, filed.kind, filed.text, filed.address, filed.name, filed.phone]
    digest = hashlib.sha256(json.dumps(values).encode()).hexdigest()[:40]

    def work() -> dict[str, str]:
        files = [keep_upload(media, actor=actor).pk] if media else []
        return {"number": _open(actor, filed, files).number}

    key = f"open311:{today():%y%m%d}:{digest}"
    answer: dict[str, str] = do_once(key, "open311.file", values, actor=actor, work=work)
    return answer["number"]


def _open(actor: Actor, filed: Filed, files: list[int]) -> Matter:
    category = category_of(filed.service_code)
    place = find_place_by_plate(filed.address)
    return open_matter(
        actor=actor, kind=filed.kind or _DEFAULT_KIND, category=category.code, channel="api",
        text=filed.text or category.name, place_id=place.pk if place else None,
        place_text="" if place else filed.address[:120], reporter_name=filed.name[:60],
        reporter_phone=filed.phone[:20], files=files,
    )  # fmt: skip


def number_of_token(actor: Actor | None, token: str) -> str | None:
    """Requests have their number at once, so a token is the number itself."""
    rows = matters_visible_to(actor) if actor else _published()
    return token if rows.filter(number=token).exists() else None
