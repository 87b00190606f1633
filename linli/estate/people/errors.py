"""Refusals of the register, each naming the field at fault."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, translatable


class BadIdentity(Invalid):
    code = "bad_identity"
    message = translatable("这个身份证号的位数、出生日期或校验码不对。请对着证件再看一遍。")


class IdentityTaken(DomainError):
    """One number belongs to one person."""

    code = "identity_taken"
    message = translatable(
        "这个身份证号已经登记在另一个人名下。如果是同一个人，请用“合并”；如果不是，请核对两人的证件。"
    )
    status = 409


class NameMissing(Invalid):
    code = "name_missing"
    message = translatable("请写姓名。不知道姓名时，写大家怎么称呼。")


class BadDate(Invalid):
    code = "bad_date"
    message = translatable("日期不能在将来。请核对。")


class AlreadyLivesElsewhere(DomainError):
    code = "already_lives_elsewhere"
    message = translatable("这个人还登记在另一户。请先办搬出，再办搬入。")
    status = 409


class HomeTaken(DomainError):
    code = "home_taken"
    message = translatable("这套房里还登记着一户。请先办那一户搬出，或把人加进那一户。")
    status = 409


class OneHeadOnly(DomainError):
    code = "one_head_only"
    message = translatable("一户只有一位户主。请先把户主换给这个人。")
    status = 409


class NotAMember(DomainError):
    code = "not_a_member"
    message = translatable("这个人现在不在这一户。请刷新页面再看。")
    status = 409


class CategoryTwice(DomainError):
    code = "category_twice"
    message = translatable("这一类已经登记过了。要改的话，请先结束原来的。")
    status = 409


class BadCategory(Invalid):
    code = "bad_category"
    message = translatable("这一类别、代码或等级不存在。残疾等级是 1 到 4，以证上写的为准。")


class BadCertificate(Invalid):
    code = "bad_certificate"
    message = translatable("残疾人证号是 20 位：身份证号、类别 1 位、等级 1 位。请对着证再看一遍。")


class PurposeMissing(Invalid):
    code = "purpose_missing"
    message = translatable("请写明为什么要看，至少四个字。会记在查看记录里。")


class NothingThere(DomainError):
    code = "nothing_there"
    message = translatable("这一项没有登记内容。")
    status = 404


class CannotMerge(DomainError):
    code = "cannot_merge"
    message = translatable("这两份档案不能合并。")
    status = 409


class CannotUnmerge(DomainError):
    code = "cannot_unmerge"
    message = translatable("这次合并之后，%(what)s 又有了变动，拆不开了。请先把后来的变动撤回。")
    status = 409
