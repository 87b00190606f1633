"""Refusals of bodies, meetings and duties: what, why, what now."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, Stale, translatable


class EvenSeats(Invalid):
    code = "even_seats"
    message = translatable("业委会的委员人数要是单数，5 到 11 人。请改成 5、7、9 或 11。")


class SeatsOutOfRange(Invalid):
    code = "seats_out_of_range"
    message = translatable("委员人数要在 %(fewest)s 到 %(most)s 之间。请改人数。")


class TermTooLong(Invalid):
    code = "term_too_long"
    message = translatable("一届最长 5 年，最晚到 %(last)s。请改最后一天。")


class TermOrder(Invalid):
    code = "term_order"
    message = translatable("最后一天不能早于第一天，也不能和上一届重叠。请改日期。")


class BodyExists(DomainError):
    code = "body_exists"
    message = translatable("这个组织已经登记了。请打开它继续。")
    status = 409


class TermFull(DomainError):
    code = "term_full"
    message = translatable("这一届的 %(seats)s 个席位都有人了。先有人离任，再补。")
    status = 409


class SeatTaken(DomainError):
    code = "seat_taken"
    message = translatable("这个人已经在这一届里了。请换一位。")
    status = 409


class ChairTaken(DomainError):
    code = "chair_taken"
    message = translatable("已经有主任了。请先把原来的改成委员。")
    status = 409


class CloseRelative(Invalid):
    code = "close_relative"
    message = translatable("居务监督委员会的成员不能是居委会成员本人或近亲属。请换一位。")


class DeclarationMissing(Invalid):
    code = "declaration_missing"
    message = translatable("请本人声明和居委会成员没有近亲属关系，再任命。")


class TermOver(Stale):
    code = "term_over"
    message = translatable("这一届已经结束了。请到新的一届里办。")


class AgendaLate(Invalid):
    code = "agenda_late"
    message = translatable(
        "议程要在开会前至少 %(days)s 天公告。今天公告，最早 %(earliest)s 开会。请改开会日期。"
    )


class AgendaEmpty(Invalid):
    code = "agenda_empty"
    message = translatable("还没有议题。请先写议程，再公告。")


class AgendaFrozen(Stale):
    code = "agenda_frozen"
    message = translatable("议程公告以后不能再改。新的议题请放到下一次会。")


class OffAgenda(Invalid):
    code = "off_agenda"
    message = translatable("这件事不在公告的议程里，这次会不能决定。请放到下一次会。")


class MeetingNotNow(Stale):
    code = "meeting_not_now"
    message = translatable("这次会已经不在这一步了。请看最新情况。")


class MeetingNotYet(Invalid):
    code = "meeting_not_yet"
    message = translatable("还没到开会的时间。开会以后再记。")


class NoQuorum(Invalid):
    code = "no_quorum"
    message = translatable("到会 %(present)s 人，应到 %(entitled)s 人，人数不够，不能作决定。")


class NotAtMeeting(Invalid):
    code = "not_at_meeting"
    message = translatable("没有到会的人不能表决。请先签到。")


class VotedAlready(DomainError):
    code = "member_voted_already"
    message = translatable("这位委员对这个议题已经表决过了，以第一次为准。")
    status = 409


class ProxyRefused(Invalid):
    code = "proxy_refused"
    message = translatable("委员要自己到会表决，不能委托别人。")


class CountWrong(Invalid):
    code = "count_wrong"
    message = translatable("赞成、反对、弃权加起来不能超过到会人数。请核对。")


class DecidedAlready(DomainError):
    code = "decided_already"
    message = translatable("这个议题已经有决定了。")
    status = 409


class Undecided(Invalid):
    code = "undecided"
    message = translatable("还有议题没有记结果。请一项一项记完。")


class SecondSignature(Invalid):
    code = "second_signature"
    message = translatable("会议记录要由主持人和另一位到会的人签字，两人不能是同一个。")


class MinutesNotNow(Stale):
    code = "minutes_not_now"
    message = translatable("会议记录已经不在这一步了。请看最新情况。")


class ProofNeeded(Invalid):
    code = "proof_needed"
    message = translatable("请附上凭证，比如回执或交接单的照片，再销账。")


class DutyDone(Stale):
    code = "duty_done"
    message = translatable("这一项已经办完了。")


class ScoredAlready(DomainError):
    code = "scored_already"
    message = translatable("这一户已经评过了，一户评一次。")
    status = 409


class ScoreOutOfRange(Invalid):
    code = "score_out_of_range"
    message = translatable("每一项请打 1 到 5 分。")


class AppraisalClosed(Stale):
    code = "appraisal_closed"
    message = translatable("现在不在评议的日子里。")


class AppraisalThisYear(DomainError):
    code = "appraisal_this_year"
    message = translatable("今年的评议已经开过了。请打开它。")
    status = 409


class RepresentativeTwice(DomainError):
    code = "representative_twice"
    message = translatable("这位居民已经是代表了。")
    status = 409


class HouseholdNotAsked(Invalid):
    code = "household_not_asked"
    message = translatable("代办要这一户的人点头。请写明本人怎么确认的。")
