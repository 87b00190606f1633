"""A register from the shell into an estate: previewed, asked about, written as a whole."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linli.cli.databases import database_at_hand, require_migrated
from linli.cli.words import _

if TYPE_CHECKING:
    from linli.estate.imports.api import ImportRun


def import_register(
    file: Path, day: date, *, code: str | None, preview: bool, out: Path | None, yes: bool
) -> None:
    """Show what the file would change in the estate and, unless `preview`, write it once agreed.

    Raises the errors of `linli.estate.imports`, AnswerWrong for an unknown estate.
    """
    with database_at_hand():
        from linli.base.scopes.api import estate_scope
        from linli.cli.accounts import find_estate
        from linli.estate.imports.api import confirm_import, drop_import, preview_register

        require_migrated()
        estate = find_estate(code)
        actor = _clerk(estate.pk)
        with estate_scope(estate.pk):
            run = preview_register(file.read_bytes(), file.name, actor=actor, as_of=day)
            _show(run, out)
        agreed = not preview and (yes or click.confirm(_("写入这些变更吗?")))
        with estate_scope(estate.pk):
            if agreed:
                confirm_import(run.token, actor=actor)
            else:
                drop_import(run.token, actor=actor)
    click.echo(_("已写入。") if agreed else _("什么都没有写入。"))


def _clerk(estate_id: int) -> Any:
    """Whoever has the machine may import; the trail names no account."""
    from linli.base.accounts.api import Actor, Grant
    from linli.estate.organisations.api import Role

    return Actor(None, estate_id, "Linli", grants=(Grant(Role.CLERK.value),))


def _show(run: ImportRun, out: Path | None) -> None:
    from linli.cli.commands.imports import write_text
    from linli.estate.imports.api import open_plan

    if out:
        report = {"totals": run.totals, "rows": open_plan(run)}
        write_text(out, json.dumps(report, ensure_ascii=False, indent=1, default=str))
    for name, count in run.totals.items():
        click.echo(f"  {name}: {count}", err=bool(out and str(out) == "-"))
