"""The figures of `linli topics evaluate`, for reading and for machines."""

from __future__ import annotations

import click

from linli.cli.words import _
from linli.matters.topics.readers.api import TARGETS, Report


def print_report(report: Report, texts: int, *, version: str, details: bool = False) -> None:
    """Tables first, then what was missed, last one BENCH line a figure."""
    click.echo(_("%(texts)d 条文字，模型 %(version)s") % {"texts": texts, "version": version})
    _print_categories(report)
    _print_dangers(report, details=details)
    click.echo("")
    for name, value in report.extra.items():
        click.echo(f"  {name:<45} {value:.3f}")
    click.echo("")
    for name, target in TARGETS:
        value = report.figures[name]
        # truncated, so that no figure is printed as reached which is not
        shown = int(value * 1000) / 1000
        word = "ok" if value >= target else "short"
        click.echo(f"BENCH topics-evaluate {name} {shown:.3f} target {target:.2f} {word}")


def _print_categories(report: Report) -> None:
    click.echo(f"\n  {'category':<22}{'n':>5}{'P':>7}{'R':>7}{'F1':>7}")
    for name, count, s in report.categories:
        click.echo(f"  {name:<22}{count:>5}{s.precision:>7.2f}{s.recall:>7.2f}{s.f1:>7.2f}")
    if report.confusions:
        click.echo("\n  " + _("最常混淆（实际 → 读成）："))
        for true, said, n in report.confusions:
            click.echo(f"  {n:>3}  {true} → {said}")


def _print_dangers(report: Report, *, details: bool) -> None:
    for title, lines in ((_("没看出的急情"), report.missed), (_("误报的急情"), report.alarms)):
        click.echo(f"\n  {title}: {len(lines)}")
        for line in lines if details else lines[:5]:
            click.echo(f"    {line}")
