"""Chinese numerals as clerks write them in homes and dates."""

import re

DIGITS = {
    **dict(zip("零〇一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "两": 2,
    "貳": 2,
    "參": 3,
    "叄": 3,
    "陸": 6,
    "○": 0,
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100}
CLASS = "".join([*DIGITS, *UNITS])
RUN = re.compile(f"[{CLASS}]+")


def read_numeral(text: str) -> int | None:
    """`十五` → 15, `一五零二` → 1502, `一百零二` → 102; None for anything else."""
    if not text or any(char not in DIGITS and char not in UNITS for char in text):
        return None
    if not any(char in UNITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total, digit = 0, None
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            continue
        total += (1 if digit is None else digit) * UNITS[char]
        digit = None
    return total + (digit or 0)


def replace_numerals(text: str, followed_by: str = "") -> str:
    """Every run of Chinese numerals (before `followed_by`, a regex) in Arabic digits."""
    pattern = re.compile(f"[{CLASS}]+(?={followed_by})") if followed_by else RUN
    return pattern.sub(lambda match: str(read_numeral(match.group())), text)
