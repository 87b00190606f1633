"""A sum in Chinese words as receipts bear it (人民币大写, 支付结算办法 附一). Pure."""

from __future__ import annotations

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def say_sum(fen: int) -> str:
    """123456 → 人民币壹仟贰佰叁拾肆元伍角陆分; whole yuan end with 整. `fen` >= 0."""
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    words = (_say_whole(yuan) + "元") if yuan else ""
    if not rest:
        return f"人民币{words or '零元'}整"
    if jiao:
        words += f"{_FIGURES[jiao]}角"
    elif yuan:
        words += "零"
    if cents:
        words += f"{_FIGURES[cents]}分"
    else:
        words += "整"
    return f"人民币{words}"


def _say_whole(number: int) -> str:
    groups = []
    while number:
        number, part = divmod(number, 10_000)
        groups.append(part)
    words, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        part = groups[place]
        if not part:
            gap = bool(words)
            continue
        if words and (gap or part < 1000):
            words += "零"
        words += _say_group(part) + _GROUPS[place]
        gap = False
    return words


def _say_group(part: int) -> str:
    words, zero = "", False
    for place in range(3, -1, -1):
        figure = part // 10**place % 10
        if figure:
            words += ("零" if zero else "") + _FIGURES[figure] + _UNITS[place]
            zero = False
        elif words:
            zero = True
    return words
