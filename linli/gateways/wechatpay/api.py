"""WeChat Pay v3: see `channel` for what goes out, `callbacks` for what comes in."""

from linli.gateways.wechatpay.actions import keep_account, try_account
from linli.gateways.wechatpay.callbacks import receive
from linli.gateways.wechatpay.channel import WechatPayChannel, make_channel, notify_url
from linli.gateways.wechatpay.models import WechatPayAccount, WechatPayNotice
from linli.gateways.wechatpay.queries import account_in_scope, active_account, refused_notices

__all__ = [
    "WechatPayAccount",
    "WechatPayChannel",
    "WechatPayNotice",
    "account_in_scope",
    "active_account",
    "keep_account",
    "make_channel",
    "notify_url",
    "receive",
    "refused_notices",
    "try_account",
]
