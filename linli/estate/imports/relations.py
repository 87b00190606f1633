"""Relation to the head of the household (与户主关系)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .codes import Code
from .data import Cell
from .texts import is_ditto, says_nothing, squeeze

WORDS = {
    "head": "户主 本人 户主本人 本户户主 自己",
    "spouse": "妻 妻子 夫 丈夫 配偶 老伴 爱人 老公 老婆 夫人 伴侣 夫妻 媳妻",
    "daughter": "女 女儿 闺女 独女 独生女 独生女儿 养女 继女",
    "son": "子 儿子 儿 独子 独生子 养子 继子 独生儿子",
    "parent": "父 母 父亲 母亲 爸 妈 爸爸 妈妈 养父 养母 继父 继母 父母",
    "grandchild": """
        孙 孙子 孙女 孙儿 孙女儿 外孙 外孙子 外孙女 外孙女儿 长孙 次孙 长孙女 次孙女
        曾孙 曾孙女 曾孙子 重孙 重孙子 重孙女
    """,
    "child_in_law": """
        儿媳 女婿 媳 儿媳妇 长媳 次媳 大儿媳 二儿媳 小儿媳 大女婿 二女婿 小女婿 长婿
        次婿 婿
    """,
    "parent_in_law": "岳母 岳父 公公 婆婆 岳父母 公婆 丈母娘 丈人 老丈人",
    "sibling": """
        兄 弟 姐 妹 哥 哥哥 弟弟 姐姐 妹妹 兄长 兄弟 姐妹 兄妹 姐弟 大哥 大姐 二哥 二姐
        二弟 二妹 小弟 小妹 胞兄 胞弟 胞姐 胞妹
    """,
    "tenant": "租户 承租人 租客 房客 承租户 合租人 合租 合租户 租住人 租房人 租住户",
    "other": """
        保姆 侄子 同住人 其他 其它 侄女 侄 侄儿 外甥 外甥女 护工 护理员 同住 同居 同居人
        亲戚 朋友 亲属 其他亲属 姑 姑姑 姑母 姨 姨妈 姨母 舅 舅舅 舅父 叔 叔叔 叔父 伯
        伯伯 伯父 伯母 婶 婶婶 嫂 嫂子 弟媳 弟妹 姐夫 妹夫 祖父 祖母 爷爷 奶奶 外公 外婆
        外祖父 外祖母 姥姥 姥爷 雇工 寄养 监护人 堂兄 堂弟 堂姐 堂妹 表兄 表弟 表姐 表妹
        表哥 非亲属 其他成员
    """,
}
CODES = {word: code for code, words in WORDS.items() for word in words.split()}
ORDERED = re.compile(
    r"(?:[长次三四五六七八九大二小老幼]|第[一二三四五]|[1-9])(儿子|女儿|子|女|儿|闺女)"
)
CODES_OF_CHILD = {"儿子": "son", "子": "son", "儿": "son"}
PREFIX = re.compile(r"^(?:系|是|为)?(?:户主|本人|业主|承租人|房主)?(?:之|的)")
HEAD_PREFIX = re.compile(r"^(?:户主|本人)(?=.)")


@dataclass(frozen=True, slots=True)
class RelationReading:
    """The word as written and its code; `flag` if the word is not known."""

    word: str | None = None
    code: str | None = None
    flag: Code | None = None


NONE = RelationReading()


def read_relation(value: Cell) -> RelationReading:
    """Read a relation cell; an unknown word is kept, without a code."""
    return _read_text(value) if isinstance(value, str) and value else _read_other(value)


def _read_other(value: Cell) -> RelationReading:
    if value is None or value == "":
        return NONE
    return RelationReading(squeeze(value), None, Code.RELATION_UNKNOWN)


@lru_cache(maxsize=4096)
def _read_text(raw: str) -> RelationReading:
    word = squeeze(raw)
    if says_nothing(word):
        return NONE
    if is_ditto(raw):
        return RelationReading(word, None, Code.RELATION_UNKNOWN)
    code = find_relation_code(word)
    return RelationReading(word, code, None if code else Code.RELATION_UNKNOWN)


def find_relation_code(word: str) -> str | None:
    """Code of a relation word, also with 之, 户主之, or an order (长子, 三女儿)."""
    word = word.strip("()。.,:;、")
    for text in (word, PREFIX.sub("", word), HEAD_PREFIX.sub("", word)):
        if text in CODES:
            return CODES[text]
        ordered = ORDERED.fullmatch(text)
        if ordered:
            return CODES_OF_CHILD.get(ordered[1], "daughter")
    return None
