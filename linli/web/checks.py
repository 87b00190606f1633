"""What must not go into production: `linli check --deploy`, and every start that is no demo.

Errors refuse the start; warnings are told. The IDs are stable: administrators search for them.
"""

from __future__ import annotations

import ipaddress
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connection, connections
from django.utils.translation import gettext as _

from linli.base.postgres.api import MIN_VERSION
from linli.web.configuration import Configuration

SHOWN_SENDER = "linli.contact.messages.senders.ShownSender"
_RIGHTS = """
    SELECT role.rolsuper OR role.rolcreaterole,
           EXISTS (SELECT FROM pg_class WHERE relowner = role.oid AND relkind IN ('r', 'p')),
           EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
                      AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'TRUNCATE')),
           has_schema_privilege('public', 'CREATE')
      FROM pg_roles role WHERE role.rolname = current_user
"""
_SECURED_ADMINISTRATORS = """
    SELECT count(DISTINCT a.id) FROM account a
      JOIN office o ON o.account_id = a.id
      JOIN mfa_authenticator m ON m.user_id = a.id AND m.type = 'totp'
     WHERE o.role = 'administrator' AND a.is_active AND o.starts_on <= current_date
       AND (o.ends_on IS NULL OR o.ends_on >= current_date)
"""


@register(Tags.security, deploy=True)
def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Settings that are for trying out only."""
    return list(_judge_settings(settings.LINLI))


@register(Tags.security, deploy=True)
def check_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Keys that others of this machine can read."""
    return list(_judge_keys(settings.LINLI.var / "keys"))


@register(Tags.database, deploy=True)
def check_database(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Rights of the application's role, and who can administer."""
    if not connections.databases["default"]["HOST"]:
        hint = _("先运行 linli serve，再检查一次。")
        return [Warning(_("数据库没有运行，没有检查它的权限。"), hint=hint, id="linli.W009")]
    try:
        return list(_judge_database())
    except DatabaseError as error:
        hint = _("请确认数据库在运行，再运行一次。原因：%(reason)s") % {
            "reason": str(error).strip()
        }
        return [Error(_("连不上数据库，无法检查。"), hint=hint, id="linli.E010")]


def _judge_settings(given: Configuration) -> Iterator[CheckMessage]:
    public = not all(map(is_loopback, [given.host, *given.hosts]))
    if given.demo and public:
        yield Error(
            _("演示小区的密码是公开的，却允许别的机器访问。"),
            hint=_("去掉 LINLI_DEMO（或 --demo），或把 LINLI_HOST、LINLI_HOSTS 限为本机。"),
            id="linli.E001",
        )
    if public and not (given.https or given.behind_proxy):
        yield Error(
            _("允许别的机器访问，却没有加密（https）。"),
            hint=_(
                "加 --tls，或放在提供 https 的代理后面并设 LINLI_BEHIND_PROXY=1、LINLI_HTTPS=1。"
            ),
            id="linli.E002",
        )
    if given.debug:
        yield Error(
            _("调试模式会把内部信息显示给访问者。"), hint=_("去掉 LINLI_DEBUG。"), id="linli.E003"
        )
    if "*" in given.hosts:
        yield Error(
            _("LINLI_HOSTS 允许任何主机名，链接可能被伪造。"),
            hint=_("写出居民实际使用的主机名。"),
            id="linli.E004",
        )
    yield from _judge_services(given)


def _judge_services(given: Configuration) -> Iterator[CheckMessage]:
    if given.sms_sender == SHOWN_SENDER:
        yield Warning(
            _("短信没有真的发出去：现在用的是试用的发送方式。"),
            hint=_("把 LINLI_SMS_SENDER 设为您的短信服务；在那之前居民不能用验证码登录。"),
            id="linli.W005",
        )
    if given.database_url and not given.database_owner_url:
        yield Error(
            _("自备数据库只给了一个地址，应用和升级共用一个角色。"),
            hint=_("另建一个拥有数据表的角色，写进 LINLI_DATABASE_OWNER_URL。"),
            id="linli.E006",
        )
    if given.secret_key and len(given.secret_key) < 40:
        yield Error(
            _("LINLI_SECRET_KEY 太短，登录状态可能被伪造。"),
            hint=_("不设它（会自动生成），或用至少 40 个随机字符。"),
            id="linli.E007",
        )


def _judge_keys(folder: Path) -> Iterator[CheckMessage]:
    for path in [folder, *sorted(folder.glob("*"))] if folder.is_dir() else []:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Error(
                _("密钥 %(path)s 能被本机别的用户读到。") % {"path": path},
                hint=f"chmod {'700' if path.is_dir() else '600'} {path}",
                id="linli.E008",
            )


def _judge_database() -> Iterator[CheckMessage]:
    with connection.cursor() as cursor:
        connection.ensure_connection()
        if connection.connection.info.server_version < MIN_VERSION:
            yield Error(
                _("PostgreSQL 版本太旧。"), hint=_("需要 15 或更新的版本。"), id="linli.E011"
            )
        cursor.execute(_RIGHTS)
        is_powerful, owns, truncates, creates = cursor.fetchone()
        if is_powerful or owns or truncates or creates:
            yield Error(
                _("应用的数据库角色能改表或清空表，出错时审计记录也保不住。"),
                hint=_("用一个普通角色连接：linli doctor 会说明缺什么、多什么。"),
                id="linli.E012",
            )
        cursor.execute("SELECT to_regclass('office') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(_SECURED_ADMINISTRATORS)
            yield from _judge_administrators(cursor.fetchone()[0])


def _judge_administrators(count: int) -> Iterator[CheckMessage]:
    if settings.LINLI.demo:
        return
    if count < 1:
        yield Error(
            _("没有一个管理员启用了第二因素（动态验证码）。"),
            hint=_("运行 linli init 建立小区，或 linli user add --role administrator。"),
            id="linli.E013",
        )
    elif count < 2:
        yield Warning(
            _("只有一个管理员：这个人丢了手机，就没有人能重置。"),
            hint=_("再建一个：linli user add --role administrator。"),
            id="linli.W014",
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can come under that host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
