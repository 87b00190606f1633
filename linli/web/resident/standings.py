"""Where a matter stands, in plain sentences. The same for the phone and for the slip's QR code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from linli.base.calendars.api import now
from linli.matters.handling.data import State
from linli.web.resident.data import Facts, Standing
from linli.web.resident.times import say_instant, say_span


def standing_of(facts: Facts) -> Standing:
    """The words for a matter's state, and what happens next and when."""
    if facts.is_waiting_for_reporter and facts.state in (State.RECEIVED, State.ACCEPTED):
        return Standing(
            _("等您回话"),
            "amber",
            _("有一句话要问您。"),
            _("您回了，我们接着办。"),
            "waiting",
            True,
        )
    return _SAY[State(facts.state)](facts)


def _say_received(facts: Facts) -> Standing:
    return Standing(
        _("收到了"), "enamel", _("收到了，正在找人接办。"), _answer_by(facts), "running"
    )


def _answer_by(facts: Facts) -> str:
    if facts.is_answered:
        return _done_by(facts)
    if facts.respond_by <= now():
        return _("回话比说好的晚了，值班负责人在催。")
    return _("最晚%(when)s给您回话。") % {"when": say_instant(facts.respond_by)}


def _say_accepted(facts: Facts) -> Standing:
    word, worker = _("在办"), facts.worker or _("服务中心")
    start, until = facts.appointment_from, facts.appointment_until
    if start is not None and (until or start) > now():
        said = _("%(who)s%(when)s来看。") % {"who": worker, "when": _spaced(say_span(start, until))}
        return Standing(word, "enamel", said, _("时间不合适，下面告诉我们。"), "running")
    late = facts.due_at <= now()
    said = _("%(who)s已接，正在办。") % {"who": worker}
    return Standing(word, "enamel", said, _done_by(facts), "overdue" if late else "running")


def _spaced(words: str) -> str:
    return f" {words} "


def _done_by(facts: Facts) -> str:
    if facts.due_at <= now():
        return _("比说好的晚了，值班负责人在催。")
    return _("最晚%(when)s办好。") % {"when": say_instant(facts.due_at)}


def _say_done(facts: Facts) -> Standing:
    worker = facts.worker or _("服务中心")
    said = _("%(who)s说办好了。") % {"who": worker}
    return Standing(_("请您看看"), "amber", said, _("解决了吗？您说了算。"), "done", True)


def _say_closed(facts: Facts) -> Standing:
    said = {
        "unsolved": _("办结了，但没有解决。"),
        "partly": _("办结了，只解决了一部分。"),
        "unreachable": _("几次没有联系上您，先办结了。"),
    }.get(facts.result, _("办好了，也办结了。"))
    return Standing(_("办结"), "jade", said, _("还有问题，回一句就重新办。"), "done")


def _say_declined(facts: Facts) -> Standing:
    where = DECLINED.get(facts.decline_reason)
    said = where() if where else _("这件事社区办不了。")
    return Standing(_("办不了"), "", said, _("不明白或不同意，回一句就有人再看。"), "done")


def _say_merged(facts: Facts) -> Standing:
    said = _("好几家都报了同一件事，一起在办。")
    return Standing(_("一起办"), "enamel", said, _("有结果一起告诉您。"), "running")


def _say_withdrawn(facts: Facts) -> Standing:
    return Standing(
        _("撤回了"), "", _("您撤回了这件事，不再办。"), _("想法变了，回一句就接着办。"), "done"
    )


_SAY: dict[State, Callable[[Facts], Standing]] = {
    State.RECEIVED: _say_received,
    State.ACCEPTED: _say_accepted,
    State.DONE: _say_done,
    State.CLOSED: _say_closed,
    State.DECLINED: _say_declined,
    State.MERGED: _say_merged,
    State.WITHDRAWN: _say_withdrawn,
}
# REQ-02: a refusal always says where to turn instead
DECLINED: dict[str, Callable[[], str]] = {
    "emergency_service": lambda: _("这件事要找 110、119、120 或 122，请马上打过去。"),
    "court": lambda: _("这件事已在法院或仲裁委，请等那边的结果。"),
    "petition": lambda: _("这件事归信访或纪检部门，请打 12345 或到信访局。"),
    "repeat": lambda: _("这件事上次答复过，没有新情况。上次的答复还在。"),
    "secret": lambda: _("这里面有不能公开的内容，社区不能收。"),
    "indecent": lambda: _("话说得太重了，我们没法办。换个说法再告诉我们。"),
    "not_ours": lambda: _("这件事不归社区管。该找谁，下面写了。"),
}


def share_gone(start: datetime, due: datetime) -> float:
    """How much of the time is gone: 0 to 1, more when overdue."""
    whole = (due - start).total_seconds()
    return max(0.0, (now() - start).total_seconds() / whole) if whole > 0 else 1.0
