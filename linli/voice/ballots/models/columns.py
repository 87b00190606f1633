"""Columns that several tables have alike."""

from __future__ import annotations

from typing import Any

from django.db import models

from linli.voice.ballots.data import AssemblyState

ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}
FILE: dict[str, Any] = {
    "to": "base.StoredFile", "on_delete": models.RESTRICT, "related_name": "+",
}  # fmt: skip
ORGANISATION: dict[str, Any] = {
    "to": "estate.Organisation", "on_delete": models.RESTRICT, "null": True, "related_name": "+",
}  # fmt: skip
BEFORE_NOTICE = [AssemblyState.DRAFT.value, AssemblyState.PREPARED.value]
