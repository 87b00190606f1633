"""Answers of GeoReport v2 as JSON or XML (wiki.open311.org/GeoReport_v2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as Tree

from django.http import HttpResponse, JsonResponse

Rows = Sequence[Mapping[str, Any]]
# what XML 1.0 cannot hold at all
_UNWRITABLE = re.compile(r"[^\t\n\r -\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def answer(rows: Rows, form: str, root: str, item: str, status: int = 200) -> HttpResponse:
    """A list of records: a JSON array, or `<root><item>…` with the same fields."""
    if form == "json":
        body: Any = list(rows)
        return JsonResponse(body, safe=False, status=status)
    tree = Tree.Element(root)
    for row in rows:
        _fill(Tree.SubElement(tree, item), row)
    return _write(tree, status)


def answer_one(row: Mapping[str, Any], form: str, root: str) -> HttpResponse:
    """One record that is no list: a service's definition, the discovery."""
    if form == "json":
        return JsonResponse(dict(row))
    tree = Tree.Element(root)
    _fill(tree, row)
    return _write(tree, 200)


def refuse(code: int, words: str, form: str) -> HttpResponse:
    """GeoReport's error: the HTTP status again, and words for people."""
    return answer([{"code": code, "description": words}], form, "errors", "error", code)


def _fill(element: Tree.Element, row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        _add(element, name, value)


def _add(parent: Tree.Element, name: str, value: Any) -> None:
    child = Tree.SubElement(parent, name)
    if isinstance(value, Mapping):
        _fill(child, value)
    elif isinstance(value, list):
        for one in value:
            _add(child, name.removesuffix("s"), one)
    elif value is not None:
        child.text = _UNWRITABLE.sub("", str(value))


def _write(tree: Tree.Element, status: int) -> HttpResponse:
    body = Tree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)
