"""`linli serve`: everything that runs, in one process that watches over it."""

from __future__ import annotations

import os
import time

import click

from linli.cli.words import _


@click.command("serve", help=_("启动：数据库、网页、推送和后台任务。"))
@click.option("--demo", is_flag=True, help=_("空数据库先装进演示小区。"))
@click.option("--host", help=_("监听地址，默认 127.0.0.1;0.0.0.0 供局域网访问。"))
@click.option("--port", type=click.IntRange(1, 65534), help=_("网页端口；推送用下一个端口。"))
@click.option("--workers", type=click.IntRange(1, 64), help=_("网页进程数。"))
@click.option("--tls", is_flag=True, help=_("用本机证书提供 https，供局域网里的手机使用。"))
def command(demo: bool, host: str | None, port: int | None, workers: int | None, tls: bool) -> None:
    started = time.monotonic()
    _take_options(demo=demo, host=host, port=port, workers=workers, tls=tls)

    from linli.cli import running

    running.run_server(started)


def _take_options(**options: object) -> None:
    """Options win over the environment; settings are read after this."""
    for name in ("host", "port", "workers"):
        if options[name] is not None:
            os.environ[f"LINLI_{name.upper()}"] = str(options[name])
    if options["demo"]:
        os.environ["LINLI_DEMO"] = "1"
    if options["tls"]:
        os.environ["LINLI_HTTPS"], os.environ["LINLI_TLS"] = "1", "1"
    if host := options["host"] or os.environ.get("LINLI_HOST"):
        from linli.cli.hosts import answer_under

        answer_under(str(host))
