"""`linli audit purge`: forget audit rows beyond the time that they are kept."""

from __future__ import annotations

import click

from linli.cli.words import _


@click.group("audit", help=_("审计记录。"))
def command() -> None:
    pass


@command.command(
    "purge", help=_("清除超过保存期限（LINLI_AUDIT_DAYS）的审计记录；清除本身也会记录。")
)
@click.option("--yes", is_flag=True, help=_("不再询问。"))
def purge(yes: bool) -> None:
    from linli.cli.databases import database_at_hand, require_migrated
    from linli.web.configuration import configuration

    days = configuration.audit_days
    with database_at_hand():
        from linli.cli.audits import count_old, purge_old

        require_migrated()
        count = count_old(days)
        click.echo(_("超过 %(days)d 天的审计记录：%(count)d 条") % {"days": days, "count": count})
        if count and (yes or click.confirm(_("清除后不能恢复。清除吗？"))):
            click.echo(_("已清除 %(count)d 条。") % {"count": purge_old(days)})
