"""Words for what the assembly decides, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.voice.ballots.data import (
    AssemblyState,
    Choice,
    Lack,
    Repeat,
    Silence,
    Threshold,
    Verdict,
    Way,
)
from linli.voice.ballots.rules import threshold_of

_MATTERS: dict[int, Callable[[], str]] = {
    1: lambda: _("制定、修改业主大会议事规则"),
    2: lambda: _("制定、修改管理规约"),
    3: lambda: _("选举业主委员会或更换委员"),
    4: lambda: _("选聘、解聘物业服务企业"),
    5: lambda: _("使用维修资金"),
    6: lambda: _("筹集维修资金"),
    7: lambda: _("改建、重建建筑物"),
    8: lambda: _("改变共有部分用途或用来经营"),
    9: lambda: _("其他重大事项"),
}
_STATES: dict[str, Callable[[], str]] = {
    AssemblyState.DRAFT: lambda: _("草稿"),
    AssemblyState.PREPARED: lambda: _("等另一个人公告"),
    AssemblyState.NOTICED: lambda: _("已公告"),
    AssemblyState.OPEN: lambda: _("正在投票"),
    AssemblyState.CLOSED: lambda: _("已封箱计票"),
    AssemblyState.PUBLISHED: lambda: _("结果已公布"),
    AssemblyState.CANCELLED: lambda: _("已取消"),
}
TONES = {"open": "amber", "published": "jade", "noticed": "enamel", "closed": "enamel"}
_CHOICES: dict[str, Callable[[], str]] = {
    Choice.YES: lambda: _("同意"),
    Choice.NO: lambda: _("反对"),
    Choice.ABSTAIN: lambda: _("弃权"),
    Choice.INVALID: lambda: _("看不清或选了不止一个（无效）"),
}
_WAYS: dict[str, Callable[[], str]] = {
    Way.PHONE: lambda: _("手机"),
    Way.PAPER: lambda: _("纸票"),
    Way.DOOR: lambda: _("楼长上门"),
    Way.IMPORTED: lambda: _("政府投票系统"),
}
_VERDICTS: dict[str, Callable[[], str]] = {
    Verdict.ADOPTED: lambda: _("通过"),
    Verdict.NOT_ADOPTED: lambda: _("没有通过"),
    Verdict.QUORUM_NOT_MET: lambda: _("参加的不够，不算数"),
}
_LACKS: dict[str, Callable[[], str]] = {
    Lack.AREA: lambda: _("没有面积"),
    Lack.SOURCE: lambda: _("没写面积从哪来"),
    Lack.OWNER: lambda: _("没有业主"),
    Lack.TENURE: lambda: _("公租房却登记了个人业主"),
}
_SOURCES: dict[str, Callable[[], str]] = {
    "registry": lambda: _("不动产登记"),
    "surveyed": lambda: _("测绘"),
    "contract": lambda: _("买卖合同"),
}
_GATES: dict[str, Callable[[], str]] = {
    "quorum_area": lambda: _("参加表决的面积"),
    "quorum_heads": lambda: _("参加表决的人数"),
    "yes_area": lambda: _("同意的面积"),
    "yes_heads": lambda: _("同意的人数"),
}


def matter_word(matter: int) -> str:
    return _MATTERS[matter]()


def matter_choices() -> list[tuple[int, str]]:
    return [(number, word()) for number, word in _MATTERS.items()]


def threshold_word(matter: int) -> str:
    if threshold_of(matter) is Threshold.THREE_QUARTERS:
        return _("参加表决的面积和人数都要四分之三以上同意")
    return _("参加表决的面积和人数都要过半数同意")


def state_word(state: str) -> str:
    return _STATES[state]()


def choice_word(choice: str) -> str:
    return _CHOICES[choice]()


def choice_options(*, on_paper: bool = False) -> list[tuple[str, str]]:
    return [(c.value, _CHOICES[c]()) for c in Choice if on_paper or c is not Choice.INVALID]


def way_word(way: str) -> str:
    return _WAYS[way]()


def verdict_word(verdict: str) -> str:
    return _VERDICTS[verdict]()


def lack_words(lacks: tuple[Lack, ...]) -> str:
    return "、".join(_LACKS[lack]() for lack in lacks)


def source_word(source: str) -> str:
    return _SOURCES.get(source, lambda: source)()


def gate_word(name: str) -> str:
    return _GATES[name]()


def silence_word(silence: str) -> str:
    if silence == Silence.FOLLOWS_MAJORITY:
        return _("没交的票算同意多数（按业主自己定的议事规则）")
    return _("没交的票不算参加")


def repeat_word(repeat: str) -> str:
    if repeat == Repeat.LAST:
        return _("投了几次的，最后一次有效")
    return _("投了几次的，第一次有效，以后的不收")


def area_words(area_cm2: int) -> str:
    """Square metres with as many decimals as it takes, from integer cm²."""
    whole, rest = divmod(area_cm2, 10_000)
    text = f"{whole:,}".replace(",", "\u2009")
    return f"{text}.{rest:04}".rstrip("0") + " m²" if rest else f"{text} m²"


DIFFERENCES = {
    "missing": _l("名单上没有"), "unknown": _l("登记里没有"), "owner": _l("业主不一样"),
    "area": _l("面积不一样"), "source": _l("面积来源不一样"),
}  # fmt: skip
RUN_WORDS = {
    "working": _l("正在做"), "done": _l("做好了"), "stopped": _l("停下了"), "failed": _l("没成功"),
    "gone": _l("删掉了"),
}  # fmt: skip
