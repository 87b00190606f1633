from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.resources.rosters.data import Duty

DUTY: dict[str, Any] = {
    Duty.DESK: _l("值前台"),
    Duty.DUTY_LEAD: _l("带班"),
    Duty.REPAIR: _l("维修"),
    Duty.GUARD: _l("保安"),
    Duty.CARE: _l("护理"),
    Duty.ROUND: _l("走访"),
}
