"""Notices on the board and two that wait for approval: one notice, one message."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.base.accounts.api import Actor, User
from linli.base.calendars.api import SHANGHAI, clock_at
from linli.contact.mailings.api import find_template, submit_mailing, write_mailing
from linli.contact.notices.api import post_notice, submit_draft, write_draft
from linli.estate.organisations.api import load_actor
from linli.web.demo.cast import STAFF

# kind, days from now, days long, Chinese, English
_NOTICES = (
    (
        "disclosure", -40, 15, "上月物业收支公开",
        "上月共管账户的每一笔收入和支出，都列在服务中心的公示栏。\n有疑问请在公示期内提出，三日内答复。",
        "Accounts of last month",
        "Every income and expense of the joint account hangs at the service centre.",
    ),
    (
        "outage", -2, 7, "东区水管检修",
        "本周检修东区水管，白天水压会变小。请提前存一些水。\n给您添麻烦了。",
        "Pipes in the east are repaired",
        "The pressure is low by day this week. Please store some water.",
    ),
    (
        "disclosure", -1, 15, "居务公开：楼道照明改造",
        "楼道照明改造的范围、费用和施工单位见附表，公示十五天。",
        "Disclosure: new lights on the stairs",
        "Scope, cost and contractor, posted for fifteen days.",
    ),
)  # fmt: skip


def write_telling(now: datetime) -> int:
    """The demo's notices and drafts; how many were written."""
    author, approver = _actor("clerk"), _actor("lead")
    for kind, start, days, *words in _NOTICES:
        with clock_at(now + timedelta(days=start)):
            draft_id = _draft(author, now + timedelta(days=start), kind, days, words)
            submit_draft(draft_id, actor=author)
            post_notice(draft_id, actor=approver)
    with clock_at(now):
        submit_draft(_draft(author, now, "activity", 3, _WAITING), actor=author)
        _write_mailing(author)
    return len(_NOTICES) + 2


_WAITING = [
    "周六义诊", "周六上午九点，服务中心门前量血压、测血糖。走不动请打热线。",
    "Free check-up on Saturday", "Saturday at nine in front of the service centre.",
]  # fmt: skip


def _actor(role_key: str) -> Actor:
    username = next(one.username for one in STAFF if one.username == role_key)
    return load_actor(User.objects.get(username=username))


def _draft(author: Actor, at: datetime, kind: str, days: int, words: list[str]) -> int:
    day = at.astimezone(SHANGHAI).date()
    title_zh, body_zh, title_en, body_en = words
    return write_draft(
        actor=author, kind=kind, title_zh=title_zh, body_zh=body_zh, title_en=title_en,
        body_en=body_en, place_id=None, is_public=True, post_from=day,
        post_until=day + timedelta(days=days - 1),
    ).pk  # fmt: skip


def _write_mailing(author: Actor) -> None:
    template = find_template("clinic")
    if template is None:
        return
    mailing = write_mailing(
        actor=author, title=template.title, body_zh=template.body_zh, body_en=template.body_en,
        audience="everybody", once_a_home=True,
    )  # fmt: skip
    submit_mailing(mailing.pk, actor=author)
