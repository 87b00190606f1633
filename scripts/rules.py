"""Make docs/rules.md: each rule with the tests that are marked with it, or what is missing.

`python scripts/rules.py` writes, `--check` fails when the file is not what it would write.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "rules.md"


def find_marks() -> dict[str, list[str]]:
    """Rule ID -> tests, as `path::name`."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted([*ROOT.glob("linli/**/test_*.py"), *ROOT.glob("tests/**/test_*.py")]):
        for rule, name in _marks_of(ast.parse(path.read_text())):
            found[rule].append(f"{path.relative_to(ROOT)}::{name}")
    return found


def _marks_of(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                yield from ((rule, node.name) for rule in _rules_in(decorator))
    for statement in module.body:
        if isinstance(statement, ast.Assign) and _is_pytestmark(statement):
            yield from ((rule, "(whole file)") for rule in _rules_in(statement.value))


def _is_pytestmark(statement: ast.Assign) -> bool:
    return any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in statement.targets)


def _rules_in(tree: ast.expr) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule":
            yield from (str(ast.literal_eval(argument)) for argument in node.args)


def render() -> str:
    rules = tomllib.loads((ROOT / "docs" / "rules.toml").read_text())
    marks = find_marks()
    unknown = sorted(set(marks) - set(rules))
    if unknown:
        raise SystemExit(f"docs/rules.toml does not know: {', '.join(unknown)}")
    lines = ["# Rules and where they are proved", "",
             "Made from the tests' marks by `make rules`; do not edit by hand.", ""]  # fmt: skip
    for rule, about in rules.items():
        lines += _section(rule, about, sorted(set(marks.get(rule, []))))
    return "\n".join(lines).rstrip() + "\n"


def _section(rule: str, about: dict[str, str], tests: list[str]) -> list[str]:
    state = "proved" if tests and "missing" not in about else "in part" if tests else "not proved"
    lines = [f"## {rule}: {about['says']}", "", f"**{state}**", ""]
    lines += [f"- `{test}`" for test in tests]
    if "missing" in about:
        lines += ["", f"Missing: {about['missing']}"]
    return [*lines, ""]


def main() -> None:
    text = render()
    if "--check" in sys.argv:
        if TARGET.read_text() != text:
            raise SystemExit("docs/rules.md is out of date: make rules")
        return
    TARGET.write_text(text)


if __name__ == "__main__":
    main()
