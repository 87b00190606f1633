"""The strings of the pages: collect, check and compile them, each group for itself.

The Chinese original is the msgid. Usage: messages.py update | check | compile FILE...
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en",)
SKIPPED = {"tests", "migrations", "locale", "static", "node_modules"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "_l", "N_", "gettext", "gettext_lazy", "gettext_noop", "translatable")),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "ungettext"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
JINJA_OPTIONS = {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do,jinja2.ext.loopcontrols",
    "silent": "false",
}
HAN = "\u4e00-\u9fff"
NARROW = re.compile(f"[{HAN}”’）》][,:;?!]|[,;?!][{HAN}“‘（《]")
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def find_groups() -> list[Path]:
    """Each folder below linli with Python code."""
    return sorted(path.parent for path in (ROOT / "linli").glob("*/__init__.py"))


def extract_group(group: Path) -> Catalog:
    """All strings of a group's code and Jinja2 pages, with the files that use them."""
    catalog = Catalog()
    for path, method in _find_sources(group):
        options = JINJA_OPTIONS if method == "jinja2" else {}
        found = extract_from_file(
            method, path, KEYWORDS, comment_tags=("Translators:",), options=options
        )
        for _line, message, comments, context in found:
            if message:
                where = [(path.relative_to(ROOT).as_posix(), 0)]
                catalog.add(message, None, where, auto_comments=comments, context=context)
    return catalog


def update_group(group: Path, language: str) -> int:
    """Bring a group's .po file up to its code; the number of strings without a translation."""
    source, path = extract_group(group), _po_path(group, language)
    if not len(source) and not path.exists():
        return 0
    catalog = _read(path, language)
    catalog.update(source, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(language=language).encode())
        write_po(file, catalog, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return sum(1 for message in catalog if message.id and not _is_translated(message.string))


def check_group(group: Path, language: str) -> Iterator[str]:
    """One line for each string that is missing, untranslated, fuzzy, broken or left over."""
    source, catalog = extract_group(group), _read(_po_path(group, language), language)
    for wanted in source:
        if not wanted.id:
            continue
        if NARROW.search(_key(wanted.id)):
            yield f"{group.name}: {_key(wanted.id)!r} has a half-width mark (，：；？！)"
        found = catalog.get(_key(wanted.id), wanted.context)
        name = f"{group.name}/{language}: {_key(wanted.id)!r}"
        if found is None:
            yield f"{name} is missing: make messages"
        elif not _is_translated(found.string):
            yield f"{name} is not translated"
        elif found.fuzzy:
            yield f"{name} is fuzzy"
        else:
            yield from (f"{name}: {error}" for error in found.check(catalog))
    for kept in catalog:
        if kept.id and source.get(_key(kept.id), kept.context) is None:
            yield f"{group.name}/{language}: {_key(kept.id)!r} is left over: make messages"


def find_hidden(group: Path) -> Iterator[str]:
    """One line for each string inside an f-string, where nothing collects it."""
    for path, method in _find_sources(group):
        if method == "python":
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.JoinedStr) and any(map(_is_marked, ast.walk(node))):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}: a string inside an f-string"


def _is_marked(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    if not (isinstance(called, ast.Name) and called.id in KEYWORDS):
        return False
    return bool(node.args) and isinstance(node.args[0], ast.Constant)


def compile_file(path: Path) -> None:
    """Write the .mo file beside a .po file."""
    with path.open("rb") as source:
        catalog = read_po(source, locale=path.parts[-3])
    part = path.with_suffix(".mo.part")
    with part.open("wb") as target:
        write_mo(target, catalog)
    part.replace(path.with_suffix(".mo"))


def _find_sources(group: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(group.rglob("*")):
        inside = path.relative_to(group).parts
        if not path.is_file() or SKIPPED.intersection(inside):
            continue
        if path.suffix == ".py":
            yield path, "python"
        elif "jinja2" in inside[:-1] and path.suffix in {".html", ".jinja", ".txt", ".xml"}:
            yield path, "jinja2"


def _po_path(group: Path, language: str) -> Path:
    return group / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _key(message_id: str | list[str] | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _is_translated(text: str | list[str] | tuple[str, ...]) -> bool:
    return bool(text) if isinstance(text, str) else bool(text) and all(text)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            for group in find_groups():
                for language in LANGUAGES:
                    left = update_group(group, language)
                    print(f"{group.name}/{language}: {left} to translate")
            return 0
        case ["check"]:
            found = [
                line
                for group in find_groups()
                for language in LANGUAGES
                for line in check_group(group, language)
            ]
            found += [line for group in find_groups() for line in find_hidden(group)]
            print("\n".join(found) or "every string is translated")
            return 1 if found else 0
        case ["compile", *paths]:
            for path in paths:
                compile_file(Path(path))
            return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
