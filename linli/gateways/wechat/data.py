"""The words of the WeChat gateway: modes, message kinds, steps of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How the platform sends (消息加解密方式)."""

    PLAIN = "plain"  # 明文
    COMPAT = "compat"  # 兼容: plain fields beside the sealed ones; only the sealed ones count
    SAFE = "safe"  # 安全


class Kind(StrEnum):
    """What came in. Everything that the platform may add later is UNKNOWN."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"
    LINK = "link"
    EVENT = "event"
    UNKNOWN = "unknown"


class Step(StrEnum):
    """What the next message of a person is expected to be; each step ends by itself."""

    WORDS = "words"  # a picture or a place came first: what is it about
    PLACE = "place"  # words came: where is it
    WHERE = "where"  # the matter is open already (danger, voice): where is it
    JOIN = "join"  # just told: what follows belongs to it
    ANSWER = "answer"  # a question of the staff waits
    RESULT = "result"  # the work is said to be done: solved or not
    REFUSE = "refuse"  # not solved: what is still wrong
    WITHDRAW = "withdraw"  # sure?


class MediaState(StrEnum):
    WAITING = "waiting"
    KEPT = "kept"
    DEAD = "dead"  # the platform no longer has it, or it is not what it says


class Command(StrEnum):
    """What somebody asks for by a word or a tap in the menu."""

    REPORT = "report"
    STATUS = "status"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    WITHDRAW = "withdraw"
    NEW = "new"
    BIND = "bind"
    UNBIND = "unbind"
    HELP = "help"
    HUMAN = "human"
    CHINESE = "chinese"
    ENGLISH = "english"
    GREETING = "greeting"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message or event as the platform sent it. `sent_at` is its CreateTime, Unix seconds.

    `text` holds the words: of a text, recognised ones of a voice, the label of a location, title
    and address of a link. `raw_type` is the MsgType as it stood there.
    """

    kind: Kind
    raw_type: str
    openid: str
    to: str
    sent_at: int
    message_id: str = ""
    text: str = ""
    media_id: str = ""
    media_format: str = ""
    event: str = ""
    event_key: str = ""
    latitude: str = ""
    longitude: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What is said back, and the matter that it speaks of. No words: nothing is said."""

    words: str = ""
    matter_id: int | None = None
