"""All tables of the group; its packages' models are imported here."""

from linli.gateways.wechat.models import (
    WechatAccount,
    WechatContact,
    WechatConversation,
    WechatMedia,
    WechatMessage,
    WechatNonce,
)

__all__ = [
    "WechatAccount",
    "WechatContact",
    "WechatConversation",
    "WechatMedia",
    "WechatMessage",
    "WechatNonce",
]
