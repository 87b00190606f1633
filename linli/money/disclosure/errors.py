from __future__ import annotations

from linli.base.errors import DomainError, Invalid, NotFound, Stale, translatable


class NotOverYet(Invalid):
    code = "period_not_over"
    message = translatable("这个季度还没有过完。过完再公布，公布后就不能改了。")


class PublishedAlready(Stale):
    code = "published_already"
    message = translatable("这一期已经公布了。发现有错，请发更正，写明改了什么。")


class CorrectionSaysWhy(Invalid):
    code = "correction_says_why"
    message = translatable("更正要写明改了什么、为什么改。大家会看到。")


class NothingToCorrect(Invalid):
    code = "nothing_to_correct"
    message = translatable("账和已公布的一样，没有要更正的。")


class StatementDiffers(DomainError):
    """The sum of the lines is not what the ledger says: nothing is published before somebody
    found out why."""

    code = "statement_differs"
    message = translatable(
        "明细加起来和总账差 %(difference)s 元（%(where)s），没有公布。请先找出原因。"
    )
    status = 409


class TooManyObjections(DomainError):
    code = "too_many_objections"
    message = translatable("一小时内问得太多了。请过一会儿再写，急的话请打服务热线。")
    status = 429


class QuestionMissing(Invalid):
    code = "question_missing"
    message = translatable("请写下您的疑问，一两句就行。")


class AnswerMissing(Invalid):
    code = "answer_missing"
    message = translatable("请写明答复。大家都会看到，不要写姓名、门牌和电话。")


class AnsweredAlready(Stale):
    code = "answered_already"
    message = translatable("这个疑问已经答复了。要补充，请在事项里告诉他。")


class FileBeingMade(DomainError):
    code = "file_being_made"
    message = translatable("整本账的文件正在准备，几分钟后再来下载。")
    status = 503


class NoSuchPeriod(NotFound):
    code = "no_such_period"
    message = translatable("没有这一期。请从列表中选。")
