"""Minimum living allowance (低保) and resettlement (拆迁安置): yes or no."""

from functools import lru_cache

from .codes import Code
from .data import Cell
from .texts import is_ditto, says_unknown, squeeze, words

YES = words(
    """
    是 √ ✓ ✔ ☑ 对 有 享受 在享 在册 Y YES TRUE T 1 低保 低保户 是低保 是低保户 城市低保
    农村低保 城镇低保 低保对象 低保人员 低保家庭 享受低保 在保 城低保 已享受 最低生活保障
    〇是 ⭕ ● ■
    """
)
NO = words(
    """
    否 × X ✗ ✘ ╳ ☒ 无 没有 没 N NO FALSE F 0 - -- — —— – / \\ 非 不 不是 非低保
    非低保户 不享受 未享受 不符合 一般户 普通户 ☐ □ 空
    """
)
RESETTLED = words(
    """
    拆迁 拆迁安置 安置 安置户 拆迁户 拆迁安置户 回迁 回迁户 搬迁安置
    """
)


@lru_cache(maxsize=4096)
def _read(text: str, yes: frozenset[str]) -> bool | None:
    word = text.upper().strip("()。.,;")
    if word in YES or word in yes:
        return True
    return False if not word or word in NO else None


def read_low_income(value: Cell) -> tuple[bool | None, str, Code | None]:
    """(yes, no or None for a blank cell; words; code). Near-minimum and the like are not 低保."""
    text = squeeze(value)
    if not text:
        return None, "", None
    answer = None if says_unknown(text) or is_ditto(text) else _read(text, frozenset())
    if answer is None:
        return None, text, Code.LOW_INCOME_UNCLEAR
    return answer, text, None


def read_resettled(value: Cell) -> bool | None:
    """Whether the household was resettled; None if blank or not clear."""
    text = squeeze(value)
    return _read(text, RESETTLED) if text else None
