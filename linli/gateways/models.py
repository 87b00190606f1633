"""All tables of the group; its packages' models are imported here."""

from linli.gateways.wechat.models import (
    WechatAccount,
    WechatContact,
    WechatConversation,
    WechatMedia,
    WechatMessage,
    WechatNonce,
)
from linli.gateways.wechatpay.models import WechatPayAccount, WechatPayNotice

__all__ = [
    "WechatAccount",
    "WechatContact",
    "WechatConversation",
    "WechatMedia",
    "WechatMessage",
    "WechatNonce",
    "WechatPayAccount",
    "WechatPayNotice",
]
