"""The piece of a text in which searched words stand, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

AROUND = 28  # signs before the first word; three times as many after it


def mark_words(text: str, words: Sequence[str]) -> Markup:
    """One line of HTML around the first found word; every found word in <mark>, all else escaped.

    Without a word in it: the beginning of the text.
    """
    line = " ".join(text.split())
    pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)", re.IGNORECASE | re.ASCII)
    first = pattern.search(line)
    start = max(0, first.start() - AROUND) if first else 0
    end = (first.end() if first else 0) + 3 * AROUND
    piece, at, marked = line[start:end], 0, escape("…" if start else "")
    for hit in pattern.finditer(piece):
        marked += escape(piece[at : hit.start()]) + Markup("<mark>") + escape(hit[0])
        marked += Markup("</mark>")
        at = hit.end()
    return marked + escape(piece[at:]) + escape("…" if end < len(line) else "")
