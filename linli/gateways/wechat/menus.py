"""The menu below the chat: what can be tapped instead of written."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.estate.organisations.api import Permission, require
from linli.gateways.wechat import platform
from linli.gateways.wechat.addresses import enter_link, link_to
from linli.gateways.wechat.data import Command
from linli.gateways.wechat.models import WechatAccount
from linli.gateways.wechat.tokens import with_token


def menu_of(account: WechatAccount) -> dict[str, Any]:
    """Three taps at most to everything. The names are the platform's users': always Chinese."""
    own = reverse("resident:matters")
    page = enter_link(account, own) if account.has_sign_in else link_to(account, own)
    mine = [
        _tap("办到哪了", Command.STATUS),
        _tap("解决了", Command.SOLVED),
        _tap("没解决", Command.NOT_SOLVED),
        _tap("撤回", Command.WITHDRAW),
        _view("我的网页", page),
    ]
    more = [
        _tap("打电话", Command.HUMAN),
        _tap("绑定手机", Command.BIND),
        _view("公示", link_to(account, reverse("public:index"))),
        _tap("怎么用", Command.HELP),
    ]
    return {
        "button": [
            _tap("说事", Command.REPORT),
            {"name": "我的事", "sub_button": mine},
            {"name": "服务", "sub_button": more},
        ]
    }


def _tap(name: str, command: Command) -> dict[str, str]:
    return {"type": "click", "name": name, "key": command.value.upper()}


def _view(name: str, url: str) -> dict[str, str]:
    return {"type": "view", "name": name, "url": url}


def publish_menu(account: WechatAccount, *, actor: Actor) -> None:
    """Put the menu into the chat of everybody who follows. Raises PlatformRefused, Unanswered."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    menu = menu_of(account)
    with_token(
        account, lambda token: platform.call("/cgi-bin/menu/create", {"access_token": token}, menu)
    )
    record("publish_wechat_menu", "wechat_account", account.pk, actor=actor)
