"""The append-only audit trail (SEC-01)."""

from linli.base.audit.actions import client_address, record
from linli.base.audit.models import AuditRow

__all__ = ["AuditRow", "client_address", "record"]
