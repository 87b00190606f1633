"""What the terminal says about the estate: which there is, who can sign in."""

from __future__ import annotations

from collections.abc import Sequence

import click

from linli.cli.errors import EstateExists, UnsafeSettings
from linli.cli.words import _


def find_estates() -> list[tuple[str, bool]]:
    """Name and demo mark of every estate in the database."""
    from linli.base.scopes.api import Estate, all_estates

    with all_estates():
        return list(Estate.objects.order_by("id").values_list("name", "is_demo"))


def ensure_demo() -> None:
    """Load the demo estate into an empty database; raise EstateExists beside a real one."""
    found = find_estates()
    for name, is_demo in found:
        if not is_demo:
            raise EstateExists(name=name)
    if not found:
        load_demo()


def load_demo() -> None:
    """Make the demo estate, telling how far it is."""
    from linli.web.demo.api import load_demo as load

    click.echo(_("正在装入演示小区，第一次需要一会儿……"))
    load(progress=_Teller())
    _gather_statistics()


def _gather_statistics() -> None:
    """Whoever signs in first should not wait for plans made on empty tables."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


class _Teller:
    """Says each step of a load once."""

    def __init__(self) -> None:
        self.step = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self.step:
            self.step = step
            click.echo(f"  {step} ({total})")


def tell_when_empty() -> None:
    if not find_estates():
        click.secho(
            _("还没有小区。建立真实的小区：linli init；先看演示：linli serve --demo"), fg="yellow"
        )


def demo_accounts() -> list[tuple[str, str, str]]:
    """One account for each role: role's name, user name, password."""
    from linli.web.demo import api

    return [(a.role_label, a.username, a.password) for a in api.demo_accounts()]


def refuse_unsafe() -> None:
    """Raise UnsafeSettings outside demo and debug when a check finds an error; print each."""
    from linli.web.configuration import configuration

    if configuration.debug or (configuration.demo and not _is_public()):
        return
    from django.core.checks import ERROR, WARNING

    from linli.cli.checking import find_messages, show_messages

    found = find_messages(deploy=True)
    show_messages([m for m in found if m.level >= WARNING])
    if any(m.level >= ERROR for m in found):
        raise UnsafeSettings


def _is_public() -> bool:
    from linli.web.checks import is_loopback
    from linli.web.configuration import configuration

    return not is_loopback(configuration.host)


def show_way_in(url: str, accounts: Sequence[tuple[str, str, str]], seconds: float) -> None:
    """The address, and for the demo who can sign in."""
    for role, username, password in accounts:
        click.echo(f"  {role}\t{username}\t{password}")
    click.secho(
        _("邻里已就绪（%(seconds).1f 秒）：%(url)s") % {"seconds": seconds, "url": url}, fg="green"
    )
    click.echo(_("按 Ctrl-C 停止。"))
