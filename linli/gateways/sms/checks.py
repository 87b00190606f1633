"""What is missing before texts can go out; `linli check --deploy` and every start tell it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.translation import gettext as _

from linli.gateways.sms.rules import is_rule

HTTP, ALIYUN = "linli.gateways.sms.api.HttpSender", "linli.gateways.sms.api.AliyunSender"


@register(Tags.security, deploy=True)
def check_sms(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The settings of the sender that LINLI_SMS_SENDER names, when it is one of ours."""
    given = settings.LINLI
    if given.sms_sender == HTTP:
        return list(_judge_http(given))
    if given.sms_sender == ALIYUN:
        return list(_judge_aliyun(given))
    return []


def _judge_http(given: Any) -> Iterator[CheckMessage]:
    if urlsplit(given.sms_url).scheme not in ("http", "https"):
        yield _error(_("短信服务的地址没有设好。"), "LINLI_SMS_URL=https://…", "E020")
    for name in ("sms_body", "sms_headers"):
        if not _is_object(getattr(given, name)):
            yield _error(
                _("%(name)s 不是 JSON 对象。") % {"name": f"LINLI_{name.upper()}"},
                '{"to": "{address}", "text": "{body}", "key": "{key}"}', "E021",
            )  # fmt: skip
    if not is_rule(given.sms_success):
        yield _error(_("看不懂 LINLI_SMS_SUCCESS。"), "status / json:code=0", "E022")
    yield from _judge_both(given, bool(given.sms_lookup_url))


def _judge_aliyun(given: Any) -> Iterator[CheckMessage]:
    for name in ("sms_key_id", "sms_key_secret", "sms_sign", "sms_template"):
        if not getattr(given, name):
            yield _error(
                _("阿里云短信还缺 %(name)s。") % {"name": f"LINLI_{name.upper()}"},
                _("在阿里云短信控制台里可以找到。"), "E023",
            )  # fmt: skip
    yield from _judge_both(given, True)


def _judge_both(given: Any, can_be_asked: bool) -> Iterator[CheckMessage]:
    if not given.sms_report_token:
        yield Warning(
            _("短信服务的送达回执没有地方可送。"),
            hint=_("设 LINLI_SMS_REPORT_TOKEN，并在短信服务里填 /sms/report/<token>。"),
            id="linli.W024",
        )
    if not can_be_asked:
        yield Warning(
            _("短信服务不能按编号查询：中途断电时，没把握的短信会改由楼长转告。"),
            hint=_("能查的话设 LINLI_SMS_LOOKUP_URL。"), id="linli.W025",
        )  # fmt: skip


def _error(words: str, hint: str, code: str) -> Error:
    return Error(words, hint=hint, id=f"linli.{code}")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
