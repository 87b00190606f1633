"""`linli topics`: how well texts are understood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from linli.cli.words import _


@click.group("topics", help=_("文字理解：训练，用带标注的文件检验"))
def command() -> None:
    pass


@command.command("evaluate", help=_("用一个带标注的 CSV 检验；不需要数据库和服务器。"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--details", is_flag=True, help=_("列出看漏和误报的每一条。"))
def evaluate_file(file: Path, details: bool) -> None:
    from linli.cli.topic_figures import print_report
    from linli.matters.topics.readers.api import CorpusError, evaluate, read_records

    try:
        records = read_records(file)
    except (CorpusError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    trained = _shipped()
    report = evaluate(records, trained.reader, trained.judges)
    print_report(report, len(records), version=trained.reader.version, details=details)


@command.command("train", help=_("用随软件的语料训练；语料没变时立即结束。"))
def train() -> None:
    reader = _shipped().reader
    click.echo(_("模型 %(version)s，用 %(texts)d 条文字训练。")
               % {"version": reader.version, "texts": reader.texts})  # fmt: skip


def _shipped() -> Any:
    from linli.matters.topics.readers.api import shipped
    from linli.web.configuration import configuration

    return shipped(configuration.var / "readers")
