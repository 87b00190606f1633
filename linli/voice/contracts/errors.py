from __future__ import annotations

from linli.base.errors import DomainError, Invalid, NotAllowed, Stale, translatable


class NoArticles(Invalid):
    code = "no_articles"
    message = translatable("没有找到条文。每一条请另起一行，以“第一条”或“1.”开头。")


class ArticlesOutOfOrder(Invalid):
    code = "articles_out_of_order"
    message = translatable(
        "第 %(number)s 条排在第 %(before)s 条后面。请检查编号，每条只能出现一次。"
    )


class TextTooLong(Invalid):
    code = "paper_too_long"
    message = translatable("有 %(count)s 个字，最多 %(most)s 个。请写短些。")


class GroundMissing(Invalid):
    code = "ground_missing"
    message = translatable(
        "还没有依据。请选业主大会的决定；决定早于本系统的，请写明是哪次大会并附上签字扫描件。"
    )


class GroundUnknown(Invalid):
    code = "ground_unknown"
    message = translatable("没有找到这个决定。请从列表中选。")


class GroundWrong(Invalid):
    code = "ground_wrong"
    message = translatable("“%(title)s”决定的是别的事，不能作这份文本的依据。请从列表中选。")


class TermWrong(Invalid):
    code = "term_wrong"
    message = translatable("结束的日子要晚于开始的日子。")


class ValidityWrong(Invalid):
    code = "validity_wrong"
    message = translatable("这一版要从 %(day)s 或以后生效：更早的一版已经公布，不能倒回去改。")


class OwnDraft(DomainError):
    code = "own_draft"
    message = translatable("自己写的文本要由另一个人公布。请找另一位负责人看一遍。")
    status = 403


class DraftGone(Stale):
    code = "draft_gone"
    message = translatable("这份草稿已经公布或删掉了。请看最新一版。")


class PartiesSame(Invalid):
    code = "parties_same"
    message = translatable("合同的两方不能是同一个单位。")


class PriceWrong(Invalid):
    code = "contract_price_wrong"
    message = translatable("价格要大于零，写到分为止，如 0.60。最多一亿元。")


class PriceNameless(Invalid):
    code = "contract_price_nameless"
    message = translatable("请写这个价格是什么的，最多 60 个字。")


class PriceUnitWrong(Invalid):
    code = "contract_price_unit_wrong"
    message = translatable("请选这个价格按什么算。")


class TooManyPrices(Invalid):
    code = "contract_prices_too_many"
    message = translatable("一份合同最多 %(most)s 个价格。")


class NoticeTooLate(Invalid):
    code = "notice_too_late"
    message = translatable(
        "书面通知要提前 %(days)s 天（民法典）。按 %(given)s 通知，最早 %(earliest)s 结束。"
    )


class NoRenewalTooLate(Invalid):
    code = "no_renewal_too_late"
    message = translatable(
        "物业公司不续约，要在到期前 %(days)s 天书面通知，最晚是 %(last)s。"
        "现在已经过了，请双方商量。"
    )


class NoticeGiven(Stale):
    code = "notice_given"
    message = translatable("这份合同已经有这种通知了。每种通知只有一次。")


class ContractOver(Stale):
    code = "contract_over"
    message = translatable("这份合同已经结束，不能再改。")


class ScheduleWrong(Invalid):
    code = "schedule_wrong"
    message = translatable("间隔请填 1 到 366 之间的整数。")


class NothingDue(Stale):
    code = "nothing_due"
    message = translatable("这一项现在不用打卡，或者已经打过了。请刷新看一看。")


class NotYourCompany(NotAllowed):
    code = "not_your_company"
    message = translatable("打卡由合同里的物业公司来做。看到没做好的，请登记成事项。")


class ProofNeeded(Invalid):
    code = "service_proof_needed"
    message = translatable("这一项要有照片。请拍一张再打卡。")


class ReasonNeeded(Invalid):
    code = "service_reason_needed"
    message = translatable("不合格，请写一句哪里不好。")


class ExpiryWrong(Invalid):
    code = "expiry_wrong"
    message = translatable("有效期要晚于检验的日子，检验的日子不能在今天以后。")


class RatedAlready(Stale):
    code = "rated_already"
    message = translatable("这一家这个季度已经评过了。每家每季度评一次。")


class NotARater(NotAllowed):
    code = "not_a_rater"
    message = translatable("评分的是业主和住在这里的人。登记里还没有您的住处，请到服务中心核对。")


class ScoresWrong(Invalid):
    code = "scores_wrong"
    message = translatable("每个问题请选一个分数，1 到 5 分。")


class ConfirmationMissing(Invalid):
    code = "confirmation_missing"
    message = translatable("代办要本人点头。请写明本人怎么确认的。")


class QuarterNotOver(Invalid):
    code = "quarter_not_over"
    message = translatable("这个季度还没过完，过完以后再公布。")


class UseOpenAlready(Stale):
    code = "use_open_already"
    message = translatable("这套房子已经有一份征求同意的名单。请看那一份。")


class UseClosed(Stale):
    code = "use_closed"
    message = translatable("这份名单已经有了结果，不能再改。")


class NotAsked(NotAllowed):
    code = "not_asked"
    message = translatable("这份名单只问本楼的其他业主。名单里没有您；登记有误请到服务中心核对。")


class AnsweredAlready(Stale):
    code = "answered_already"
    message = translatable("这一位已经答复过了。改主意请写明，由服务中心另记一件事项。")
