"""`linli ballots`: anybody counts an owners' assembly again from its published file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from linli.cli.words import _

_MOST_BYTES = 200 * 1024 * 1024
_SIGNS = {True: "✓", False: "✗"}


@click.group("ballots", help=_("业主大会的票箱：自己数一遍"))
def command() -> None:
    pass


@command.command("verify", help=_("用下载的票箱文件重新数一遍；不需要数据库、账号和网络。"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--root", default="", help=_("公开页上的票箱封存码，整串或开头几位。"))
def verify(file: Path, root: str) -> None:
    from linli.voice.ballots.published import FileBroken, recount_file

    if file.stat().st_size > _MOST_BYTES:
        raise FileBroken(line=1, what=_("文件太大"))
    data = file.read_bytes()
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileBroken(line=line, what="UTF-8") from error
    counted = recount_file(text, root)
    _print(counted)
    if not root:
        click.echo(_("请和公开页上的票箱封存码比对，一样才是公布的那一份。"))


def _print(counted: Any) -> None:
    head = {"code": counted.assembly, "units": counted.units, "heads": counted.total.heads,
            "ballots": counted.ballots}  # fmt: skip
    click.echo(_("业主大会 %(code)s：%(units)d 套，%(heads)d 人，%(ballots)d 票") % head)
    for title, result in zip(counted.titles, counted.results, strict=True):
        click.echo(f"{result.position}. {title}")
        for gate in result.gates:
            sign = ">" if gate.strict else ">="
            click.echo(
                f"   {_SIGNS[gate.passed]} {gate.name}: {gate.left_times}×{gate.left}"
                f" {sign} {gate.right_times}×{gate.right}"
            )
        click.secho(f"   {result.verdict}", bold=True)
    click.echo(_("票箱封存码 %(root)s") % {"root": counted.root})
    click.echo(_("名册封存码 %(root)s") % {"root": counted.roll_root})
    click.secho("✓ " + _("数得一样，没有一行被改过。"), fg="green")
