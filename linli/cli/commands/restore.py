"""`linli restore DIR`: everything from a backup, or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from linli.cli.words import _


@click.command("restore", help=_("从备份恢复；现有的数据会被换掉。先停止 linli serve。"))
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=_("备份时另存的密钥目录。"),
)
@click.option("--without-keys", is_flag=True, help=_("没有密钥也恢复：加密内容将打不开。"))
@click.option("--yes", is_flag=True, help=_("不再询问。"))
def command(directory: Path, keys: Path | None, without_keys: bool, yes: bool) -> None:
    from linli.base.postgres.api import is_running
    from linli.cli.databases import database_at_hand, is_embedded, migrate
    from linli.cli.errors import ServiceRunning
    from linli.web.configuration import configuration

    if is_embedded() and is_running(configuration.var / "postgres"):
        raise ServiceRunning
    with database_at_hand():
        from linli.cli import backups

        manifest = backups.verify_backup(directory, keys=keys, without_keys=without_keys)
        click.echo(
            _("备份时间：%(at)s，小区：%(estates)s，版本：%(version)s")
            % {
                "at": manifest.made_at,
                "estates": "、".join(manifest.estates),
                "version": manifest.version,
            }
        )
        if not (yes or click.confirm(_("现有的数据会被换掉。恢复吗？"))):
            raise click.Abort
        backups.restore_backup(directory, manifest, keys=keys)
        migrate()
    click.secho(_("已恢复。现在可以启动：linli serve"), fg="green")
