from __future__ import annotations

from linli.base.errors import DomainError, Invalid, translatable


class ShiftOverlaps(DomainError):
    code = "shift_overlaps"
    message = translatable("%(name)s 在这段时间已经有班了。请先撤掉原来的班，或换个时间。")
    status = 409


class MemberAway(DomainError):
    code = "member_away"
    message = translatable("%(name)s 那天请了假。请排替班的人。")
    status = 409


class BadShift(Invalid):
    code = "bad_shift"
    message = translatable("班次的结束要晚于开始，一个班最长 24 小时。")


class BadAbsence(Invalid):
    code = "bad_absence"
    message = translatable("请假的最后一天不能早于第一天。")


class StandInAway(DomainError):
    code = "stand_in_away"
    message = translatable("替班的人要是同一个单位的在岗同事，而且自己那几天没有请假。请换一位。")
    status = 409


class AbsenceOverlaps(DomainError):
    code = "absence_overlaps"
    message = translatable("这几天已经登记过请假了。")
    status = 409
