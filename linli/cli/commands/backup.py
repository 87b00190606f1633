"""`linli backup DIR`: database and files, with checksums; keys only where asked."""

from __future__ import annotations

from pathlib import Path

import click

from linli.cli.words import _

KEYS_NOTE = _(
    "注意：备份里没有密钥。没有密钥，证件号、健康和救助等加密内容就永远打不开。\n"
    "请把 %(keys)s 另外存到安全的地方（不要和备份放在一起）：linli backup … --keys 另一个目录"
)


@click.command("backup", help=_("把数据库和文件备份到一个新目录；运行中也可以备份。"))
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--keys", type=click.Path(path_type=Path), help=_("把密钥另外复制到这个目录。"))
def command(directory: Path, keys: Path | None) -> None:
    from linli.cli.databases import database_at_hand, require_migrated
    from linli.web.configuration import configuration

    with database_at_hand():
        from linli.cli import backups

        require_migrated()
        manifest = backups.write_backup(directory)
        if keys:
            backups.copy_keys(keys)
    click.secho(
        _("备份完成：%(where)s（%(n)d 个文件，%(mb).1f MB）")
        % {"where": directory, "n": len(manifest.files), "mb": manifest.size / 1e6},
        fg="green",
    )
    if not keys:
        click.secho(KEYS_NOTE % {"keys": configuration.var / "keys"}, fg="yellow", err=True)
