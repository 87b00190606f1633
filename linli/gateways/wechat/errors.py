"""Why a callback is refused. Plain texts: the reader is whoever sets up the account."""

from __future__ import annotations

from linli.base.errors import DomainError, translatable


class CallbackRefused(DomainError):
    """Base of what is not the platform's word; nothing was read or written."""

    code = "callback_refused"
    status = 403
    message = translatable("这不是微信平台发来的消息。")


class SignatureWrong(CallbackRefused):
    code = "signature_wrong"
    message = translatable("签名不对。请核对公众号的 Token 和 EncodingAESKey。")


class OutOfTime(CallbackRefused):
    code = "out_of_time"
    message = translatable("时间差超过 5 分钟。请核对服务器的时钟。")


class Replayed(CallbackRefused):
    code = "replayed"
    message = translatable("同一个签名用了两次。")


class NotSealed(CallbackRefused):
    code = "not_sealed"
    message = translatable("这个公众号设为加密，收到的却是明文。")


class MessageTooLarge(CallbackRefused):
    code = "message_too_large"
    status = 413
    message = translatable("消息太大。")


class MessageUnreadable(CallbackRefused):
    code = "message_unreadable"
    status = 400
    message = translatable("消息读不懂。")


class PlatformRefused(Exception):
    """The platform's answer bears an errcode. `code` as its documentation lists them."""

    def __init__(self, code: int, words: str):
        self.code = code
        super().__init__(f"{code} {words}"[:200])


class NotSetUp(DomainError):
    code = "wechat_not_set_up"
    status = 409
    message = translatable("公众号还没有设好。请先填 AppID、AppSecret 和 Token。")


class OpenidBound(DomainError):
    code = "openid_bound"
    status = 409
    message = translatable("这个微信已经绑在另一个账号上。请先在那边解除，或打服务热线。")


class WrongEstate(DomainError):
    code = "wrong_estate"
    status = 403
    message = translatable("您的账号不在这个小区。请打服务热线，我们帮您看一下。")


class SignInFailed(DomainError):
    code = "wechat_sign_in_failed"
    status = 400
    message = translatable("微信没有认出您。请回到公众号，再点一次；或者用手机验证码登录。")
