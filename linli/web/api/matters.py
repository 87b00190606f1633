"""Matters over the API: file, list, read, reply."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import Header, Path, Query, Router, Status

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.errors import Invalid, translatable
from linli.base.files.api import StoredFile
from linli.base.requests.api import do_once
from linli.estate.organisations.api import is_staff
from linli.matters.handling.api import (
    matter_for,
    matter_not_found,
    matters_visible_to,
    open_matter,
    reply_to_matter,
    tell_reporter,
    timeline_for,
)
from linli.web.api.answers import ERRORS
from linli.web.api.schemas import (
    MatterDetailOut,
    MatterIn,
    MatterOut,
    MatterPageOut,
    NumberOut,
    ReplyIn,
    Text,
)

router = Router(tags=["matters"])
PAGE = 50
Key = Annotated[
    str, Header(alias="Idempotency-Key", min_length=1, max_length=64, pattern=r"^[!-~]+$")
]
Number = Annotated[str, Path(max_length=16, pattern=r"^\d{6}-\d{3,8}$")]
_CURSOR: Any = Query("", max_length=120)  # type: ignore[type-arg]
_LIMIT: Any = Query(PAGE, ge=1, le=PAGE)  # type: ignore[type-arg]
_SHOWN = ("kind", "category", "place")


@router.post("/matters", response={201: NumberOut, 200: NumberOut, **ERRORS})
def file_matter(request: HttpRequest, payload: MatterIn, key: Key) -> Status[Any]:
    """File a matter. The same Idempotency-Key and content again: 200 and the first number."""
    actor = actor_of(request)
    fields = payload.model_dump(exclude={"files"})

    def work() -> dict[str, str]:
        files = _own_files(payload.files, actor)
        matter = open_matter(actor=actor, channel="api", files=files, **fields)
        return {"number": matter.number}

    return _once(key, "api.file_matter", payload.model_dump(mode="json"), actor, work)


@router.get("/matters", response={200: MatterPageOut, **ERRORS})
def list_matters(
    request: HttpRequest,
    cursor: Text = _CURSOR,
    limit: int = _LIMIT,
) -> dict[str, Any]:
    """What you may see, newest first."""
    rows = matters_visible_to(actor_of(request)).select_related(*_SHOWN)
    if cursor:
        at, pk = _read_cursor(cursor)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    page = list(rows.order_by("-created_at", "-pk")[: limit + 1])
    more = page[limit - 1] if len(page) > limit else None
    return {
        "items": [_matter_out(matter) for matter in page[:limit]],
        "next": _make_cursor(more.created_at, more.pk) if more else None,
    }


@router.get("/matters/{number}", response={200: MatterDetailOut, **ERRORS})
def read_matter(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One matter with the lines that you may read."""
    actor = actor_of(request)
    matter = matter_for(actor, _id_of(actor, number))
    entries = [
        {
            "at": line.at,
            "kind": line.kind,
            "visibility": line.visibility,
            "text": line.text,
            "files": list(line.files),
        }
        for line in timeline_for(actor, matter)
    ]
    return {**_matter_out(matter), "title": matter.title, "entries": entries}


@router.post("/matters/{number}/replies", response={201: NumberOut, 200: NumberOut, **ERRORS})
def reply(request: HttpRequest, number: Number, payload: ReplyIn, key: Key) -> Status[Any]:
    """Add your words: a resident's reply reopens a closed matter; staff tell the resident."""
    actor = actor_of(request)
    matter_id = _id_of(actor, number)
    say = tell_reporter if is_staff(actor) else reply_to_matter

    def work() -> dict[str, str]:
        say(matter_id, actor=actor, text=payload.text, files=_own_files(payload.files, actor))
        return {"number": number}

    content = [number, payload.model_dump(mode="json")]
    return _once(key, "api.reply", content, actor, work)


def _once(
    key: str, action: str, content: Any, actor: Actor, work: Callable[[], Any]
) -> Status[Any]:
    """201 when the work was done now, 200 when it had been done."""
    ran = []

    def do() -> Any:
        ran.append(True)
        return work()

    answer = do_once(f"api:{key}", action, content, actor=actor, work=do)
    return Status(201 if ran else 200, answer)


def _id_of(actor: Actor, number: str) -> int:
    pk = matters_visible_to(actor).filter(number=number).values_list("pk", flat=True).first()
    if pk is None:
        raise matter_not_found(actor, number=number)
    return int(pk)


def _own_files(tokens: list[UUID], actor: Actor) -> list[int]:
    rows = StoredFile.objects.filter(token__in=tokens, uploaded_by_id=actor.user_id)
    known = dict(rows.values_list("token", "pk"))
    if set(known) != set(tokens):
        raise Invalid(translatable("有的文件不是您上传的，或已清除。请重新上传。"), field="files")
    return [known[token] for token in dict.fromkeys(tokens)]


def _matter_out(matter: Any) -> dict[str, Any]:
    shown = {name: getattr(matter, name) for name in MatterOut.model_fields}
    return {
        **shown,
        "kind": matter.kind.code,
        "category": matter.category.code,
        "title": "" if matter.category.is_sensitive else matter.title,
        "place": matter.place.plate if matter.place else "",
    }


def _make_cursor(at: datetime, pk: int) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{pk}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    try:
        at, _sep, pk = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        instant, number = datetime.fromisoformat(at), int(pk)
        if instant.tzinfo is None or not 0 < number < 2**63:
            raise ValueError(cursor)
    except (ValueError, binascii.Error) as error:
        raise Invalid(translatable("翻页标记不对，请从第一页开始。"), field="cursor") from error
    return instant, number
