"""`linli doctor`: what works, what does not, and what to do."""

from __future__ import annotations

import click

from linli.cli.words import _


@click.command("doctor", help=_("逐项检查运行状况，告诉您怎么办；不改动任何东西。"))
def command() -> None:
    from linli.cli.diagnosis import examine

    worst = 0
    for finding in examine():
        sign, colour = (("✓", "green"), ("!", "yellow"), ("✗", "red"))[finding.level]
        click.secho(f"{sign} {finding.what}", fg=colour, nl=not finding.found)
        if finding.found:
            click.echo(f": {finding.found}")
        if finding.advice:
            click.echo(f"  → {finding.advice}")
        worst = max(worst, finding.level)
    if worst == 2:
        raise click.exceptions.Exit(1)
