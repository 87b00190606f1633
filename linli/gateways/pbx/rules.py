"""Reading what a PBX tells: every maker has other names for the same few facts.

Asterisk, FreePBX, FreeSWITCH, 3CX and the Chinese call-centre boxes can all open an address when
a call rings, is answered or ends; what they call the number, the call and the moment differs.
"""

from __future__ import annotations

from collections.abc import Mapping

from linli.matters.intake.data import CallNews, CallReport

_KEYS = ("call_id", "callid", "call_key", "uniqueid", "linkedid", "uuid", "session_id", "id")
_PHONES = (
    "caller", "callerid", "caller_id", "cid", "from", "ani", "src", "phone", "number", "calling",
    "caller_number", "caller_id_number",
)  # fmt: skip
_CALLED = ("callee", "called", "dst", "to", "dnis", "destination_number")
_SEATS = ("extension", "exten", "ext", "agent", "answered_by", "operator")
_NEWS = ("event", "state", "status", "type", "disposition", "action")
_RECORDINGS = ("recording", "recording_url", "record_url", "recordingfile", "record_file", "url")
_DIRECTIONS = ("direction", "call_type", "dir")

_WORDS: dict[CallNews, frozenset[str]] = {
    CallNews.RINGING: frozenset(
        "ring ringing ringed start incoming alerting newcall invite popup".split()
    ),
    CallNews.ANSWERED: frozenset("answer answered connect connected up talking bridge".split()),
    CallNews.ENDED: frozenset("end ended hangup hungup bye complete completed terminated".split()),
    CallNews.MISSED: frozenset(
        "missed noanswer no_answer unanswered abandon abandoned busy cancel cancelled timeout"
        " failed voicemail".split()
    ),
    CallNews.RECORDED: frozenset("record recorded recording cdr".split()),
}
_OUTGOING = frozenset({"out", "outgoing", "outbound", "outbound-api", "callout"})


class Unreadable(ValueError):
    """A message that lacks what makes it one; `field` names it."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


def read_report(sent: Mapping[str, object]) -> CallReport:
    """The facts of one message. Raises Unreadable naming what is missing: call_id or event.

    A message with a recording and no known event tells of the recording.
    """
    values = {k.strip().lower().replace("-", "_"): _plain(v) for k, v in sent.items()}
    key = _first(values, _KEYS)
    if not key:
        raise Unreadable("call_id")
    recording = _first(values, _RECORDINGS)
    news = _news(_first(values, _NEWS))
    if news is None and not recording:
        raise Unreadable("event")
    outgoing = _first(values, _DIRECTIONS).lower() in _OUTGOING
    phone = _first(values, _CALLED if outgoing else _PHONES)
    return CallReport(
        call_key=key[:80], news=news or CallNews.RECORDED, phone=phone[:40],
        extension=_first(values, _SEATS)[:20], is_outgoing=outgoing, recording=recording,
    )  # fmt: skip


def _plain(value: object) -> str:
    """One line of printable text; what is nested or null counts as nothing."""
    if value is None or isinstance(value, dict | list):
        return ""
    return "".join(sign for sign in str(value) if sign.isprintable()).strip()


def _first(values: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((values[name] for name in names if values.get(name)), "")


def _news(word: str) -> CallNews | None:
    plain = word.lower().replace(" ", "").replace("-", "_")
    return next((news for news, words in _WORDS.items() if plain in words), None)
