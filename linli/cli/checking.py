"""Django's checks and ours, shown at the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from linli.cli.words import language

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


def find_messages(*, deploy: bool) -> list[CheckMessage]:
    """What the checks have to say, without what the settings silence."""
    from django.core.checks import run_checks
    from django.utils import translation

    with translation.override(language()):
        found = run_checks(include_deployment_checks=deploy, databases=["default"])
    return [message for message in found if not message.is_silenced()]


def show_messages(messages: Sequence[CheckMessage]) -> None:
    """Each message and what to do about it."""
    from django.core.checks import ERROR

    for message in messages:
        is_error = message.level >= ERROR
        sign, colour = ("✗", "red") if is_error else ("!", "yellow")
        click.secho(f"{sign} {message.id} {message.msg}", fg=colour, err=True)
        if message.hint:
            click.echo(f"  → {message.hint}", err=True)
