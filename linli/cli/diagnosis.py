"""The examination behind `linli doctor`: one function for each thing that can be wrong."""

from __future__ import annotations

import platform
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import psycopg

from linli import __version__
from linli.base.errors import DomainError
from linli.base.postgres.api import connect_cluster, describe_server, is_running
from linli.cli.databases import missing_migrations, start_django
from linli.cli.words import _, error_text
from linli.web.configuration import configuration

FINE, UNSURE, BROKEN = range(3)
_SKEW = 5.0  # seconds; codes of the second factor and deadlines suffer beyond
_LEAST_DISK = 2e9  # bytes


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, what to do about it."""

    level: int
    what: str
    found: str = ""
    advice: str = ""


def examine() -> Iterator[Finding]:
    """All findings, the ground first; what needs a database is skipped without one."""
    start_django()
    yield Finding(
        FINE,
        _("版本"),
        f"Linli {__version__}, Python {platform.python_version()}, {sys.platform}",
    )
    yield from _disk()
    yield from _keys()
    yield from _calendar()
    yield from _ports()
    url = _database_url()
    if url is None:
        yield Finding(UNSURE, _("数据库没有运行"), advice=_("启动：linli serve"))
        return
    yield from _server(url)
    for look in (_skew, _migrations, _worker, _safety):
        yield from _guarded(look, url)


def _guarded(look: Callable[[str], Iterator[Finding]], url: str) -> Iterator[Finding]:
    try:
        yield from look(url)
    except DomainError as error:
        yield Finding(BROKEN, error_text(error))
    except psycopg.Error as error:
        yield Finding(BROKEN, _("数据库出错"), str(error).strip())


def _disk() -> Iterator[Finding]:
    folder = configuration.var
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = _("%(gb).1f GB 可用") % {"gb": free / 1e9}
    if free < _LEAST_DISK:
        yield Finding(BROKEN, _("磁盘"), found, _("请腾出空间；写满后数据库会停下来。"))
    else:
        yield Finding(FINE, _("磁盘"), found)


def _keys() -> Iterator[Finding]:
    folder = configuration.var / "keys"
    if configuration.field_keys and configuration.index_key:
        yield Finding(FINE, _("密钥"), "LINLI_FIELD_KEYS, LINLI_INDEX_KEY")
    elif not folder.is_dir():
        yield Finding(UNSURE, _("密钥还没有生成"), advice=_("第一次启动时会生成；请随后另外备份。"))
    elif folder.stat().st_mode & 0o077:
        yield Finding(BROKEN, _("密钥能被别的用户读到"), str(folder), f"chmod 700 {folder}")
    else:
        yield Finding(FINE, _("密钥"), str(folder))


def _calendar() -> Iterator[Finding]:
    from linli.base.calendars.api import LAST_KNOWN_YEAR

    year = date.today().year
    found = _("已知到 %(year)d 年") % {"year": LAST_KNOWN_YEAR}
    if year > LAST_KNOWN_YEAR:
        advice = _("请升级 chinesecalendar，或在“规则”里写上今年的放假安排；现在只按周末算。")
        yield Finding(BROKEN, _("工作日历"), found, advice)
    elif date.today() >= date(LAST_KNOWN_YEAR, 11, 15):
        advice = _("国务院公布明年放假安排后，请升级 chinesecalendar。")
        yield Finding(UNSURE, _("工作日历"), found, advice)
    else:
        yield Finding(FINE, _("工作日历"), found)


def _ports() -> Iterator[Finding]:
    for port in (configuration.port, configuration.port + 1):
        with socket.socket() as probe:
            probe.settimeout(1)
            taken = probe.connect_ex((_reachable(configuration.host), port)) == 0
        yield Finding(
            FINE, _("端口 %(port)d") % {"port": port}, _("有程序在听") if taken else _("空闲")
        )


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104


def _database_url() -> str | None:
    if configuration.database_url:
        return configuration.database_url
    root = configuration.var / "postgres"
    return connect_cluster(root).app_url if is_running(root) else None


def _server(url: str) -> Iterator[Finding]:
    try:
        found = describe_server(url)
    except psycopg.OperationalError as error:
        advice = _("请检查 LINLI_DATABASE_URL，以及服务器是否在运行、是否允许本机连接。")
        yield Finding(BROKEN, _("连不上数据库"), str(error).strip(), advice)
        return
    yield Finding(FINE, "PostgreSQL", f"{found.version_text}, {found.database}, {found.role}")
    for problem in found.problems:
        yield Finding(BROKEN, _("数据库角色"), _(problem))


def _skew(url: str) -> Iterator[Finding]:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    seconds = abs((datetime.now(UTC) - row[0]).total_seconds())
    found = _("和数据库相差 %(s).1f 秒") % {"s": seconds}
    advice = _("请在两台机器上都打开网络对时（NTP）。") if seconds > _SKEW else ""
    yield Finding(BROKEN if advice else FINE, _("时钟"), found, advice)


def _migrations(url: str) -> Iterator[Finding]:
    missing = missing_migrations()
    advice = _("先备份，再运行：linli migrate") if missing else ""
    found = _("缺 %(n)d 步") % {"n": len(missing)} if missing else _("最新")
    yield Finding(BROKEN if missing else FINE, _("数据库结构"), found, advice)


def _worker(url: str) -> Iterator[Finding]:
    from linli.web.operations.api import WORKER_STILL, heartbeat_age

    age = heartbeat_age()
    if age is None or age > WORKER_STILL:
        advice = _("启动：linli serve（或 linli worker）。事项不会丢，但提醒和超期升级停着。")
        yield Finding(BROKEN, _("后台任务没有运行"), advice=advice)
    else:
        yield Finding(FINE, _("后台任务"), _("%(s).0f 秒前有心跳") % {"s": age})


def _safety(url: str) -> Iterator[Finding]:
    from django.core.checks import ERROR

    from linli.cli.checking import find_messages

    for message in find_messages(deploy=True):
        level = BROKEN if message.level >= ERROR and not configuration.demo else UNSURE
        yield Finding(level, f"{message.id} {message.msg}", advice=str(message.hint or ""))
