"""The command's own words in the language of the terminal; works without Django.

English when LC_ALL, LC_MESSAGES or LANG begin with "en", else Chinese, which is the original.
"""

from __future__ import annotations

import gettext as catalogs
import os
from functools import cache
from pathlib import Path

from linli.base.errors import DomainError

_LINLI = Path(__file__).resolve().parents[1]


@cache
def language() -> str:
    """ "en" or "zh-hans", from the environment."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next((name for name in names if name), "").startswith("en") else "zh-hans"


def _(text: str) -> str:
    """The text in the terminal's language."""
    return _catalog().gettext(text) if language() == "en" else text


def error_text(error: DomainError) -> str:
    """The refusal in the terminal's language, its parameters too (an error may hold an error's)."""
    params = {k: _(v) if isinstance(v, str) and v else v for k, v in error.params.items()}
    return _(error.message) % params if params else _(error.message)


@cache
def _catalog() -> catalogs.NullTranslations:
    # a refusal may come from any group, so that each group's words are looked up
    found: catalogs.NullTranslations = catalogs.NullTranslations()
    for path in sorted(_LINLI.glob("*/locale/en/LC_MESSAGES/django.mo")):
        with path.open("rb") as file:
            group = catalogs.GNUTranslations(file)
        group.add_fallback(found)
        found = group
    return found
