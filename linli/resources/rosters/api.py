from linli.resources.rosters.actions import (
    cancel_absence,
    cancel_shift,
    copy_week,
    plan_shifts,
    record_absence,
)
from linli.resources.rosters.data import Duty, OnDuty, ShiftPlan, WeekCell, WeekRow
from linli.resources.rosters.models import Absence, Shift
from linli.resources.rosters.queries import (
    absences_in,
    is_absent,
    plan_of_week,
    shifts_of,
    stand_in_of,
    week_of,
    who_is_on_duty,
)

__all__ = [
    "Absence",
    "Duty",
    "OnDuty",
    "Shift",
    "ShiftPlan",
    "WeekCell",
    "WeekRow",
    "absences_in",
    "cancel_absence",
    "cancel_shift",
    "copy_week",
    "is_absent",
    "plan_of_week",
    "plan_shifts",
    "record_absence",
    "shifts_of",
    "stand_in_of",
    "week_of",
    "who_is_on_duty",
]
