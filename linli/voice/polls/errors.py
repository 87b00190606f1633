from __future__ import annotations

from linli.base.errors import DomainError, Invalid, NotAllowed, Stale, translatable


class NotInAudience(NotAllowed):
    code = "not_in_audience"
    message = translatable("这次问的是%(who)s，登记里您不在其中。登记有误，请到服务中心核对。")


class NotOpenYet(Stale):
    code = "poll_not_open_yet"
    message = translatable("还没有开始，%(when)s起可以投。")


class PollClosed(Stale):
    code = "poll_closed"
    message = translatable("已经截止了，这次不能再投。结果在这一页看。")


class SpokenAlready(Stale):
    code = "poll_spoken_already"
    message = translatable("已经收到了，每%(unit)s投一次。投出的不能再改。")


class ChoiceWrong(Invalid):
    code = "poll_choice_wrong"
    message = translatable("“%(question)s”只能选 %(most)s 项。")


class ChoiceUnknown(Invalid):
    code = "poll_choice_unknown"
    message = translatable("“%(question)s”没有这个选项。请从列出的选。")


class AnswerMissing(Invalid):
    code = "poll_answer_missing"
    message = translatable("“%(question)s”还没有回答。")


class NothingSaid(Invalid):
    code = "poll_nothing_said"
    message = translatable("还没有回答任何问题。至少回答一个再交。")


class WordsTooLong(Invalid):
    code = "poll_words_too_long"
    message = translatable(
        "写了 %(count)s 个字，最多 %(most)s 个。请写短些；要说的多，可以登记成事项。"
    )


class ConfirmationMissing(Invalid):
    code = "poll_confirmation_missing"
    message = translatable("代投要本人点头。请写明本人怎么确认的。")


class QuestionsWrong(Invalid):
    code = "poll_questions_wrong"
    message = translatable("至少要有一个问题；选择题至少要有两个不同的选项，最多 12 个。")


class TimesWrong(Invalid):
    code = "poll_times_wrong"
    message = translatable("截止要晚于开始，也要晚于现在。")


class AudienceWrong(Invalid):
    code = "poll_audience_wrong"
    message = translatable("请选问哪个网格或哪栋楼。")


class OwnPoll(DomainError):
    code = "own_poll"
    message = translatable("问全小区的，要由另一个人批准。请找主任、书记或另一位委员看一遍。")
    status = 403


class NotNow(Stale):
    code = "poll_not_now"
    message = translatable("这份投票已经不在这一步了。请看最新情况。")


class OutcomeMissing(Invalid):
    code = "poll_outcome_missing"
    message = translatable("大家说了话，要告诉大家后来怎样。请写明结果怎么用，再归档。")


class NobodyInvited(Invalid):
    code = "talk_nobody_invited"
    message = translatable("还没有请人。协商至少要请两方。")


class TalkIncomplete(Invalid):
    code = "talk_incomplete"
    message = translatable("记录和结果都要写，才能公布。")
