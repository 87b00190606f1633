"""Answers to questions: from a file for scripts, from the terminal for people."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from linli.base.errors import DomainError
from linli.cli.errors import AnswerMissing, AnswerWrong
from linli.cli.words import _, error_text


@dataclass
class Answers:
    """What is given already (names may have dots); what is not is asked, if somebody is there."""

    given: dict[str, Any] = field(default_factory=dict)
    asks: bool = field(default_factory=lambda: sys.stdin.isatty())

    @classmethod
    def from_file(cls, path: Path | None, **flags: Any) -> Answers:
        """Of a JSON object; flags win. `{"$env": "NAME"}` stands for an environment variable.

        Raises AnswerWrong.
        """
        found: Any = {}
        if path:
            try:
                found = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise AnswerWrong(what=str(path), reason=str(error)) from error
        if not isinstance(found, dict):
            raise AnswerWrong(what=str(path), reason="{…}")
        found.update({name: value for name, value in flags.items() if value is not None})
        return cls(found)

    def get(self, name: str, default: Any = None) -> Any:
        """A given answer, without asking."""
        value: Any = self.given
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, dict) and set(value) == {"$env"}:
            value = os.environ.get(str(value["$env"]))
        return default if value is None else value

    def ask(
        self,
        name: str,
        question: str,
        *,
        default: str | None = None,
        read: Callable[[str], Any] = str,
        hide: bool = False,
    ) -> Any:
        """The given answer, or the terminal's, through `read`; a refused one is asked again.

        Raises AnswerMissing or AnswerWrong where nobody can be asked.
        """
        value = self.get(name)
        while True:
            asked = value is None
            if asked:
                value = self._prompt(name, question, default, hide)
            try:
                return read(str(value))
            except DomainError as error:
                if not (asked and self.asks):
                    raise AnswerWrong(what=name, reason=error_text(error)) from error
                click.secho(f"✗ {error_text(error)}", fg="red", err=True)
                value = None

    def _prompt(self, name: str, question: str, default: str | None, hide: bool) -> str:
        if not self.asks:
            if default is not None:
                return default
            raise AnswerMissing(what=name)
        while True:
            typed = str(click.prompt(question, default=default, hide_input=hide)).strip()
            if not hide or str(click.prompt(_("再输一次"), hide_input=True)).strip() == typed:
                return typed
            click.secho("✗ " + _("两次输入的不一样。请重新输入"), fg="red", err=True)
