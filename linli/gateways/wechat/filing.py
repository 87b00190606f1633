"""From a chat into the queue: a matter is opened, added to, completed."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.accounts.api import Actor, system_actor
from linli.base.calendars.api import now
from linli.base.scopes.api import current_estate_id
from linli.estate.places.api import Place
from linli.gateways.wechat import answers, media
from linli.gateways.wechat.data import Incoming, Kind
from linli.gateways.wechat.models import (
    WechatAccount,
    WechatContact,
    WechatMedia,
)
from linli.gateways.wechat.queries import nameable
from linli.gateways.wechat.rules import pieces
from linli.gateways.wechat.voices import voice_for
from linli.matters.handling.api import (
    Matter,
    answer_question,
    complete_matter,
    open_matter,
    reply_to_matter,
)
from linli.matters.handling.data import Channel
from linli.matters.topics.api import guess_category

# a category that is a kind of its own; everything else is a request for help
_KINDS = {"enquiry": "enquiry", "thanks": "thanks", "neighbour_dispute": "complaint",
          "noise_neighbour": "complaint", "noise_square_dance": "complaint"}  # fmt: skip
PLACELESS = frozenset({"enquiry", "thanks"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody in the chat: the account written to, the contact, and the actor behind it."""

    account: WechatAccount
    contact: WechatContact
    actor: Actor

    @property
    def is_known(self) -> bool:
        """Whether a person of ours speaks, and not a stranger."""
        return self.actor.user_id is not None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new matter is made of; `key` names the message that began it."""

    key: str
    words: str
    category: str = ""
    place: Place | None = None
    place_text: str = ""
    is_emergency: bool = False


def file_matter(speaker: Speaker, draft: Draft) -> Matter:
    """Open the matter that a message asks for; the same message again is the same matter."""
    first, *rest = pieces(draft.words)
    category = draft.category or guess_category(first)
    place = nameable(draft.place, speaker.actor) if draft.place else None
    place_text = draft.place_text
    if draft.place and place and place.pk != draft.place.pk:
        place_text = place_text or draft.place.plate
    matter = open_matter(
        actor=speaker.actor,
        kind=_KINDS.get(category, "request"),
        category=category,
        channel=Channel.WECHAT.value,
        text=first,
        place_id=place.pk if place else None,
        place_text=place_text[:120],
        reporter_id=speaker.actor.person_id,
        reporter_name=speaker.actor.name if speaker.is_known else answers.stranger(),
        reporter_phone=_phone_of(speaker.contact),
        urgency="emergency" if draft.is_emergency else "none",
        client_key=f"wechat-{draft.key}",
    )
    for n, piece in enumerate(rest, 2):
        add_words(speaker, matter, f"{answers.part_of_text(n)}\n{piece}")
    media.file_waiting(speaker.contact, matter)
    return matter


def _phone_of(contact: WechatContact) -> str:
    account = contact.account
    return (account.phone or "") if account is not None else ""


def add_words(speaker: Speaker, matter: Matter, text: str) -> Matter:
    """One more entry of the resident's; the answer, when a question waits."""
    actor = _voice(speaker, matter)
    for piece in pieces(text):
        if matter.is_waiting_for_reporter and speaker.is_known:
            matter = answer_question(matter.pk, actor=actor, text=piece)
        else:
            matter = reply_to_matter(matter.pk, actor=actor, text=piece)
    return matter


def _voice(speaker: Speaker, matter: Matter) -> Actor:
    """The speaker; for a stranger's words the software passes them on as the desk would."""
    if speaker.is_known:
        return speaker.actor
    return voice_for(matter)


def add_place(speaker: Speaker, matter: Matter, place: Place | None, words: str) -> Matter:
    """Say where it is; the words stay in the timeline, too."""
    found = nameable(place, speaker.actor) if place else None
    complete_matter(
        matter.pk,
        actor=system_actor(current_estate_id()),
        place_id=found.pk if found else None,
        place_text=" ".join(words.split())[:120],
    )
    return add_words(speaker, Matter.objects.get(pk=matter.pk), words)


def keep_media(speaker: Speaker, message: Incoming, matter: Matter | None) -> WechatMedia | None:
    """Note a picture, voice or video; where its matter is known it is fetched at once."""
    if message.kind not in (Kind.IMAGE, Kind.VOICE, Kind.VIDEO) or not message.media_id:
        return None
    row: WechatMedia = WechatMedia.objects.create(
        contact=speaker.contact, kind=message.kind.value, media_id=message.media_id, at=now()
    )
    if matter is not None:
        media.file_one(row, matter.pk)
    return row
