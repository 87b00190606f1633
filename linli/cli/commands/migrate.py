"""`linli migrate`: bring the database to this version."""

from __future__ import annotations

import click

from linli.cli.words import _


@click.command("migrate", help=_("把数据库升级到这个版本；先备份：linli backup。"))
@click.option("--plan", is_flag=True, help=_("只列出要做的步骤。"))
def command(plan: bool) -> None:
    from linli.cli.databases import database_at_hand, migrate, missing_migrations

    with database_at_hand():
        done = missing_migrations() if plan else migrate()
    for name in done:
        click.echo(f"  {name}")
    click.echo(_("还要升级 %(n)d 步。") % {"n": len(done)} if plan else
               _("数据库已是最新，升级了 %(n)d 步。") % {"n": len(done)})  # fmt: skip
