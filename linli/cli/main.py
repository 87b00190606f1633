"""The command line: finds the command, runs it, and says a refusal in plain words."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from linli import __version__
from linli.base.errors import DomainError
from linli.cli.words import _, error_text

COMMANDS = {
    "serve": _("启动：数据库、网页、推送和后台任务"),
    "worker": _("只运行后台任务（serve 已包含）"),
    "init": _("建立一个真实的小区"),
    "demo": _("把演示小区装进空数据库"),
    "import": _("导入居民登记表"),
    "user": _("账号：新建、重置第二因素"),
    "migrate": _("把数据库升级到这个版本"),
    "check": _("检查设置是否正确、是否安全"),
    "doctor": _("逐项检查运行状况，告诉您怎么办"),
    "backup": _("备份数据库和文件"),
    "restore": _("从备份恢复"),
    "audit": _("审计记录：清除过期部分"),
    "ledger": _("账本：核对一份公开的账、导出"),
    "ballots": _("业主大会的票箱：自己数一遍"),
    "topics": _("文字理解：训练、检验"),
}


class Commands(click.Group):
    """Loads a command's file only when it is asked for: `--help` and `edge` need no Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"linli.cli.commands.{cmd_name.replace('import', 'imports')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("命令")):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, help=_("邻里：小区服务中心的一套软件。"))
@click.version_option(version=__version__, prog_name="linli")
def linli() -> None:
    pass


def main() -> int:
    """Run the command line; the exit status."""
    try:
        # click hands the status of an Exit back instead of raising it
        status = linli(prog_name="linli", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as refusal:
        refusal.show()
        return refusal.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("已中断。"), err=True)
        return 130
    except DomainError as refusal:
        click.secho(f"✗ {error_text(refusal)}", fg="red", err=True)
        return 1
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    sys.exit(main())
