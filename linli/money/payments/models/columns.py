"""Columns that many tables of payments share."""

from __future__ import annotations

from typing import Any

from django.db import models

USER: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}
HOME: dict[str, Any] = {"to": "estate.Home", "on_delete": models.RESTRICT, "related_name": "+"}
