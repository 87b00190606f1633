"""Signing in by WeChat: whoever holds the phone that is bound is the account's owner.

Only for residents. Whoever holds an office signs in with password or code and the second factor.
"""

from __future__ import annotations

import secrets

from allauth.account.adapter import get_adapter
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest

from linli.base.accounts.api import User
from linli.gateways.wechat.api import SignInFailed, WechatAccount, WechatContact
from linli.web.accounts.api import OWN_PHONE, actor_behind, note

OPENID = "linli_wechat_openid"  # (app id, openid) that this browser proved
_STATE = "linli_wechat_state"


def begin(request: HttpRequest, next_page: str) -> str:
    """A state that only this browser can bring back, with the page to go on to."""
    state = secrets.token_urlsafe(16)
    request.session[_STATE] = [state, next_page]
    return state


def finish(request: HttpRequest, state: str) -> str:
    """The page to go on to; the state counts once. Raises SignInFailed for another's."""
    kept = request.session.pop(_STATE, None)
    if not kept or not secrets.compare_digest(str(kept[0]).encode(), state.encode()):
        raise SignInFailed
    return str(kept[1])


def proved_openid(request: HttpRequest, account: WechatAccount) -> str:
    """The openid that this browser has shown for this official account, or ""."""
    app_id, openid = request.session.get(OPENID) or ("", "")
    return str(openid) if app_id == account.app_id else ""


def keep_openid(request: HttpRequest, account: WechatAccount, openid: str) -> None:
    request.session[OPENID] = [account.app_id, openid]


def may_enter(user: User) -> bool:
    return bool(user.is_active) and not actor_behind(user).roles


def sign_in(request: HttpRequest, contact: WechatContact) -> bool:
    """Sign the bound resident in; False for strangers and for people with an office."""
    user = contact.account
    if user is None or not may_enter(user):
        return False
    openid = request.session.get(OPENID)
    request.session[OWN_PHONE] = True  # the phone that holds the WeChat
    get_adapter(request).login(request, user)
    request.session[OPENID] = openid
    assert BACKEND_SESSION_KEY in request.session
    note("sign_in", user, methods=["wechat"])
    return True
