from __future__ import annotations

from linli.base.errors import DomainError, Invalid, Stale, translatable


class TooShort(Invalid):
    code = "notice_too_short"
    message = translatable("居务公开至少公示 %(days)s 天。最早到 %(end)s 为止。")


class EndsBeforeStart(Invalid):
    code = "notice_ends_before_start"
    message = translatable("结束的日子在开始之前。请改一下日期。")


class StartPassed(Invalid):
    code = "notice_start_passed"
    message = translatable("开始的日子已经过了。请改到今天或以后，天数才算得够。")


class OwnNotice(DomainError):
    code = "own_notice"
    message = translatable("自己写的公告要由另一个人批准。请找主任或书记看一遍。")
    status = 403


class NoticeNotNow(Stale):
    code = "notice_not_now"
    message = translatable("这份公告已经不在这一步了。请看最新情况。")


class TooManyFiles(Invalid):
    code = "too_many_files"
    message = translatable("附件最多 %(most)s 个。")
