"""Pictures that come with a form."""

from __future__ import annotations

from django.http import HttpRequest

from linli.base.accounts.api import Actor
from linli.base.files.api import keep_upload

FIELD = "pictures"
MOST = 6


def keep_pictures(request: HttpRequest, *, actor: Actor) -> list[int]:
    """Store what was uploaded and return the files' ids; raises what the store refuses."""
    uploads = request.FILES.getlist(FIELD)[:MOST]
    return [keep_upload(upload, actor=actor).pk for upload in uploads]


def picture_marks(request: HttpRequest) -> list[tuple[str | None, int | None]]:
    """What tells two uploads apart without reading them."""
    return [(upload.name, upload.size) for upload in request.FILES.getlist(FIELD)]
