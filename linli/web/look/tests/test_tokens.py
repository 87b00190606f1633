"""The tokens keep what accessibility asks: contrast, type and target sizes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "linli" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
GROUNDS = ["paper", "sheet"]
WORDS = ["ink", "muted", "enamel", "jade", "persimmon"]
PAIRS = [(word, ground) for word in WORDS for ground in GROUNDS] + [
    ("on-enamel", "enamel"),
    ("on-jade", "jade"),
    ("on-persimmon", "persimmon"),
    ("on-amber", "amber"),
    ("enamel", "enamel-wash"),
    ("ink", "persimmon-wash"),
    ("ink", "amber-wash"),
]
LINES = ["line-strong", "amber-line", "enamel", "jade", "persimmon"]


def _palette(theme: str) -> dict[str, str]:
    block = re.search(rf'\[data-bs-theme="{theme}"\] {{(.*?)\n}}', TOKENS, re.S)
    assert block
    colours = re.findall(r"--([\w-]+): #([0-9a-f]{3,6});", block[1])
    return {
        name: value if len(value) == 6 else "".join(c * 2 for c in value) for name, value in colours
    }


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast of two RRGGBB colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.rule("A11-01")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(theme, word, ground):
    palette = _palette(theme)
    assert contrast(palette[word], palette[ground]) >= 4.5


@pytest.mark.rule("A11-03")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("line", LINES)
def test_lines_that_carry_meaning_can_be_seen(theme, line):
    palette = _palette(theme)
    assert min(contrast(palette[line], palette[ground]) for ground in GROUNDS) >= 3


@pytest.mark.rule("A11-01")
def test_elder_mode_has_large_type_and_targets():
    size, target = re.search(
        r"\.elder \{ font-size: (\d+)%; --target: (\d+)px; \}", TOKENS
    ).groups()
    larger = re.search(r"\.elder-larger \{ font-size: (\d+)%; \}", TOKENS)[1]
    assert int(size) * 16 / 100 >= 24
    assert int(larger) * 16 / 100 >= 30
    assert int(target) >= 60
