"""`linli init`: a real estate in an empty database."""

from __future__ import annotations

from pathlib import Path

import click

from linli.cli.words import _, language


@click.command(
    "init", help=_("建立一个真实的小区：房屋、单位、第一个管理员。可以用答案文件代替提问。")
)
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("JSON 答案文件，见管理员手册。"),
)
@click.option("--name", help=_("小区名称。"))
@click.option("--homes", help=_("房屋：楼 × 单元 × 楼层 × 房号。"))
@click.option(
    "--homes-file",
    type=click.Path(exists=True, dir_okay=False),
    help=_("房屋表（.xlsx 或 .csv）：楼栋、单元、房号。"),
)
@click.option("--yes", is_flag=True, help=_("不再询问，直接建立。"))
def command(
    answers: Path | None, name: str | None, homes: str | None, homes_file: str | None, yes: bool
) -> None:  # fmt: skip
    from linli.cli.databases import database_at_hand, migrate

    with database_at_hand():
        from django.utils import translation

        from linli.cli import founding
        from linli.cli.answers import Answers
        from linli.web.founding.api import found_estate

        migrate()
        _refuse_estate()
        with translation.override(language()):
            given = Answers.from_file(answers, name=name, homes=homes, homes_file=homes_file)
            plan = founding.ask_for_estate(given)
            if given.asks and not yes and not click.confirm(_("现在建立吗？"), default=True):
                raise click.Abort
            _estate, codes = found_estate(plan)
        founding.show_recovery_codes(codes)
    click.secho(_("“%(name)s”已建立。启动：linli serve") % {"name": plan.name}, fg="green")


def _refuse_estate() -> None:
    from linli.cli.errors import EstateExists
    from linli.cli.estates import find_estates

    if found := find_estates():
        raise EstateExists(name=found[0][0])
