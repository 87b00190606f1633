"""`linli demo`: the demo estate in an empty database."""

from __future__ import annotations

import click

from linli.cli.words import _


@click.command("demo", help=_("把演示小区装进空数据库。"))
def command() -> None:
    from linli.cli import estates
    from linli.cli.databases import database_at_hand, migrate
    from linli.cli.errors import EstateExists

    with database_at_hand():
        migrate()
        if found := estates.find_estates():
            raise EstateExists(name=found[0][0])
        estates.load_demo()
        for role, username, password in estates.demo_accounts():
            click.echo(f"  {role}\t{username}\t{password}")
