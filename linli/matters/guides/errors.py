"""What the guide refuses, and what to do instead."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, Stale, translatable


class TitleTaken(Invalid):
    code = "guide_title_taken"
    message = translatable("已经有一条叫“%(title)s”。请改那一条，不要再建新的。")


class PartMissing(Invalid):
    code = "guide_part_missing"
    message = translatable("“是什么事”和“到哪儿办”都要写，不然看了还得再问。")


class PartTooLong(Invalid):
    code = "guide_part_too_long"
    message = translatable("这一栏有 %(length)s 个字，最多 %(limit)s 个。请写短一些。")


class DayPassed(Invalid):
    code = "guide_day_passed"
    message = translatable("有效期已经过了。请核对后改到以后的日子，或留空。")


class OwnEntry(DomainError):
    code = "guide_own_entry"
    message = translatable("自己写的指南要由另一个人核对。请找同事看一遍。")
    status = 403


class EntryNotNow(Stale):
    code = "guide_not_now"
    message = translatable("这一版已经不在这一步了。请看最新情况。")


class WaitsForCheck(DomainError):
    code = "guide_waits"
    message = translatable("这一条有一版正在等人核对。先核对或退回，再改。")
    status = 409
