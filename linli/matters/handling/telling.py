"""Residents hear on their own channel what is said of their matter."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from linli.base.calendars.api import now
from linli.base.scopes.api import Estate
from linli.contact.messages.api import site_address, tell_person
from linli.matters.handling.data import EntryKind
from linli.matters.handling.following import follow_token
from linli.matters.handling.models import Matter, MatterEntry

OLD = timedelta(days=1)  # who has waited that long for a text has seen it on the page
OLD_IN_DEMO = timedelta(minutes=10)  # the demo ends with things that have just happened
# a chat goes on where it was: its own gateway tells and waits for the answer
_CHATS = frozenset({"wechat"})
LONGEST_WORDS = 120


def tell_listeners(entry_id: int, kind: str, person_ids: tuple[int, ...]) -> int:
    """Queue one message for each person who waits for this entry; how many were told.

    Nothing for what happened long ago. The same entry is told once, however often asked.
    """
    entry = MatterEntry.objects.select_related("matter", "text").filter(pk=entry_id).first()
    if entry is None:
        return 0
    matter = entry.matter
    estate = Estate.objects.get(pk=matter.estate_id)
    if now() - entry.at > (OLD_IN_DEMO if estate.is_demo else OLD):
        return 0
    bodies = {code: _say(code, matter, entry, kind) for code in ("zh-hans", "en")}
    told = [
        tell_person(
            person, key=f"entry:{entry_id}:{person}", purpose="matter", title=matter.title,
            bodies=bodies, link=follow_address(matter), estate_id=matter.estate_id,
            is_urgent=matter.urgency == "emergency", told_elsewhere=_CHATS,
        )
        for person in person_ids
    ]  # fmt: skip
    return sum(message is not None for message in told)


def _say(code: str, matter: Matter, entry: MatterEntry, kind: str) -> str:
    words = entry.text.body.strip() if entry.text is not None else ""
    said = words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"
    facts = {"number": matter.number, "words": said, "link": follow_address(matter)}
    with translation.override(code):
        return _sentence(kind) % facts


def _sentence(kind: str) -> str:
    sentences = {
        EntryKind.ASKED: _("您的事 %(number)s，想问您：%(words)s 回答点这里：%(link)s"),
        EntryKind.DONE: _("您的事 %(number)s 说办好了：%(words)s 请看一眼：%(link)s"),
        EntryKind.CLOSED: _("您的事 %(number)s 办结了。还有问题点这里：%(link)s"),
        EntryKind.DECLINED: _("您的事 %(number)s 这里办不了：%(words)s 详情：%(link)s"),
    }
    known = {str(key): words for key, words in sentences.items()}
    return known.get(kind) or _("您的事 %(number)s 有新消息：%(words)s 看进展：%(link)s")


def follow_address(matter: Matter) -> str:
    """The whole address of the page that shows where a matter stands, without signing in."""
    return site_address() + reverse("public:follow", args=[follow_token(matter)])
