"""Texts to mobile phones. `LINLI_SMS_SENDER` names one of the senders."""

from linli.gateways.sms.senders import AliyunSender, HttpSender

__all__ = ["AliyunSender", "HttpSender"]
