from __future__ import annotations

from linli.base.errors import DomainError, Invalid, translatable


class NoticeRefused(DomainError):
    """A callback that is not taken; the platform gets the code, people read the message."""

    code = "notice_refused"
    message = translatable("这条支付通知没有接受。")
    status = 400


class NoticeTooLarge(NoticeRefused):
    code = "notice_too_large"
    status = 413


class HeadersWrong(NoticeRefused):
    code = "notice_headers"
    status = 401


class OutOfWindow(NoticeRefused):
    code = "notice_out_of_window"
    status = 401


class SignatureWrong(NoticeRefused):
    code = "notice_signature"
    status = 401


class ForeignMerchant(NoticeRefused):
    code = "notice_foreign_merchant"
    status = 403


class NoticeUnreadable(NoticeRefused):
    code = "notice_unreadable"
    status = 400


class KeyUnreadable(Invalid):
    code = "wechatpay_key"
    message = translatable("这个私钥读不出来。请粘贴 apiclient_key.pem 的全部内容。")


class PublicKeyUnreadable(Invalid):
    code = "wechatpay_public_key"
    message = translatable("这个公钥读不出来。请粘贴 pub_key.pem 的全部内容。")


class SecretMissing(Invalid):
    code = "wechatpay_secret_missing"
    message = translatable("还缺一项密钥。第一次要全部填上。")


class PairIncomplete(Invalid):
    code = "wechatpay_pair"
    message = translatable("微信支付公钥和公钥 ID 要一起填，或者都不填。")
