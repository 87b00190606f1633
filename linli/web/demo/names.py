"""Names that nobody bears, yet anybody could: every given name has one of `MARKS` in it.

The marks are the words of the estate itself (邻里 祥和 睦 安 …), so that a name of the demo is
recognised at sight and never passes for a real person's.
"""

from __future__ import annotations

from random import Random

MARKS = "邻里祥和睦安暖晴"
# the first third is met more often, as in any building of the north
SURNAMES = (
    "王李张刘陈杨赵孙马高郭郑梁宋韩冯曹许邓田董潘袁蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛"
)
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "尉迟", "皇甫")
RARE = ("𠮷", "㐂", "䶮", "翀", "昇", "堃")
WITH_DOT = ("阿依·{}", "古丽·{}", "巴特·{}", "其木格·{}", "买买提·{}", "卓玛·{}")

_GIVEN = {
    ("female", "old"): "兰英珍芳梅秀云霞芝玲桂淑凤菊琴荣素香巧花",
    ("male", "old"): "山林海生根田柱才福贵德顺长有庆树河石庭春",
    ("female", "middle"): "丽娟燕红艳敏静萍莉娜芬蓉洁倩琳慧婷颖",
    ("male", "middle"): "军勇强涛斌峰刚鹏辉波磊亮凯超旭东健凡",
    ("female", "young"): "萱涵怡诺琪妍瑶晨雨彤欣朵语沐悠茉",
    ("male", "young"): "宇轩浩辰泽睿航皓博然霖铭昊川屿乐",
}


def choose_surname(rng: Random) -> str:
    """A surname; two-character ones are seldom."""
    if rng.random() < 0.008:
        return rng.choice(COMPOUND)
    return rng.choice(SURNAMES[:28] if rng.random() < 0.7 else SURNAMES)


def choose_name(rng: Random, surname: str, sex: str, birth_year: int) -> str:
    """A full name fit for the sex ("female", "male") and the generation."""
    chance = rng.random()
    if chance < 0.003:
        return rng.choice(WITH_DOT).format(_pair(rng, rng.choice("云和祥安")))
    generation = "old" if birth_year < 1965 else "middle" if birth_year < 1995 else "young"
    if chance < 0.05:
        return surname + rng.choice(MARKS)
    other = rng.choice(_GIVEN[sex, generation])
    if chance > 0.996:
        other = rng.choice(RARE)
    return surname + _pair(rng, other)


def _pair(rng: Random, other: str) -> str:
    mark = rng.choice(MARKS)
    if mark == other:
        return mark + "云"
    return mark + other if rng.random() < 0.6 else other + mark
