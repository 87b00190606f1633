"""What a remark says about somebody's status: 已故, 已搬走, 已搬至…, and about whom."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .relations import find_relation_code
from .texts import plain

# A space is no border where the next word is the verb: 张三 已故.
CLAUSES = re.compile(r"[,，。;；、\n\r]+|\s+(?!已?(?:故|去世|死|病|亡|过世|逝|搬|迁|退|腾))")
DEAD = re.compile(r"已?(?:故去?|去世|死亡|病故|亡故|身故|过世|逝世|离世|病逝|身亡|亡)(?:了)?")
NOT_DEAD = re.compile(
    r"故(?:障|意|事|里|乡|居|宫)|事故|变故|缘故|意外|未故|未亡|死亡(保险|赔偿|证明)|亡(人节|妻|夫)"
    r"|因.{0,4}故$|无故|遗属|遗孀|丧偶"
)
MOVED = re.compile(
    r"(?:已|全家|整户|举家|全户)*(?:搬走|搬离|搬出|搬家|搬至|搬到|搬往|搬去|迁出|迁走|迁往|迁至|迁离|退租|退房|腾退|"
    r"腾房|已搬迁|已搬|搬迁至|不在此居住|不在此住|不在本小区居住|已不在本小区)"
)
TOWARDS = re.compile(r"(?:搬|迁|搬迁)(?:至|到|往|去)")
NOT_MOVED = re.compile(
    r"未|没|户口|户籍|拟|准备|计划|打算|即将|将于|待搬|待退|要求|申请|搬来|搬入|迁入|搬回|搬进|可能|疑似|是否|不搬|搬至本|搬到本|由.{1,16}[搬迁]|从.{1,16}[搬迁]"
)
WHOLE = re.compile(r"全家|整户|举家|全户|一家")
FILLER = re.compile(
    r"[0-9年月日号.\-/:()()]|于|因病?|在|医院|老家|家中|已|现|今年|去年|前年|前|该|其?本人|此人|此户|该户|本户|人员|的|了|"
    r"备注|状态|情况|[上中下]旬|初|底|春节|疾病|癌症|自然|全家|整户|举家|全户|一家|住户|家庭|户口?"
)
SELF, HEAD, OTHER, NAMED = "self", "head", "other", "named"
OTHERS = re.compile(
    r"^其?(配偶|老伴|爱人|妻子?|丈夫|夫|老公|老婆|父母双?|双亲|父亲?|母亲?|爸爸?|妈妈?|儿子|女儿|长子|次子|长女|次女|子女|子|女|"
    r"孙子|孙女|外孙女?|公公|婆婆|公婆|岳父母?|岳母|兄弟?|弟弟?|姐姐?|妹妹?|哥哥?|爷爷|奶奶|祖父母?|祖母|儿媳|女婿|"
    r"租户|租客|承租人|房客|前夫|前妻|监护人|房东|业主|产权人|家人|亲属|保姆)(?:均|都|也|双双|双)?$"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One clause: `deceased` or `moved_out`; of whom; `word` is the relation or name used."""

    status: str
    subject: str
    word: str = ""
    whole: bool = False
    towards: bool = False


@lru_cache(maxsize=16384)
def read_remark(raw: str) -> tuple[Saying, ...]:
    """Every clause of a remark that speaks of death or of moving out."""
    text = plain(raw)
    if not text or not re.search(r"故|亡|世|逝|死|搬|迁|退|腾|不在", text):
        return ()
    sayings = [_read_clause(clause) for clause in CLAUSES.split(text) if clause]
    return tuple(saying for saying in sayings if saying)


def _read_clause(clause: str) -> Saying | None:
    found = DEAD.search(clause)
    if found and not NOT_DEAD.search(clause):
        subject, word = _find_subject(clause[: found.start()], clause[found.end() :])
        return Saying("deceased", subject, word)
    found = MOVED.search(clause)
    if found and not NOT_MOVED.search(clause[: found.end() + 3]):
        subject, word = _find_subject(clause[: found.start()], "")
        whole = bool(WHOLE.search(clause))
        return Saying("moved_out", subject, word, whole, bool(TOWARDS.search(clause)))
    return None


def _find_subject(before: str, after: str) -> tuple[str, str]:
    """Whom the words before the verb name; 已故老伴 names one after it."""
    # 户主 has to be seen before the filler words, one of which it contains, are taken away.
    head = re.search(r"户主", before)
    rest = FILLER.sub("", re.sub(r"\s+|户主", "", before))
    if head:
        # 户主之妻已故 speaks of the wife.
        return (OTHER, rest) if rest.strip("之") else (HEAD, "户主")
    if rest and rest != "人":
        if OTHERS.match(rest.strip("之")):
            return OTHER, rest
        return NAMED, rest
    follower = FILLER.sub("", after)
    if follower and (OTHERS.match(follower) or find_relation_code(follower)):
        return OTHER, follower
    return SELF, ""
