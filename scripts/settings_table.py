"""The table of settings in docs/howto/administrator.md, made from the configuration itself.

Usage: settings_table.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from linli.web.configuration import PROJECT, Configuration

PAGE = PROJECT / "docs" / "howto" / "administrator.md"
BEGIN, END = "<!-- settings -->", "<!-- /settings -->"


def make_table() -> str:
    """One line for each LINLI_* variable: name, default, meaning."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Configuration.model_fields.items():
        lines.append(
            f"| `LINLI_{name.upper()}` | {_default(field.default)} | {field.description} |"
        )
    return "\n".join(lines)


def fill(page: str) -> str:
    """The page with its table made anew; raises ValueError without the two marks."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    if not rest or END not in page:
        raise ValueError(f"{PAGE.name} lacks {BEGIN} … {END}")
    return f"{head}{BEGIN}\n{make_table()}\n{END}{tail}"


def _default(value: object) -> str:
    if isinstance(value, Path):
        return f"`{value.relative_to(PROJECT)}`"
    if isinstance(value, list):
        return f"`{', '.join(map(str, value))}`"
    return f"`{value}`" if value not in ("", None) else ""


def main() -> int:
    page = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        return int(fill(page) != page)
    PAGE.write_text(fill(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
