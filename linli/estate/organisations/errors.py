from __future__ import annotations

from linli.base.errors import DomainError, Invalid, translatable


class OfficeNeedsHolder(Invalid):
    code = "office_needs_holder"
    message = translatable("请选由谁担任。")


class OfficeNeedsPlace(Invalid):
    code = "office_needs_place"
    message = translatable("网格员要选网格，楼长要选楼栋。")


class BadTerm(Invalid):
    code = "bad_term"
    message = translatable("任期的最后一天不能早于第一天。")


class OfficeHeld(DomainError):
    code = "office_held"
    message = translatable("这个人已经担任这个职务了。")
    status = 409


class NameTaken(DomainError):
    code = "name_taken"
    message = translatable("已经有一个单位叫这个名字了。请写得再细一点。")
    status = 409
