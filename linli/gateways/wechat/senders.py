"""Template messages as a channel of `contact.messages`."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from linli.base.calendars.api import SHANGHAI, now
from linli.base.scopes.api import estate_scope
from linli.contact.messages.api import OutgoingText, SendingFailed, TooFast
from linli.gateways.wechat import platform
from linli.gateways.wechat.addresses import link_to, matter_link
from linli.gateways.wechat.answers import standing
from linli.gateways.wechat.errors import PlatformRefused
from linli.gateways.wechat.models import WechatAccount, WechatContact
from linli.gateways.wechat.queries import contact_anywhere
from linli.gateways.wechat.tokens import with_token
from linli.matters.handling.api import Matter

# left the account, refused messages, unknown template or openid, the window of 48 h is over
FOR_GOOD = frozenset({40003, 40037, 43004, 43101, 45015, 47003, 48001, 50005})
TOO_FAST = frozenset({45009, 45011, 45047})
_VALUES = ("number", "title", "state", "words", "time")
_LIMITS = {"thing": 20, "phrase": 5, "character_string": 32, "short_thing": 5, "const": 20}


class WechatSender:
    """Sends a template message where the account has one, else a plain text (48 h)."""

    def send(self, message: OutgoingText) -> None:
        found = contact_anywhere(message.address)
        if found is None or not found[0].is_subscribed:
            raise SendingFailed("not a follower")
        contact, account = found
        path, body = self._make(message, contact, account)
        try:
            with_token(account, lambda token: platform.call(path, {"access_token": token}, body))
        except PlatformRefused as error:
            if error.code in TOO_FAST:
                raise TooFast from error
            if error.code in FOR_GOOD:
                raise SendingFailed(str(error)) from error
            raise

    def _make(
        self, message: OutgoingText, contact: WechatContact, account: WechatAccount
    ) -> tuple[str, dict[str, Any]]:
        language = contact.account.language if contact.account is not None else contact.language
        with estate_scope(account.estate_id), translation.override(language):
            matter = _matter_of(message)
            url = _link(message, contact, account, matter)
            if not account.template_id:
                text = {"content": "\n".join(p for p in (message.body, url) if p)}
                body = {"touser": contact.openid, "msgtype": "text", "text": text}
                return "/cgi-bin/message/custom/send", body
            data = {
                name: {"value": _value(what, name, message, matter)}
                for name, what in account.template_fields.items()
                if what in _VALUES
            }
        return "/cgi-bin/message/template/send", {
            "touser": contact.openid,
            "template_id": account.template_id,
            "url": url,
            "client_msg_id": message.key[:32],  # the platform drops a second one within a day
            "data": data,
        }


def _matter_of(message: OutgoingText) -> Matter | None:
    """The matter that a message is about; its purpose says so."""
    what, _colon, number = message.purpose.partition(":")
    if what != "matter" or not number.isdigit():
        return None
    found: Matter | None = Matter.objects.filter(pk=int(number)).first()
    return found


def _link(
    message: OutgoingText, contact: WechatContact, account: WechatAccount, matter: Matter | None
) -> str:
    if matter is not None:
        return matter_link(account, contact, matter)
    if message.link.startswith("/"):
        return link_to(account, message.link)
    return message.link


def _value(what: str, name: str, message: OutgoingText, matter: Matter | None) -> str:
    """One keyword of the template, as short as the platform wants its kind."""
    match what:
        case "number":
            text = matter.number if matter else "-"
        case "title":
            text = matter.title if matter else message.title or message.body
        case "state":
            text = standing(matter) if matter else message.title
        case "time":
            text = f"{now().astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        case _:  # the number has a keyword of its own, and every sign is dear
            text = message.body.removeprefix(matter.number if matter else "").lstrip(" ：:")
    limit = _LIMITS.get(name.rstrip("0123456789"), 200)
    plain = " ".join(text.split()) or "-"
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"
