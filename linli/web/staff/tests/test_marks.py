from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from linli.web.staff.marks import mark_words


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("楼前有青苔", ["青苔"], "楼前有<mark>青苔</mark>"),
        ("青苔青苔", ["青苔"], "<mark>青苔</mark><mark>青苔</mark>"),
        ("a <b> PVC & 管", ["pvc", "管"],
         "a &lt;b&gt; <mark>PVC</mark> &amp; <mark>管</mark>"),
        ("没有", ["青苔"], "没有"),
        ("随便", [], "随便"),
        ("x" * 40 + "青苔", ["青苔"], "…" + "x" * 28 + "<mark>青苔</mark>"),
    ],
)  # fmt: skip
def test_words_are_marked(text: str, words: list[str], marked: str) -> None:
    assert mark_words(text, words) == marked


@given(st.text(), st.lists(st.text(min_size=2), max_size=3))
def test_nothing_of_a_text_gets_out_unescaped(text: str, words: list[str]) -> None:
    bare = mark_words(text, words).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert bare.strip("…") in str(escape(" ".join(text.split())))
