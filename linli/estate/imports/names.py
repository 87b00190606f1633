"""Names (姓名): spaces and invisible marks go, dots become ·, rare characters stay."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .data import Cell
from .texts import (
    BRACKETED,
    ESCAPED,
    INVISIBLE,
    is_ditto,
    says_nothing,
    says_unknown,
    squeeze,
    words,
)

DOTS = re.compile(r"(?<=[^\x00-\x7f])\s*[·•・‧∙⋅●．.｡᛫‐﹒]\s*(?=[^\x00-\x7f])")
FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
SPLITTERS = re.compile(r"[、,;/&|+\\]|(?<=[\u4e00-\u9fff])[和与及](?=[\u4e00-\u9fff])")
#: Marks that a name neither begins nor ends with.
EDGES = " .·,，。、:;'*-" + chr(34)
MASK = re.compile(r"[*×✕❌Xx○〇●?？]|某")
COMPOUND = words(
    """
    欧阳 司马 上官 诸葛 东方 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 长孙 宇文 轩辕 端木
    独孤 南宫 西门 东郭 百里 呼延 闻人 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离
    鲜于 闾丘 拓跋 完颜
    """
)
SURNAMES = frozenset(
    """
        王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋
        余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱江尹薛闫阎
        段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪
        庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛
        曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦
        褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇
        桑郎甄丛仲虞敖巩明佘池查麻苑迟邝
    """
) - {" ", "\n"}


@dataclass(frozen=True, slots=True)
class NameReading:
    """`name` as it is kept; `notes` stood in brackets; two people make `several` true."""

    name: str | None = None
    notes: tuple[str, ...] = ()
    several: bool = False
    masked: bool = False


NONE = NameReading()


def read_name(value: Cell) -> NameReading:
    """Read a name cell. A number, a ditto mark or a word for nothing is no name."""
    return _read_text(value) if isinstance(value, str) and value else NONE


@lru_cache(maxsize=65536)
def _read_text(raw: str) -> NameReading:
    # No NFKC here: it would replace compatibility ideographs that some people's names have.
    text = INVISIBLE.sub("", ESCAPED.sub("", raw)).translate(FULLWIDTH).strip()
    squeezed = squeeze(text)
    if says_nothing(squeezed) or says_unknown(squeezed) or is_ditto(raw):
        return NONE
    if not re.search(r"[^\W\d_]", squeezed):
        return NONE
    notes = tuple(note.strip() for note in BRACKETED.findall(text) if note.strip())
    bare = BRACKETED.sub("", text).strip()
    if _holds_two(bare) or any(_names_another(note) for note in notes):
        return NameReading(None, notes, several=True)
    name = _join(bare)
    if not name:
        return NameReading(None, notes)
    return NameReading(name, notes, masked=bool(MASK.search(name)) and not name.isascii())


def _join(text: str) -> str:
    """Drop spaces between Chinese characters, keep single ones between Latin words."""
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)
    text = DOTS.sub("·", re.sub(r"\s+", " ", text))
    return text.strip(EDGES)


def _looks_whole(piece: str) -> bool:
    """A surname and one to three more characters."""
    if not re.fullmatch(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}", piece):
        return False
    return piece[0] in SURNAMES or piece[:2] in COMPOUND


def _holds_two(text: str) -> bool:
    strong = [piece for piece in re.split(r"[、,;/&|+\\]", text) if piece.strip()]
    if len(strong) > 1:
        return True
    joined = SPLITTERS.split(re.sub(r"\s+", "", text))
    if len(joined) == 2 and all(_looks_whole(piece) for piece in joined):
        return True
    words = text.split()
    if len(words) < 2 or not all(_looks_whole(word) for word in words):
        return False
    return words[0] not in COMPOUND


def _names_another(note: str) -> bool:
    """张三(妻李四): the note holds a relation word and a name, or a whole name."""
    rest = re.sub(r"^(妻子?|夫|丈夫|配偶|爱人|老伴|儿子?|子|女儿?|父亲?|母亲?)[::]?", "", note)
    return rest != note and _looks_whole(rest)
