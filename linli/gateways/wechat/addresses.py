"""The links in answers: under the address at which phones find Linli."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from linli.gateways.wechat.models import WechatAccount, WechatContact
from linli.matters.handling.api import Matter, follow_token


def link_to(account: WechatAccount, path: str) -> str:
    return account.public_url.rstrip("/") + path


def bind_link(account: WechatAccount) -> str:
    """The page that ties this WeChat to a phone number."""
    return link_to(account, reverse("wechat_entry:bind", args=[account.estate.code]))


def enter_link(account: WechatAccount, path: str) -> str:
    """A page of Linli, signed in by WeChat on the way."""
    entry = reverse("wechat_entry:enter", args=[account.estate.code])
    return link_to(account, f"{entry}?{urlencode({'next': path})}")


def matter_link(account: WechatAccount, contact: WechatContact, matter: Matter) -> str:
    """The own page of a matter for bound people, its follow page for everybody else."""
    if contact.account_id and account.has_sign_in and matter.reporter_id:
        return enter_link(account, reverse("resident:matter", args=[matter.number]))
    return link_to(account, reverse("public:follow", args=[follow_token(matter)]))
