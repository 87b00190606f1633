"""`linli import register FILE`: look at a register, or bring it in."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linli.cli.words import _

if TYPE_CHECKING:
    from linli.estate.imports.data import ReadResult


@click.group("import", help=_("导入表格。"))
def command() -> None:
    pass


@command.command("register", help=_("导入居民登记表（.xlsx 或 .csv）：先预览，确认后写入。"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help=_("只看结果，什么都不写入；不需要数据库。"))
@click.option(
    "--json",
    "out",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    help=_("把结果写成 JSON;- 表示屏幕。"),
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help=_("以哪一天判断年龄和日期。"))
@click.option("--estate", "code", help=_("小区代码；只有一个小区时不用写。"))
@click.option("--yes", is_flag=True, help=_("不再询问，直接写入。"))
def register(
    file: Path, preview: bool, out: Path | None, as_of: datetime | None, code: str | None, yes: bool
) -> None:  # fmt: skip
    day = as_of.date() if as_of else date.today()
    if preview and code is None:
        _preview_without_database(file, day, out)
        return
    from linli.cli.registers import import_register

    import_register(file, day, code=code, preview=preview, out=out, yes=yes)


def _preview_without_database(file: Path, day: date, out: Path | None) -> None:
    """Judge the file against the empty demo estate: its buildings and homes, nobody in them."""
    from linli.estate.imports.data import EstateShape
    from linli.estate.imports.reader import read_register
    from linli.estate.imports.report import count_totals, dump_report

    result = read_register(file, file.name, as_of=day, estate=EstateShape.from_pattern())
    if out:
        write_text(out, dump_report(result))
    if out is None or str(out) != "-":
        show_totals(count_totals(result))
        show_refusals(result)


def write_text(out: Path, text: str) -> None:
    """To a file, or to the screen for `-`."""
    if str(out) == "-":
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")


def show_totals(totals: dict[str, Any]) -> None:
    click.echo(
        _("户：%(households)d  接受：%(persons_accepted)d 人  拒绝：%(persons_refused)d 人")
        % totals
    )


def show_refusals(result: ReadResult) -> None:
    """Sheets and rows left out with the reason; how often each flag was given."""
    from linli.cli.registers import show_refused, show_skips

    show_skips((s.name, s.skipped) for s in result.report.sheets if s.skipped)
    show_refused(
        [
            (row.mention.sheet, row.mention.row, row.name or "",
             [(flag.code.value, flag.raw) for flag in row.flags])
            for row in result.rows
            if not row.accepted
        ]
    )  # fmt: skip
    reasons = Counter(flag.code.value for row in result.rows for flag in row.flags)
    for reason, count in reasons.most_common():
        click.echo(f"  {count:6d}  {reason}")
