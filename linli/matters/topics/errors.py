"""Refusals of topics."""

from __future__ import annotations

from linli.base.errors import DomainError, translatable


class UnknownStatus(DomainError):
    code = "topic_status_unknown"
    message = translatable("没有这种专题状态。请从列表中选。")
    status = 422
