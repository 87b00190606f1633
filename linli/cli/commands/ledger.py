"""`linli ledger`: check a published book, or write one."""

from __future__ import annotations

from pathlib import Path

import click

from linli.cli.words import _


@click.group("ledger", help=_("账本：核对一份公开的账、导出。"))
def command() -> None:
    pass


@command.command("verify", help=_("核对导出的账本文件；不需要数据库和账号。"))
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--root", help=_("公示上的封存号；不一样时报错。"))
@click.option("--database", is_flag=True, help=_("核对数据库里的每一本账。"))
def verify(file: Path | None, root: str | None, database: bool) -> None:
    from linli.cli.ledgers import check_database, check_file

    if bool(file) == database:
        raise click.UsageError(_("请写一个文件，或 --database。"))
    sound = check_database() if file is None else check_file(file, root)
    if not sound:
        raise click.exceptions.Exit(1)


@command.command("export", help=_("把一本账导出成文件（.gz 会压缩）：BOOK 如 joint_account。"))
@click.argument("book")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--estate", "code", help=_("小区代码；只有一个小区时不用写。"))
def export(book: str, file: Path, code: str | None) -> None:
    from linli.cli.ledgers import export_to

    export_to(file, book, code)
