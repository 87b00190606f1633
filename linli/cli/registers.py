"""A register from the shell into an estate: previewed, asked about, written as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from linli.cli.databases import database_at_hand, require_migrated
from linli.cli.words import _
from linli.estate.imports.report import flag_message, skip_message

if TYPE_CHECKING:
    from linli.estate.imports.api import ImportRun

SHOWN = 20  # refused rows on the screen; all are in the JSON
Refused = tuple[str, int, str, list[tuple[str, str]]]  # sheet, row, name, (code, raw)


def import_register(
    file: Path, day: date, *, code: str | None, preview: bool, out: Path | None, yes: bool
) -> None:
    """Show what the file would change in the estate and, unless `preview`, write it once agreed.

    With the JSON on the screen everything else goes to standard error. Raises the errors of
    `linli.estate.imports`, AnswerWrong for an unknown estate.
    """
    aside = str(out) == "-"
    with database_at_hand():
        from linli.base.scopes.api import estate_scope
        from linli.cli.accounts import find_estate
        from linli.estate.imports.api import preview_register

        require_migrated()
        estate = find_estate(code)
        actor = _clerk(estate.pk)
        with estate_scope(estate.pk):
            run = preview_register(file.read_bytes(), file.name, actor=actor, as_of=day)
            _show(run, out)
        agreed = False
        try:
            agreed = not preview and (yes or click.confirm(_("写入这些变更吗？"), err=aside))
        finally:  # nobody there to ask: the preview must not stay behind
            with estate_scope(estate.pk):
                _settle(run, actor, agreed=agreed)
    click.echo(_("已写入。") if agreed else _("什么都没有写入。"), err=aside)


def _settle(run: ImportRun, actor: Any, *, agreed: bool) -> None:
    from linli.estate.imports.api import confirm_import, drop_import

    if agreed:
        confirm_import(run.token, actor=actor)
    else:
        drop_import(run.token, actor=actor)


def _clerk(estate_id: int) -> Any:
    """Whoever has the machine may import; the trail names no account."""
    from linli.base.accounts.api import Actor, Grant
    from linli.estate.organisations.api import Role

    return Actor(None, estate_id, "Linli", grants=(Grant(Role.CLERK.value),))


def _show(run: ImportRun, out: Path | None) -> None:
    from linli.cli.commands.imports import write_text
    from linli.estate.imports.api import open_plan

    rows, aside = open_plan(run), str(out) == "-"
    if out:
        report = {"totals": run.totals, "rows": rows}
        write_text(out, json.dumps(report, ensure_ascii=False, indent=1, default=str))
    click.echo(
        _(
            "新增 %(new)d 人，更新 %(changed)d 人，不变 %(unchanged)d 人，"
            "拒收 %(persons_refused)d 人；住户 %(households)d"
        )
        % run.totals,
        err=aside,
    )
    sheets = run.column_maps["sheets"]
    show_skips(((s["name"], s["skipped"]) for s in sheets if s["skipped"]), aside=aside)
    refused = [row for row in rows if row["outcome"] == "refused"]
    show_refused([_refused(row) for row in refused], aside=aside)


def _refused(row: dict[str, Any]) -> Refused:
    flags = [(code, raw) for code, _field, raw in row["flags"]]
    return row["sheet"], row["row"], row["name"], flags


def show_skips(skipped: Iterable[tuple[str, str]], *, aside: bool = False) -> None:
    """Sheets that were left out, and what to do."""
    for name, reason in skipped:
        click.echo(f"  {name}: {_(skip_message(reason))}", err=aside)


def show_refused(refused: list[Refused], *, aside: bool = False) -> None:
    """Rows that are not taken, and why."""
    for sheet, row, name, flags in refused[:SHOWN]:
        reasons = " ".join(_(flag_message(code)) % {"raw": raw} for code, raw in flags)
        click.echo(f"  {sheet} · {row} {name}: {reasons}", err=aside)
    if len(refused) > SHOWN:
        more = {"count": len(refused) - SHOWN}
        click.echo(_("  还有 %(count)d 行，用 --json 看全部。") % more, err=aside)
