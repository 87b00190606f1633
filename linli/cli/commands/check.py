"""`linli check`: are settings and code in order?"""

from __future__ import annotations

import click

from linli.cli.words import _


@click.command("check", help=_("检查设置。--deploy 加上正式使用前的安全检查。"))
@click.option("--deploy", is_flag=True, help=_("也检查正式使用是否安全。"))
def command(deploy: bool) -> None:
    from linli.cli.checking import find_messages, show_messages
    from linli.cli.databases import start_django

    start_django()
    from django.core.checks import ERROR

    found = find_messages(deploy=deploy)
    show_messages(found)
    if any(message.level >= ERROR for message in found):
        raise click.exceptions.Exit(1)
    click.secho(_("检查通过。"), fg="green")
