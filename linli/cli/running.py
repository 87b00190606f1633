"""One life of the server: database, migrations, estate, children, end."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from linli.base.postgres.api import Cluster, ClusterError, is_running, start_cluster, stop_cluster
from linli.cli import estates
from linli.cli.databases import close_connections, migrate, open_cluster, start_django
from linli.cli.serving import (
    Address,
    await_ready,
    child_environment,
    make_children,
    refuse_used_ports,
)
from linli.cli.supervision import Supervisor
from linli.cli.words import _, error_text
from linli.web.configuration import configuration

_LOOK_AT_DATABASE = 5.0


class Asked(BaseException):
    """A signal asked for the end before everything ran."""


def run_server(started: float) -> None:
    """Run until a signal; `started` is the monotonic second in which the command began."""
    address = Address(configuration.host, configuration.port, _certificate())
    refuse_used_ports(address)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask_for_end)
    try:
        cluster = open_cluster()
        try:
            _prepare()
            _supervise(address, cluster, started)
        finally:
            close_connections()
            if cluster:
                stop_cluster(cluster.data_dir)
    except Asked:
        return
    click.echo(_("已停止。"))


def _ask_for_end(number: int, frame: FrameType | None) -> None:
    raise Asked


def _certificate() -> tuple[Path, Path] | None:
    """The configured certificate, or our own for the hosts of the settings; None without TLS."""
    if configuration.tls_certificate and configuration.tls_key:
        return configuration.tls_certificate, configuration.tls_key
    if not configuration.tls:
        return None
    from linli.cli.certificates import keep_certificate  # costs a start without TLS half a second

    folder = configuration.var / "tls"
    files = keep_certificate(folder, configuration.hosts)
    click.echo(_("手机上请安装这个证书：%(path)s") % {"path": folder / "authority.pem"})
    return files


def _prepare() -> None:
    """The database is of this version and has an estate; unsafe settings are refused."""
    (configuration.var / "static").mkdir(exist_ok=True)
    start_django()
    if done := migrate():
        click.echo(_("数据库已升级：%(count)d 步") % {"count": len(done)})
    estates.ensure_demo() if configuration.demo else estates.tell_when_empty()
    estates.refuse_unsafe()
    close_connections()


def _supervise(address: Address, cluster: Cluster | None, started: float) -> None:
    supervisor = Supervisor(
        make_children(address, configuration.workers),
        child_environment(configuration, cluster),
        say=lambda text: click.echo(_("进程结束，重新启动：%(name)s") % {"name": text}, err=True),
    )
    supervisor.watch = _watch_database(cluster, supervisor)
    supervisor.start()
    try:
        accounts = estates.demo_accounts() if configuration.demo else []
        if await_ready(address, configuration.hosts[0], lambda: _goes_on(supervisor)):
            estates.show_way_in(address.url, accounts, time.monotonic() - started)
            supervisor.run()
    finally:
        supervisor.stop()


def _goes_on(supervisor: Supervisor) -> bool:
    supervisor.look_after()
    return not supervisor.is_stopping


def _watch_database(cluster: Cluster | None, supervisor: Supervisor) -> Callable[[], None]:
    """Start the embedded cluster again should even its guard have been killed."""
    last = time.monotonic()

    def watch() -> None:
        nonlocal last
        if cluster is None or time.monotonic() - last < _LOOK_AT_DATABASE:
            return
        if is_running(cluster.data_dir):
            last = time.monotonic()
        elif time.monotonic() - last > 3 * _LOOK_AT_DATABASE:
            last = time.monotonic()
            try:
                supervisor.change_environment(
                    LINLI_DATABASE_URL=start_cluster(cluster.data_dir).app_url
                )
            except ClusterError as error:  # its guard lives and is at work on it
                click.echo(error_text(error), err=True)

    return watch
