"""Columns that several tables have alike."""

from __future__ import annotations

from typing import Any

from django.db import models

from linli.voice.committee.data import (
    BodyKind,
)

ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}
KINDS = [kind.value for kind in BodyKind]
