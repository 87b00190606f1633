"""The WeChat official account: see `callbacks` for what comes in, `telling` for what goes out."""

from linli.gateways.wechat.actions import keep_account
from linli.gateways.wechat.bindings import bind_contact, unbind_contact
from linli.gateways.wechat.errors import OpenidBound, SignInFailed, WrongEstate
from linli.gateways.wechat.models import WechatAccount, WechatContact
from linli.gateways.wechat.oauth import authorise_url, openid_for_code
from linli.gateways.wechat.queries import (
    account_in_scope,
    active_account,
    addresses_of,
    contact_with_openid,
    contacts_of_account,
    estate_with_code,
)
from linli.gateways.wechat.senders import WechatSender
from linli.gateways.wechat.tasks import end_chats

__all__ = [
    "OpenidBound",
    "SignInFailed",
    "WechatAccount",
    "WechatContact",
    "WechatSender",
    "WrongEstate",
    "account_in_scope",
    "active_account",
    "addresses_of",
    "authorise_url",
    "bind_contact",
    "contact_with_openid",
    "contacts_of_account",
    "end_chats",
    "estate_with_code",
    "keep_account",
    "openid_for_code",
    "unbind_contact",
]
