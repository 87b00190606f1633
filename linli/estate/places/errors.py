from __future__ import annotations

from linli.base.errors import DomainError, Invalid, translatable


class PlateTaken(DomainError):
    code = "plate_taken"
    message = translatable("已经有一个地方叫这个名字了。请换一个名字，例如加上在哪栋楼旁边。")
    status = 409


class PlateMissing(Invalid):
    code = "plate_missing"
    message = translatable("请写这个地方叫什么，门牌上最多 40 个字。")


class BadShares(Invalid):
    code = "bad_shares"
    message = translatable("各人的份额加起来超过了整套房。请核对产权证。")


class BadArea(Invalid):
    code = "bad_area"
    message = translatable("面积要大于 0，小于 2000 平方米。")


class BadLease(Invalid):
    code = "bad_lease"
    message = translatable("租约的结束要晚于开始。")


class LeaseTooLong(Invalid):
    code = "lease_too_long"
    message = translatable("公租房的租约最长五年。到期前三个月申请续租。")


class LeaseRunning(DomainError):
    code = "lease_running"
    message = translatable("这套房还有一份没结束的租约。请先结束它。")
    status = 409
