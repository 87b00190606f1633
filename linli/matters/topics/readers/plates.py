"""Which home, entrance, building or landmark a text names ("7-3-502", "三号楼二单元", "南门").

Pure: whether such a home exists is asked through `Register`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUM = r"(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_HOME = r"(?:[0-9]{3,4})"
_BUILDING_WORD = r"(?:号楼|[栋幢](?:楼)?|号院楼|#楼|#)"
_ENTRANCE_WORD = r"(?:单元|门洞|门栋)"
# "7-3-502" with any dash; "9-10点", "7-9月" are times and "9-10元" money
_DASHED = re.compile(
    r"(?<![0-9.\-])([0-9]{1,2})[-\u2013\u2014\u2212\uff0d]([1-9][0-9]?)"
    r"(?:[-\u2013\u2014\u2212\uff0d]([0-9]{3,4})(?![0-9])"
    r"|(?![0-9.]|[-\u2013\u2014][0-9])"
    r"(?!\s*(?:点|时|月|日|号(?!楼)|元|块|岁|天|个|人|层|楼(?![上下道门前后])|度|分|年|次|户|斤|米|厘|%|小时|周)))"
)
_SPOKEN = re.compile(
    rf"({_NUM})\s*{_BUILDING_WORD}\s*(?:[,\uff0c的]?\s*({_NUM})\s*{_ENTRANCE_WORD})?"
    rf"\s*(?:的|[,\uff0c]|[0-9]{{1,2}}[楼层])?\s*({_HOME})?(?![0-9])"
)
_BETWEEN = re.compile(
    rf"({_NUM})(?:号楼|号|栋|幢)?\s*[、,\uff0c和跟与到至\-\u2013\u2014]\s*({_NUM})\s*{_BUILDING_WORD}"
    r"(?:楼)?(?:之?间|中间|当间|夹道)?"
)
_ENTRANCE = re.compile(
    rf"(?<![0-9、,一二三四五六七八九十])({_NUM})\s*{_ENTRANCE_WORD}\s*(?:的|[,\uff0c]|[0-9]{{1,2}}[楼层])?\s*({_HOME})?(?![0-9])"
)
_ROOM = re.compile(
    r"(?<![0-9\-.:年月第])([1-9][0-9]{2,3})(?=\s*(?:室|住户|的|户|家|业主|门口|装修|是|反映|漏|楼上|也|来电|$|[,\uff0c\s]))"
    r"(?!\s*(?:元|块|多|年|米|斤|度|瓦|平))"
)
_LANDMARK = re.compile(
    r"[东南西北][东南西北]?(?:大?门(?!口?外地)|侧门|广场|车棚|院墙|墙根|便道|路口)|小?广场|篮球场|羽毛球场|乒乓球台"
    r"|(?:电动车)?车棚|充电棚|地下(?:车库|室|停车场)|车库|地库|垃圾(?:点|站|房|楼|中转站)|凉亭|亭子|长廊|游廊|花园|小游园"
    r"|健身(?:器材|角|广场|区)|儿童(?:乐园|游乐|滑梯)|沙坑|滑梯|秋千|喷泉|水池|人工湖|假山|活动室|活动中心|棋牌室|食堂|餐厅"
    r"|日间照料|服务大厅|服务中心|门卫室|岗亭|物业楼|配电室|配电房|泵房|换热站|锅炉房|幼儿园|超市|小卖部|菜店|便民店|快递柜"
    r"|快递(?:站|点|驿站)|驿站|菜市场|早市|公交站|中心路|主路|环路|后街|小路|甬道|消防通道|天桥|坡道|公厕|厕所门口|图书角"
    r"|书柜|宣传栏|公告栏|停车场|大门口|正门|后门|东墙|西墙|南墙|北墙|围墙|绿化带|草坪|树林|银杏|水房|热力站|理发|卫生室|门诊"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as said: numbers as plain digits, what is not said is empty."""

    building: str = ""
    entrance: str = ""
    home: str = ""
    said: str = ""

    @property
    def plate(self) -> str:
        if self.home and self.entrance:
            return f"{self.building}-{self.entrance}-{self.home}"
        return f"{self.building}-{self.entrance}" if self.entrance else f"{self.building}号楼"


def plain_text(text: str) -> str:
    """Full-width digits, letters and dashes as plain ones; the length may differ."""
    return unicodedata.normalize("NFKC", text)


def number_of(said: str) -> str:
    """ "十四" and "14" are 14."""
    if said.isdigit():
        return str(int(said))
    tens, ten, ones = said.partition("十")
    if ten:
        return str((_CN.get(tens, 1) if tens else 1) * 10 + (_CN[ones] if ones else 0))
    return str(_CN[said])


def find_spots(text: str) -> list[Spot]:
    """The places that a text names, in its order, each once; the buildings of a range all."""
    plain = plain_text(text)[:2_000]
    found: list[tuple[int, Spot]] = []
    for m in _BETWEEN.finditer(plain):
        first, last = number_of(m[1]), number_of(m[2])
        found += [(m.start() + n, Spot(b, said=m[0])) for n, b in enumerate((first, last))]
    taken = [m.span() for m in _BETWEEN.finditer(plain)]
    for m in _DASHED.finditer(plain):
        if not _overlaps(m.span(), taken):
            found.append((m.start(), Spot(number_of(m[1]), number_of(m[2]), m[3] or "", m[0])))
    for m in _SPOKEN.finditer(plain):
        entrance = number_of(m[2]) if m[2] else ""
        if not _overlaps(m.span(), taken):
            home = m[3] or ""
            found.append((m.start(), Spot(number_of(m[1]), entrance, home, m[0].strip())))
    spots = [spot for _, spot in sorted(found, key=lambda pair: pair[0])]
    return _complete(plain, spots)


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _complete(plain: str, spots: list[Spot]) -> list[Spot]:
    """An entrance or a room said apart from its building belongs to the only one named."""
    entrance = _ENTRANCE.search(plain)
    if not spots:
        return (
            [Spot("", number_of(entrance[1]), entrance[2] or "", entrance[0])] if entrance else []
        )
    first = spots[0]
    if len({s.building for s in spots}) == 1:
        if not any(s.entrance for s in spots) and entrance:
            first = Spot(first.building, number_of(entrance[1]), entrance[2] or "", first.said)
        if first.entrance and not any(s.home for s in spots):
            room = _ROOM.search(plain)
            if room:
                first = Spot(first.building, first.entrance, room[1], first.said)
    kept = [first, *spots[1:]]
    return list({(s.building, s.entrance, s.home): s for s in kept}.values())


def find_landmarks(text: str) -> list[str]:
    """Words for places that are no buildings, each once, in their order."""
    return list(dict.fromkeys(_LANDMARK.findall(plain_text(text)[:2_000])))


def without_places(text: str) -> str:
    """The text with every said place as one sign, so that a reader learns words, not numbers."""
    plain = plain_text(text)
    for pattern in (_BETWEEN, _DASHED, _SPOKEN, _ENTRANCE):
        plain = pattern.sub("@", plain)
    return plain
