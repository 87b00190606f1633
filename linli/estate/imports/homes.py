"""Homes as clerks write them: 3-2-1502, 3号楼2单元1502室, 3#2-1502, 三号楼二单元一五零二."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from .codes import Code
from .data import Cell, EstateShape, Home, Key
from .numerals import replace_numerals
from .texts import BRACKETED, plain, says_nothing, says_unknown

DASHES = re.compile(r"[‐‑‒–—―−~_﹣ー─━→]+")
BUILDING_WORD = r"(?:号楼|号院?楼|号(?=.)|#楼|#|栋|幢|座|楼)"
ENTRANCE_WORD = r"(?:单元|单|门|梯|U)"
PARTS = re.compile(
    rf"(?:(?P<b>[0-9]{{1,3}}[A-Z]?|[A-Z][0-9]{{0,2}})(?:(?P<bw>{BUILDING_WORD})-?|-))?"
    rf"(?:(?P<e>[0-9]{{1,2}}|[A-Z甲乙丙丁东西中])(?:(?P<ew>{ENTRANCE_WORD})-?|-))?"
    r"(?:(?P<f>[0-9]{1,2})(?:(?:层|楼|F)-?|-(?=[0-9]{2}[A-H甲乙丙丁]?$)))?"
    r"(?:(?P<r>[0-9]{1,5})-?(?P<s>[A-H甲乙丙丁])?)?"
)
FOUR = re.compile(r"([0-9]{1,3}-[0-9]{1,2})-([0-9]{1,2})-([0-9]{1,2})([A-H甲乙丙丁]?)")
THREE = re.compile(r"[0-9]{1,3}([./·,])[0-9]{1,2}\1[0-9]{3,4}")
TAIL = re.compile(r"(?<=[0-9A-H甲乙丙丁])(?:号?(?:室|房间|房|户|门牌)|号|-)$")
ROOM = re.compile(r"(?<![0-9])[0-9]{3,4}(?![0-9]|号?楼|栋|幢|座|#|号院)")
SEVERAL = re.compile(r"[/、,;&+\\]|和|及|与|或")
PREFIX = re.compile(
    r"^[^0-9]*?(?:小区|社区|花园|家园|公寓|苑|城|园|里|院|庄|村|街|县|区|市|期|段)-?(?=[0-9A-Z]|$)"
)
NUMERAL_PLACES = r"(?:号|栋|幢|座|#|楼|单元|门|层|室|户|房|$)"
SUFFIX = re.compile(r"(号楼|号院?楼|#楼|栋|幢|座|楼|#|号)$")


@dataclass(frozen=True, slots=True)
class HomeText:
    """Parts found in a text. `weak`: two numbers joined by a dash, so `building` may just as
    well be the entrance. `room`: 1502, or 1502A as text. `unclear`: two homes. `broken`: typed,
    but no home can be seen."""

    building: str | None = None
    entrance: str | None = None
    room: Key | None = None
    weak: bool = False
    unclear: bool = False
    broken: bool = False
    blank: bool = False


BLANK = HomeText(blank=True)


@dataclass(frozen=True, slots=True)
class HomeReading:
    """A home, or the reason why there is none. `differs`: another building than the sheet's."""

    home: Home | None = None
    code: Code | None = None
    differs: bool = False


def read_home_text(value: Cell, names: tuple[str, ...] = ()) -> HomeText:
    """Take a home text apart. `names`: buildings with a name of their own (东楼, 综合楼)."""
    if value is None or value == "":
        return BLANK
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return _read_text(plain(value), names)
    return HomeText(broken=True)


@lru_cache(maxsize=65536)
def _read_text(text: str, names: tuple[str, ...]) -> HomeText:
    text = _normalise(text)
    bare = text.replace("-", "")
    if not bare:
        return BLANK if not text else HomeText(broken=True)
    if says_nothing(bare) or says_unknown(bare) or "?" in text:
        return HomeText(broken=True)
    for name in names:
        at = text.find(name)
        if at >= 0:
            rest = SUFFIX.sub("", text[at + len(name) :][:1]) + text[at + len(name) :][1:]
            return _name_building(_read_parts(rest.lstrip("-")), name)
    return _read_parts(text)


def _name_building(parts: HomeText, name: str) -> HomeText:
    entrance = parts.building if parts.weak else parts.entrance
    return replace(parts, building=name, entrance=entrance, weak=False)


def _normalise(text: str) -> str:
    text = DASHES.sub("-", text.upper())
    text = re.sub(r"(?<=[0-9])\s+(?=[0-9])", "-", text)
    text = re.sub(r"\s+", "", text)
    if re.fullmatch(r"[0-9]+\.0+", text):
        text = text.split(".")[0]
    text = replace_numerals(text, NUMERAL_PLACES)
    return re.sub(r"-+", "-", re.sub(r"第(?=[0-9])", "", text))


