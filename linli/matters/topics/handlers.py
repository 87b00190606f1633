"""A new matter finds its topic, and what came in where nobody chooses keeps what was suggested.

Doubled events change nothing.
"""

from __future__ import annotations

from linli.base.accounts.api import system_actor
from linli.base.events.api import handles
from linli.base.scopes.api import current_estate_id
from linli.matters.handling.api import Matter, MatterOpened
from linli.matters.handling.data import Channel
from linli.matters.topics.actions import record_suggestions
from linli.matters.topics.holding import trained_now
from linli.matters.topics.items import first_texts
from linli.matters.topics.placing import place_matter
from linli.matters.topics.showing import write_shown
from linli.matters.topics.suggesting import suggest

_NOBODY_CHOSE = frozenset({Channel.WECHAT.value, Channel.API.value})


@handles(MatterOpened)
def place_opened(event: MatterOpened) -> None:
    place_matter(event.matter_id)


@handles(MatterOpened)
def keep_suggestions(event: MatterOpened) -> None:
    """For WeChat and other systems: the desk finds the suggestions with the matter."""
    if event.channel not in _NOBODY_CHOSE:
        return
    matter = Matter.objects.select_related("place").filter(pk=event.matter_id).first()
    if matter is None:
        return
    trained_now()  # a worker may wait
    text = first_texts([matter.pk]).get(matter.pk, matter.title)
    actor = system_actor(current_estate_id())
    shown = suggest(text, actor=actor, place=matter.place, channel=matter.channel, with_same=False)
    record_suggestions(matter.pk, write_shown(shown), actor=actor)
