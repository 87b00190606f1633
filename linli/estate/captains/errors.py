from __future__ import annotations

from linli.base.errors import DomainError, Invalid, translatable


class RoundOpen(DomainError):
    code = "round_open"
    message = translatable("这栋楼的推荐正在进行。请先结束它。")
    status = 409


class RoundClosed(DomainError):
    code = "round_closed"
    message = translatable("这次推荐已经结束，不能再记了。")
    status = 409


class BadRound(Invalid):
    code = "bad_round"
    message = translatable("最后一天不能早于第一天。")


class RecommendedTwice(DomainError):
    code = "recommended_twice"
    message = translatable("这一户已经推荐过了。一户推荐一次。")
    status = 409


class NotOfBuilding(Invalid):
    code = "not_of_building"
    message = translatable("推荐的一户和被推荐的人都要住在这栋楼。")


class NothingToAppoint(DomainError):
    code = "nothing_to_appoint"
    message = translatable("这次推荐还没有结束，或者没有推荐到这个人。")
    status = 409