def _read_parts(text: str) -> HomeText:
    rooms = ROOM.findall(text)
    if len(rooms) > 1:
        return HomeText(unclear=True)
    if THREE.fullmatch(text):
        text = re.sub(r"[./·,]", "-", text)
    text = TAIL.sub("", PREFIX.sub("", BRACKETED.sub("", text)).strip("-.。,"))
    four = FOUR.fullmatch(text)
    if four:
        text = f"{four[1]}-{int(four[2]) * 100 + int(four[3])}{four[4]}"
    found = PARTS.fullmatch(text)
    if not found:
        return HomeText(unclear=bool(rooms and SEVERAL.search(text)), broken=True)
    return _judge_parts(found)


def _judge_parts(found: re.Match[str]) -> HomeText:
    building, entrance, room = found["b"], found["e"], found["r"]
    number = int(room) if room else None
    if found["f"] and number is not None:
        floor = int(found["f"])
        if number < 100:
            number += floor * 100
        elif number // 100 != floor:
            return HomeText(unclear=True)
    elif number is not None and (len(room) < 3 or number < 100):
        return HomeText(building, entrance, None, broken=True)
    weak = bool(building and not found["bw"] and not entrance)
    door: Key | None = f"{number}{found['s']}" if number and found["s"] else number
    return HomeText(building, entrance, door, weak)


def read_building_text(value: Cell, names: tuple[str, ...] = ()) -> HomeText:
    """A cell of a building or entrance column: `3`, `3号楼`, `三栋`, `3号楼2单元`, `A座`."""
    text = _normalise(plain(value)) if value is not None else ""
    text = PREFIX.sub("", text)
    if not text.strip("-"):
        return BLANK
    for name in names:
        if text.startswith(name):
            rest = _read_parts(text[len(name) :].lstrip("-")) if text[len(name) :] else HomeText()
            return replace(rest, building=name)
    alone = re.fullmatch(
        rf"([0-9]{{1,3}}|[A-Z甲乙丙丁东西中南北])({BUILDING_WORD[:-1]}|号))?", text
    )
    if alone:
        return HomeText(building=alone[1])
    return _read_text(text, names)


def read_entrance_text(value: Cell) -> HomeText:
    """A cell of an entrance column: `2`, `2单元`, `二单元`, `3号楼2单元`, `3-2`."""
    text = PREFIX.sub("", _normalise(plain(value))) if value is not None else ""
    if not text:
        return BLANK
    alone = re.fullmatch(rf"([0-9]{{1,2}}|[A-Z甲乙丙丁东西中]){ENTRANCE_WORD}?", text)
    if alone:
        return HomeText(entrance=alone[1])
    both = re.fullmatch(
        rf"([0-9]{{1,3}}|[A-Z])(?:{BUILDING_WORD}-?|-)([0-9]{{1,2}}){ENTRANCE_WORD}?", text
    )
    return HomeText(both[1], both[2]) if both else HomeText(broken=True)


def find_building(text: str, names: tuple[str, ...] = ()) -> HomeText:
    """The one building (and entrance) that a title, a sheet name or a file name speaks of."""
    normal = _normalise(plain(text))
    named = [name for name in names if name in normal]
    numbered = re.findall(
        r"(?<![0-9A-Z])([0-9]{1,3}|(?<![A-Z])[A-Z])(?:号楼|号院?楼|#楼|#|栋|幢|座|楼(?![0-9层]))",
        normal,
    )
    found = set(named) | set(numbered)
    if len(found) != 1 or re.search(r"[0-9]+[-至到、,/][0-9]+(号楼|#|栋|幢|座)", normal):
        return BLANK
    entrances = set(re.findall(rf"([0-9]{{1,2}}){ENTRANCE_WORD[:-3]})", normal))
    return HomeText(found.pop(), entrances.pop() if len(entrances) == 1 else None)


def find_key(token: str | None, keys: "dict[str, Key]") -> Key | None:
    """The estate's own key for a written building or entrance; None only for None."""
    if token is None:
        return None
    if token.isdigit():
        token = str(int(token))
    return (
        keys.get(token)
        or keys.get(SUFFIX.sub("", token))
        or (int(token) if token.isdigit() else token)
    )


def key_index(shape: EstateShape) -> dict[str, Key]:
    """Written forms of each building: its key, without suffix, and its other names."""
    index: dict[str, Key] = {}
    for key in shape.buildings:
        text = _normalise(plain(key))
        index[text] = key
        index.setdefault(SUFFIX.sub("", text), key)
    for name, key in shape.names.items():
        index[_normalise(plain(name))] = key
    return index
