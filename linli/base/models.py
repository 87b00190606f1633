"""All tables of this group, for Django's migrations."""

from linli.base.accounts.models import AccessToken, User
from linli.base.audit.models import AuditRow
from linli.base.calendars.models import CalendarDay
from linli.base.events.models import HandledEvent, QuietNews
from linli.base.files.models import StoredFile
from linli.base.requests.models import RequestKey
from linli.base.scopes.models import Estate

__all__ = [
    "AccessToken",
    "AuditRow",
    "CalendarDay",
    "Estate",
    "HandledEvent",
    "QuietNews",
    "RequestKey",
    "StoredFile",
    "User",
]
