"""Refusals of an election: what, why, what now."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, Stale, translatable


class RollLate(Invalid):
    code = "roll_late"
    message = translatable(
        "名单要在投票前至少 %(days)s 天公布。今天公布，最早 %(earliest)s 投票。请改投票日期。"
    )


class ClosesFirst(Invalid):
    code = "election_closes_first"
    message = translatable("结束时间要在开始以后。请改时间。")


class NobodyOnRoll(Invalid):
    code = "nobody_on_roll"
    message = translatable("名单上还没有人。请先核对住户登记或居民代表。")


class TooFewCandidates(Invalid):
    code = "too_few_candidates"
    message = translatable("候选人 %(count)s 位，不够 %(seats)s 个席位。请再提名。")


class TooYoung(Invalid):
    code = "too_young"
    message = translatable("投票那天未满 18 周岁的人不能列入选民名单。")


class NotResident(Invalid):
    code = "not_a_resident"
    message = translatable("这个人不住在这次选举的范围里，不能列入名单。请先核对住户登记。")


class NotAnOwner(Invalid):
    code = "not_an_owner"
    message = translatable("业委会候选人要是业主。请先核对产权登记。")


class OnRollAlready(DomainError):
    code = "on_roll_already"
    message = translatable("这个人已经在名单上了。")
    status = 409


class CandidateAlready(DomainError):
    code = "candidate_already"
    message = translatable("这位已经是候选人了。")
    status = 409


class ElectionNotNow(Stale):
    code = "election_not_now"
    message = translatable("这次选举已经不在这一步了。请看最新情况。")


class RollFrozen(Stale):
    code = "roll_frozen"
    message = translatable("投票开始以后，名单和候选人不能再改。")


class ObjectionLate(Invalid):
    code = "objection_late"
    message = translatable(
        "对名单的异议要在公布后 5 天内提出，%(last)s 已经截止。有疑问请找服务中心。"
    )


class ObjectionAnswered(Stale):
    code = "objection_answered"
    message = translatable("这条异议已经答复过了。")


class ObjectionsOpen(Invalid):
    code = "objections_open"
    message = translatable("还有 %(count)s 条异议没有答复。请先答复，再开始投票。")


class NotYetOpen(Invalid):
    code = "election_not_yet_open"
    message = translatable("还没到投票时间，%(when)s 开始。")


class VotingClosed(Stale):
    code = "voting_closed"
    message = translatable("投票已经结束，不能再投了。")


class NotOnRoll(DomainError):
    code = "not_on_roll"
    message = translatable("名单上没有这个人，不能投票。请打服务热线核对。")
    status = 403


class ElectionVoteTwice(DomainError):
    code = "election_vote_twice"
    message = translatable("这一票已经投过了，以第一次为准。")
    status = 409


class TooManyChoices(Invalid):
    code = "too_many_choices"
    message = translatable("最多选 %(seats)s 位，您选了 %(count)s 位。请去掉几位。")


class NoChoice(Invalid):
    code = "no_choice"
    message = translatable("请至少选一位。")


class UnknownCandidate(Invalid):
    code = "unknown_candidate"
    message = translatable("选的人里有不在候选名单上的。请重新选。")


class NotConfirmed(Invalid):
    code = "not_confirmed"
    message = translatable("请本人看过并确认，再投进票箱。")


class CandidateHelps(DomainError):
    code = "candidate_helps"
    message = translatable("候选人不能替别人投票或收票。请换一位同事。")
    status = 403


class FourthProxy(Invalid):
    code = "fourth_proxy"
    message = translatable("一个人最多替 3 个人投票。请另找一位。")


class ProxyByCandidate(Invalid):
    code = "proxy_by_candidate"
    message = translatable("不能委托候选人投票。请另找一位。")


class NoProxyHere(Invalid):
    code = "no_proxy_here"
    message = translatable("居民代表选举要本人投票，不能委托。")


class ProxyTwice(DomainError):
    code = "proxy_twice"
    message = translatable("这位选民已经委托过别人了。")
    status = 409


class ProxySelf(Invalid):
    code = "proxy_self"
    message = translatable("不能委托自己。请另选一位。")


class SheetKnown(DomainError):
    code = "sheet_known"
    message = translatable("这个编号的纸票已经录过了。请核对编号。")
    status = 409


class SheetDiffers(Invalid):
    code = "sheet_differs"
    message = translatable("和第一位录的不一样。请两个人对着纸票一起再看。")


class SheetSamePerson(DomainError):
    code = "sheet_same_person"
    message = translatable("纸票要由另一个人再录一遍。请换一位同事。")
    status = 403


class SheetsTooMany(Invalid):
    code = "sheets_too_many"
    message = translatable("纸票比发出去的还多，不能录。发出 %(given)s 张，请查清楚。")


class SheetsWaiting(Invalid):
    code = "sheets_waiting"
    message = translatable("还有 %(count)s 张纸票等第二个人核对。请先核对。")


class CountTooSoon(Invalid):
    code = "count_too_soon"
    message = translatable("投票还没结束，不能计票。")


class NoRoundNeeded(Invalid):
    code = "no_round_needed"
    message = translatable("席位都选满了，不用再投。")


class SeatsOpen(Invalid):
    code = "seats_open"
    message = translatable("还有席位没选出来。请先再投一轮。")
