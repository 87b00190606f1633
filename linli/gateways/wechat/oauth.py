"""Who holds the phone: the openid behind a page in WeChat's browser (网页授权, snsapi_base)."""

from __future__ import annotations

from django.conf import settings
from django.utils.http import urlencode

from linli.gateways.wechat import platform
from linli.gateways.wechat.errors import NotSetUp, PlatformRefused, SignInFailed
from linli.gateways.wechat.models import WechatAccount


def authorise_url(account: WechatAccount, back: str, state: str) -> str:
    """Where the browser goes to come back with a code; nothing is asked of the person."""
    query = urlencode(
        {
            "appid": account.app_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
        }
    )
    base = settings.LINLI.wechat_open_url.rstrip("/")
    return f"{base}/connect/oauth2/authorize?{query}#wechat_redirect"


def openid_for_code(account: WechatAccount, code: str) -> str:
    """The openid for a code, which counts once. Raises SignInFailed, NotSetUp."""
    if not account.secret:
        raise NotSetUp
    query = {
        "appid": account.app_id,
        "secret": account.secret,
        "code": code[:128],
        "grant_type": "authorization_code",
    }
    try:
        answer = platform.call("/sns/oauth2/access_token", query)
    except (PlatformRefused, platform.Unanswered) as error:
        raise SignInFailed from error
    openid = str(answer.get("openid", ""))
    if not openid:
        raise SignInFailed
    return openid
