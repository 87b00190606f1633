"""Results drawn as bars, and the same figures as a table beside them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from linli.voice.polls.data import QuestionKind, QuestionResult

_WRAP = 130  # pixels that the words of an option may take beside the bars


def chart_of(question: QuestionResult) -> dict[str, Any] | None:
    """An ECharts option and its table: one bar an option, in the order of the sheet, in votes.

    None for a question that was answered in words.
    """
    if question.kind == QuestionKind.WORDS:
        return None
    words = [text for text, _count in question.counts]
    return {
        "spec": {
            "yAxis": {
                "type": "category", "inverse": True, "data": words,
                "axisLabel": {"width": _WRAP, "overflow": "break", "hideOverlap": False},
            },
            "xAxis": {"type": "value", "minInterval": 1, "min": 0},
            "series": [{
                "type": "bar", "color": "enamel", "cursor": "default",
                "label": {"show": True, "position": "right", "color": "ink"},
                "data": [count for _text, count in question.counts],
            }],
        },
        "table": {
            "columns": [_("选项"), _("票数"), _("占")],
            "rows": [[t, n, share_words(n, question.answered)] for t, n in question.counts],
        },
        "height": "s" if len(words) < 4 else "m" if len(words) < 8 else "l",
    }  # fmt: skip


def share_words(part: int, whole: int) -> str:
    """Of those who answered, in tenths of a percent, cut off: "33.3 %"; "–" of nobody."""
    if not whole:
        return "–"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10} %"
