"""The append-only audit trail (SEC-01)."""

from linli.base.audit.actions import client_address, record
from linli.base.audit.data import Refusal, refused
from linli.base.audit.models import AuditRow
from linli.base.audit.refusals import keep_refusal, recorded_refusals

__all__ = [
    "AuditRow",
    "Refusal",
    "client_address",
    "keep_refusal",
    "record",
    "recorded_refusals",
    "refused",
]
