"""The lists that a client needs to file a matter, and uploads."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from linli.base.accounts.requests import actor_of
from linli.base.files.api import keep_upload
from linli.estate.places.api import search_places
from linli.matters.routing.api import list_categories, list_kinds
from linli.web.api.answers import ERRORS
from linli.web.api.schemas import CategoryOut, KindOut, PlaceOut, Text, UploadOut

router = Router()


@router.get("/categories", response={200: list[CategoryOut], **ERRORS}, tags=["lists"])
def categories(request: HttpRequest) -> list[Any]:
    """The categories that are in use."""
    return list(list_categories())


@router.get("/kinds", response={200: list[KindOut], **ERRORS}, tags=["lists"])
def kinds(request: HttpRequest) -> list[Any]:
    """The kinds of matters that are in use."""
    return list(list_kinds())


@router.get("/places", response={200: list[PlaceOut], **ERRORS}, tags=["lists"])
def places(
    request: HttpRequest, query: Annotated[Text, Query(min_length=1, max_length=40)]
) -> list[Any]:
    """Places by plate or name, those that you may see."""
    return list(search_places(actor_of(request), query))


@router.post("/files", response={201: UploadOut, **ERRORS}, tags=["files"])
def upload(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> Status[Any]:
    """Send a picture or PDF; use its token when filing or replying, within two days."""
    return Status(201, keep_upload(file, actor=actor_of(request)))
