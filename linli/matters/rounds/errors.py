"""What rounds refuse, and what to do instead."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, translatable


class BatchUnreadable(Invalid):
    code = "batch_unreadable"
    message = translatable("送来的内容读不懂（%(where)s）。平板上的记录还在，请更新页面后再送。")
    status = 400


class BatchTooLarge(DomainError):
    code = "batch_too_large"
    message = translatable("一次最多送 %(limit)s 条。请分几次送。")
    status = 413


class OtherAccount(DomainError):
    code = "other_account"
    message = translatable("这些记录是另一位同事的。请让他自己登录后再送，记录不会丢。")
    status = 409


class NothingToAsk(DomainError):
    code = "nothing_to_ask"
    message = translatable("这里眼下没有要问的：该知道的都知道，也都不旧。换个范围再试。")
    status = 409


class NotOnRound(DomainError):
    code = "not_on_round"
    message = translatable("这扇门不在您的走访单上。请让网格员把这次走访分给您。")
    status = 404


class NotAskedHere(DomainError):
    code = "not_asked_here"
    message = translatable("这一项不由您来问。请记在“要转告的话”里，网格员会看到。")
    status = 403


class PersonGone(DomainError):
    code = "person_gone"
    message = translatable("这个人的档案已经不在了，这一条没有写进登记。需要时请到居民页查看。")
    status = 404


class Decided(DomainError):
    code = "decided"
    message = translatable("这一条刚才已经有人定了。请刷新页面。")
    status = 409


class CannotShare(Invalid):
    code = "cannot_share"
    message = translatable("只能分给有账号的同事、楼长、志愿者或本小区居民。请从列表中选。")
