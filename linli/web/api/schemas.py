"""What goes in and out. Unknown fields are refused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field


def _storable(text: str) -> str:
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("NUL and lone surrogates cannot be stored")
    return text


Text = Annotated[str, AfterValidator(_storable)]
Code = Annotated[Text, Field(max_length=40)]
LongText = Annotated[Text, Field(min_length=1, max_length=10_000)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Files = Annotated[list[UUID], Field(max_length=9)]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class ErrorOut(Schema):
    """Every refusal: a code for programs, words for people, the field at fault."""

    code: str
    message: str
    field: str | None = None


class MatterIn(Strict):
    """`kind` and `category` are codes of the lists; `files` are tokens of own uploads."""

    kind: Code
    category: Code
    text: LongText
    title: Annotated[Text, Field(max_length=120)] = ""
    place_id: Id | None = None
    place_text: Annotated[Text, Field(max_length=120)] = ""
    reporter_id: Id | None = None
    reporter_name: Annotated[Text, Field(max_length=60)] = ""
    reporter_phone: Annotated[Text, Field(max_length=20)] = ""
    urgency: Code = "none"
    files: Files = []


class ReplyIn(Strict):
    text: LongText
    files: Files = []


class MatterOut(Schema):
    """A matter in a list; the title of a sensitive one stays empty."""

    number: str
    kind: str
    category: str
    title: str
    state: str
    urgency: str
    channel: str
    place: str
    is_overdue: bool
    created_at: datetime
    respond_by: datetime
    due_at: datetime
    closed_at: datetime | None


class FileOut(Schema):
    token: UUID
    content_type: str
    width: int | None
    height: int | None


class EntryOut(Schema):
    at: datetime
    kind: str
    visibility: str
    text: str
    files: list[FileOut]


class MatterDetailOut(MatterOut):
    entries: list[EntryOut]


class MatterPageOut(Schema):
    """`next` is the cursor of the following page, null on the last."""

    items: list[MatterOut]
    next: str | None


class NumberOut(Schema):
    number: str


class CategoryOut(Schema):
    code: str
    name: str
    name_en: str


class KindOut(CategoryOut):
    request_type: str


class PlaceOut(Schema):
    id: int
    kind: str
    plate: str
    name: str


class UploadOut(FileOut):
    byte_count: int
    page_count: int | None
