from __future__ import annotations

from linli.base.errors import DomainError, Invalid, translatable


class AlreadyCrew(DomainError):
    code = "already_crew"
    message = translatable("这个账号已经在这个单位了。")
    status = 409


class HeirMissing(Invalid):
    code = "heir_missing"
    message = translatable("请选一位同事接手。没办完的事不能没人管。")


class HeirElsewhere(Invalid):
    code = "heir_elsewhere"
    message = translatable("接手的人要在同一个单位，而且还在岗。请换一位。")


class AlreadyLeft(DomainError):
    code = "already_left"
    message = translatable("这个人已经办过离岗了。")
    status = 409


class BadDay(Invalid):
    code = "bad_day"
    message = translatable("日期不对：离岗不能早于入职，也不能在将来。")
