from __future__ import annotations

from linli.base.errors import DomainError, Invalid, NotAllowed, Stale, translatable


class NotNow(Stale):
    code = "assembly_not_now"
    message = translatable("业主大会已经不在这一步了。请看最新情况。")


class AgendaFrozen(Stale):
    code = "agenda_frozen"
    message = translatable("公告以后议题、日期和规则都不能改。要改，请取消这一次，重新公告。")


class RollFrozen(Stale):
    code = "roll_frozen"
    message = translatable("名册在公告时已经封存，不能改。对名册有意见，请提异议。")


class AgendaEmpty(Invalid):
    code = "agenda_empty"
    message = translatable("还没有议题。请先加上要表决的事。")


class TooManyItems(Invalid):
    code = "too_many_items"
    message = translatable("一次最多 %(most)s 个议题。请分成两次开。")


class LimitMissing(Invalid):
    code = "limit_missing"
    message = translatable("用维修资金、筹维修资金要写明最多多少钱。没有上限，钱就没有依据。")


class LimitUseless(Invalid):
    code = "limit_useless"
    message = translatable("金额要大于 0，最多 100 亿元，精确到分。")


class UnknownMatter(Invalid):
    code = "unknown_matter"
    message = translatable("请选这是哪一类事。门槛由类别决定，不用自己填。")


class NoticeTooShort(Invalid):
    code = "notice_too_short"
    message = translatable("开始投票要在公告满 15 天以后，最早 %(earliest)s。请把开始时间往后改。")


class VoteTooShort(Invalid):
    code = "vote_too_short"
    message = translatable("投票至少开放一整天。请把结束时间往后改。")


class RollLacking(Invalid):
    code = "roll_lacking"
    message = translatable(
        "还有 %(count)s 套房缺面积或业主。一套也不能漏：请先在登记里补好，再公告。"
    )


class RollEmpty(Invalid):
    code = "roll_empty"
    message = translatable("名册上还没有业主。请先在登记里写明每套房的业主和面积。")


class OwnPreparation(NotAllowed):
    code = "own_preparation"
    message = translatable("自己备好的要由另一个人公告。请找另一位业委会委员或社区书记看一遍。")


class PetitionMissing(Invalid):
    code = "petition_missing"
    message = translatable("临时会议要有五分之一以上的业主提议。请选一份够数的提议。")


class RulesUnknown(Invalid):
    code = "rules_unknown"
    message = translatable("还没有议事规则。请先写一版，再开会。")


class SilenceUngrounded(Invalid):
    code = "silence_ungrounded"
    message = translatable("不交票算同意多数，要写明业主大会哪次决定的。没有决定就不能这样算。")


class NotYetOpen(DomainError):
    code = "box_not_open"
    message = translatable("投票还没有开始，%(opens)s 才开始。到时候再来。")
    status = 409


class BoxClosed(DomainError):
    code = "box_closed"
    message = translatable("投票已经结束，不再收票。结果公布后这里能看到。")
    status = 409


class AlreadyVoted(DomainError):
    code = "already_voted"
    message = translatable(
        "这一户已经投过票（%(way)s，%(when)s）。一户一票，先到的有效，这一张不收。"
    )
    status = 409


class AnswerMissing(Invalid):
    code = "answer_missing"
    message = translatable("每个议题都要选一个：同意、反对或弃权。还有没选的，请选好再投。")


class TwoChoices(Invalid):
    code = "two_choices"
    message = translatable("第 %(position)s 个议题选了不止一个。每个议题只能选一个，请重选。")


class UnknownItem(Invalid):
    code = "unknown_item"
    message = translatable("选票上没有这个议题。请刷新页面，照着页面上的投。")


class NoBallotHere(NotAllowed):
    code = "no_ballot_here"
    message = translatable(
        "这是业主的投票，名册上没有您。租房的住户不投业主票，居民的事请看“居民投票”；"
        "名册有错，请提异议。"
    )


class ConfirmationMissing(Invalid):
    code = "confirmation_missing"
    message = translatable("要有业主本人确认：请业主签字拍照，或报手机上收到的验证码。")


class WrongCode(Invalid):
    code = "wrong_code"
    message = translatable("验证码不对，或已过期。请让业主再看一眼，或重新发一个。")


class NobodyToText(Invalid):
    code = "nobody_to_text"
    message = translatable("这一户的业主没有登记手机。请业主签字，拍下来。")


class ScanMissing(Invalid):
    code = "scan_missing"
    message = translatable("请先拍下或扫描这张纸票。")


class SecondPersonNeeded(DomainError):
    code = "second_person_needed"
    message = translatable("这张纸票您已经录过。请另一位同事照着票再录一遍，两遍一样才算数。")
    status = 409


class ProxyFull(DomainError):
    code = "proxy_full"
    message = translatable("一个人最多替 %(most)s 户投票，这位已经满了。请业主另找一位。")
    status = 409


class ProxyTaken(DomainError):
    code = "proxy_taken"
    message = translatable("这一户已经有委托的人。要换人，请先撤回原来的委托。")
    status = 409


class AlreadySigned(DomainError):
    code = "already_signed"
    message = translatable("您已经签过了，算一次就够。")
    status = 409


class NotPublished(DomainError):
    code = "not_published"
    message = translatable("结果还没有公布。公布以后才能下载。")
    status = 409


class SheetBroken(Invalid):
    code = "sheet_broken"
    message = translatable("表格读不懂。请用导出的样子：第一行是表头，每行一户。")


class SheetWrong(Invalid):
    code = "sheet_wrong"
    message = translatable("有 %(count)s 行不对，一行都没有收。第 %(rows)s 行：%(what)s")


class ListUnreadable(Invalid):
    code = "owner_list_unreadable"
    message = translatable(
        "没找到表头。表里要有房号（或楼栋、单元、室号），还要有业主姓名或面积。一行一户。"
    )


class ListRowWrong(Invalid):
    code = "owner_list_row_wrong"
    message = translatable("第 %(row)s 行“%(column)s”看不懂：%(what)s。请改好再传。")


class RunAlready(Stale):
    code = "ballot_run_already"
    message = translatable("上一张表还在收。等它收完，或先停下它。")


class RunFailed(DomainError):
    code = "ballot_run_failed"
    message = translatable("没有做成，票箱没有变化。请再试一次；还不行就告诉管理员。")
    status = 500


class SheetLate(Stale):
    code = "sheet_late"
    message = translatable("正在导入的时候有人投了票或封了箱，一行都没有收。请再导入一次。")


class PlateUnknown(Invalid):
    code = "plate_unknown"
    message = translatable("名册上没有这个门牌。请核对后再填。")


class SealBroken(DomainError):
    code = "seal_broken"
    message = translatable("封存码对不上，不能公布。请保留现场，联系街道和软件管理员。")
    status = 409
