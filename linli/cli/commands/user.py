"""`linli user`: accounts, for when nobody can sign in any more."""

from __future__ import annotations

from pathlib import Path

import click

from linli.cli.words import _, language


@click.group("user", help=_("账号。"))
def command() -> None:
    pass


@command.command("add", help=_("新建一个管理员或工作人员的账号。"))
@click.argument("username")
@click.option("--name", help=_("姓名。"))
@click.option("--role", default="administrator", show_default=True, help=_("职务。"))
@click.option("--estate", "code", help=_("小区代码；只有一个小区时不用写。"))
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("JSON:password、totp_secret。"),
)
def add(
    username: str, name: str | None, role: str, code: str | None, answers: Path | None
) -> None:  # fmt: skip
    from linli.cli.databases import database_at_hand, require_migrated

    with database_at_hand():
        from django.utils import translation

        from linli.cli import accounts

        require_migrated()
        with translation.override(language()):
            accounts.add_account(username, name=name, role=role, code=code, answers=answers)
    click.secho(_("账号 %(username)s 已建立。") % {"username": username}, fg="green")


@command.command("reset-second-factor", help=_("清除第二因素；这个人下次登录时重新绑定。"))
@click.argument("username")
@click.option("--yes", is_flag=True, help=_("不再询问。"))
def reset_second_factor(username: str, yes: bool) -> None:
    from linli.cli.databases import database_at_hand, require_migrated

    with database_at_hand():
        from linli.cli import accounts

        require_migrated()
        account = accounts.find_account(username)
        question = _("清除 %(name)s(%(username)s)的第二因素，并让所有设备退出登录吗？")
        if not yes:
            click.confirm(question % {"name": account.name, "username": username}, abort=True)
        accounts.forget_second_factor(account)
    click.secho(_("已清除。请当面确认是本人，再让他登录。"), fg="green")
