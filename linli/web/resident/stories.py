"""The timeline as its reporter reads it: who did what, said in words, nothing internal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.matters.handling.api import Matter, timeline_for
from linli.matters.handling.data import TimelineLine, Visibility
from linli.web.resident.queries import worker_names
from linli.web.resident.times import say_instant, say_span


@dataclass(frozen=True, slots=True)
class StoryLine:
    at: datetime
    at_words: str
    who: str
    what: str
    words: str
    sign: str
    files: tuple[Any, ...]


_WHAT: dict[str, tuple[Any, str]] = {
    "opened": (_l("说了这件事"), "matter"),
    "asked": (_l("问您"), "help"),
    "answered": (_l("补充"), "reply"),
    "told": (_l("告诉您"), "sms"),
    "accepted": (_l("接下了"), "hand"),
    "assigned": (_l("换了人来办"), "person"),
    "appointed": (_l("约好"), "calendar"),
    "extended": (_l("要晚几天"), "clock"),
    "changed": (_l("改了登记"), "edit"),
    "step": (_l("调解"), "people"),
    "done": (_l("说办好了"), "check"),
    "visited": (_l("回访"), "phone"),
    "closed": (_l("办结"), "seal"),
    "reopened": (_l("重新办"), "back"),
    "declined": (_l("说明办不了"), "close"),
    "merged": (_l("和别家的一起办"), "merge"),
    "withdrawn": (_l("撤回了这件事"), "back"),
    "unmerged": (_l("又单独来办"), "split"),
    "joined": (_l("也报了这件事"), "people"),
    "split": (_l("分成几件来办"), "split"),
    "thanked": (_l("道了谢"), "thanks"),
    "rated": (_l("说了结果"), "star"),
}


def story_of(actor: Actor, matter: Matter) -> list[StoryLine]:
    """What concerns the reporter, oldest first; internal lines stay inside even for staff."""
    lines = [
        line
        for line in timeline_for(actor, matter)
        if line.visibility == Visibility.REPORTER.value and line.kind in _WHAT
    ]
    names = worker_names(line.actor_id for line in lines)
    return [_tell(line, names, actor) for line in lines]


def _tell(line: TimelineLine, names: Mapping[int, str], actor: Actor) -> StoryLine:
    what, sign = _WHAT[line.kind]
    return StoryLine(
        at=line.at,
        at_words=say_instant(line.at),
        who=_who(line, names, actor),
        what=_with_details(str(what), line),
        words=_("（已按本人要求删除）") if line.is_redacted else line.text,
        sign=sign,
        files=line.files,
    )


def _who(line: TimelineLine, names: Mapping[int, str], actor: Actor) -> str:
    if line.actor_id is not None and line.actor_id == actor.user_id:
        return _("您")
    return names.get(line.actor_id or 0) or line.actor or _("服务中心")


def _with_details(what: str, line: TimelineLine) -> str:
    tell = _DETAILS.get(line.kind)
    more = tell(line.data) if tell else ""
    return f"{what} {more}" if more else what


def _span(data: Mapping[str, Any]) -> str:
    start, until = _instant(data.get("start")), _instant(data.get("until"))
    return say_span(start, until) if start else ""


def _due(data: Mapping[str, Any]) -> str:
    due = _instant(data.get("due_at"))
    return _("到%(when)s") % {"when": say_instant(due)} if due else ""


def _rating(data: Mapping[str, Any]) -> str:
    codes = (data.get("result"), data.get("satisfaction"))
    return _("，").join(str(_RATINGS[code]) for code in codes if code in _RATINGS)


_RATINGS = {
    "solved": _l("解决了"),
    "unsolved": _l("还没解决"),
    "partly": _l("解决了一部分"),
    "satisfied": _l("满意"),
    "fair": _l("一般"),
    "dissatisfied": _l("不满意"),
}
_DETAILS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "appointed": _span,
    "extended": _due,
    "rated": _rating,
    "visited": _rating,
}


def _instant(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def opening_words(lines: Iterable[StoryLine]) -> StoryLine | None:
    """What was said first: it stands large above the rest. Whoever joined does not hear it."""
    return next((line for line in lines if line.sign == "matter"), None)


def open_question(lines: list[StoryLine]) -> StoryLine | None:
    """The latest question, for the reporter to answer."""
    return next((line for line in reversed(lines) if line.sign == "help"), None)
