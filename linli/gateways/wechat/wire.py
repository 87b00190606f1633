"""The platform's XML, read and written. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from linli.gateways.wechat.data import Incoming, Kind
from linli.gateways.wechat.errors import MessageUnreadable

MOST_ANSWER_BYTES = 2000  # the platform cuts at 2048
_SAME = {"shortvideo": Kind.VIDEO.value}
_KNOWN = frozenset(kind.value for kind in Kind) - {Kind.UNKNOWN.value}


def read_fields(body: bytes) -> dict[str, str]:
    """The elements below the root, by name. Raises MessageUnreadable for bombs and rubbish."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MessageUnreadable from error
    fields: dict[str, str] = {}
    for element in root:
        text = element.text or ""
        fields.setdefault(str(element.tag), text.replace("\x00", ""))
    return fields


def read_message(fields: Mapping[str, str]) -> Incoming:
    """What the fields say. Raises MessageUnreadable without sender, time and type."""
    try:
        sent_at = int(fields["CreateTime"])
        openid, raw = fields["FromUserName"].strip(), fields["MsgType"].strip().lower()
    except (KeyError, ValueError) as error:
        raise MessageUnreadable from error
    if not _is_openid(openid) or not 0 < sent_at < 2**40:
        raise MessageUnreadable
    kind = Kind(_SAME.get(raw, raw)) if raw in _KNOWN or raw in _SAME else Kind.UNKNOWN
    return Incoming(
        kind=kind,
        raw_type=raw[:20],
        openid=openid,
        to=fields.get("ToUserName", "").strip()[:64],
        sent_at=sent_at,
        message_id=_digits(fields.get("MsgId", "")),
        text=_words(kind, fields),
        media_id=fields.get("MediaId", "").strip()[:200],
        media_format=fields.get("Format", "").strip().lower()[:10],
        event=fields.get("Event", "").strip().upper()[:40],
        event_key=fields.get("EventKey", "").strip()[:128],
        latitude=fields.get("Location_X", "").strip()[:20],
        longitude=fields.get("Location_Y", "").strip()[:20],
    )


def _is_openid(text: str) -> bool:
    return (
        0 < len(text) <= 64 and text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    )


def _digits(text: str) -> str:
    plain = text.strip()
    return plain if plain.isascii() and plain.isdigit() and len(plain) <= 20 else ""


def _words(kind: Kind, fields: Mapping[str, str]) -> str:
    match kind:
        case Kind.TEXT:
            return fields.get("Content", "")
        case Kind.VOICE:
            return fields.get("Recognition", "")
        case Kind.LOCATION:
            return fields.get("Label", "").strip()
        case Kind.LINK:
            parts = (fields.get(name, "").strip() for name in ("Title", "Description", "Url"))
            return "\n".join(part for part in parts if part)
        case _:
            return ""


def write_answer(words: str, *, to: str, sender: str, at: int) -> str:
    """A passive text reply (被动回复文本消息)."""
    return (
        f"<xml><ToUserName>{_cdata(to)}</ToUserName><FromUserName>{_cdata(sender)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>{_cdata('text')}</MsgType>"
        f"<Content>{_cdata(cut(words))}</Content></xml>"
    )


def write_sealed(sealed: str, signature: str, timestamp: str, nonce: str) -> str:
    return (
        f"<xml><Encrypt>{_cdata(sealed)}</Encrypt><MsgSignature>{_cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{_cdata(nonce)}</Nonce></xml>"
    )


def cut(words: str) -> str:
    """At most what the platform passes on, whole characters."""
    raw = words.encode()
    return (
        words
        if len(raw) <= MOST_ANSWER_BYTES
        else raw[:MOST_ANSWER_BYTES].decode("utf-8", "ignore")
    )


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
