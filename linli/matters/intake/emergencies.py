"""Words that mean: transfer at once, before any form (REQ-02). Pure.

A banner too many costs a glance, one too few a life: signs are wide, and only what is plainly
over, denied or merely feared is left out.
"""

from __future__ import annotations

import re

from linli.base.errors import translatable
from linli.matters.intake.data import Emergency
from linli.matters.intake.data import EmergencyService as To

WHO: dict[To, str] = {
    To.FIRE: translatable("119 消防"),
    To.GAS: translatable("燃气抢修"),
    To.AMBULANCE: translatable("120 急救"),
    To.LIFT: translatable("电梯救援"),
    To.POLICE: translatable("110 报警"),
}
SAY: dict[To, str] = {
    To.FIRE: translatable(
        "请马上离开,不坐电梯,弯腰走楼梯;出不去就用湿毛巾堵门缝,到窗口呼救。我现在转 119。"
    ),
    To.GAS: translatable(
        "请别开关任何电器,别打火;能关就关总阀,开窗,人到楼外再打电话。我现在转燃气抢修。"
    ),
    To.AMBULANCE: translatable(
        "请别搬动病人,看看还有没有呼吸,留一个人在身边,派一个人到楼下接车。我现在转 120。"
    ),
    To.LIFT: translatable("请别扒门,靠里站稳,轿厢里透气,是安全的;说出楼号单元。我现在叫救援。"),
    To.POLICE: translatable("请先保证自己安全,锁好门,别上前;说出在哪里、有几个人。我现在转 110。"),
}

_PERSON = (
    r"(?:孩子|小孩|娃|孙子|孙女|儿子|闺女|女儿|老人|老爷子|老太太|老伴|奶奶|爷爷|大爷|大娘"
    r"|我妈|我爸|母亲|父亲)"
)
_GAS = r"(?:煤气罐?|燃气|天然气|液化气罐?|煤汽|瓦斯)"
_BLADE = r"(?:拿|持|抄|挥|举|拎)(?:着|了|起)?.{0,3}(?:刀|斧|棍|棒)"
# in the order of danger: the first service whose sign is found is the one to call
_SIGNS: tuple[tuple[To, str], ...] = (
    (To.FIRE, r"(?<![打点不])着火|起火|失火|火灾|着了?大火|爆炸|浓烟|(?:烧|燃)起来|烧着了"),
    (To.FIRE, r"冒(?:着|出|起|了)?(?:黑|浓|白|大|股)?烟|冒(?:着|出)?火(?:星|花|苗|光)|打火花"),
    (To.FIRE, r"(?:电|线|胶皮|塑料|烧).{0,6}(?:糊|焦)(?:了的)?味|烟(?:往上|往外|往屋|越来越)"),
    (To.FIRE, r"(?:楼|屋|门|窗|灶|厨房|家|车棚|桩|电动车|电瓶车|电池|被子"
     r"|窗帘).{0,4}(?<![打点不])着了(?!凉|急|迷|魔)"),
    (To.GAS, _GAS + r".{0,4}(?:味|泄露|泄漏|漏了|在漏|漏气)|漏" + _GAS + r"|臭鸡蛋味"),
    (To.GAS, r"(?:闻|有股|一股).{0,6}" + _GAS + r"|" + _GAS + r".{0,6}(?:嘶嘶|呲呲)"),
    (To.GAS, r"(?:灶|阀|管).{0,6}漏气"),
    (To.AMBULANCE, r"(?:晕|昏)(?:倒|过去|死过去|厥)|昏迷|不省人事|叫不醒|休克|没(?:有)?(?:呼吸"
     r"|意识|气了|脉)"),
    (To.AMBULANCE, r"(?:心口|胸口|心脏|前胸|胸).{0,3}(?:疼|痛|绞|憋得)|心绞痛|心梗|心肌梗"),
    (To.AMBULANCE, r"喘不(?:上|过|出)(?:来)?气|上不来气|呼吸困难|憋得(?:慌|脸)"),
    (To.AMBULANCE, r"脑梗|脑出血|中风|半边(?:身子|脸|身).{0,3}(?:麻|不|动)|(?:说话"
     r"|嘴).{0,4}(?:不清|歪)"),
    (To.AMBULANCE, r"抽搐|抽抽了|抽过去|抽风了|口吐白沫|大出血|血流不止|止不住血|吐血|咯血"),
    (To.AMBULANCE, r"(?:煤气|食物|农药|一氧化碳).{0,2}中毒|喝(?:了)?(?:农药|百草枯)|(?:一瓶"
     r"|一把|整瓶).{0,2}(?:安眠药|药片)"),
    (To.AMBULANCE, r"(?:摔|跌|倒|栽|坐).{0,12}(?:起不来|动不了|不能动|不会动|站不起|爬不起"
     r"|不动了)"),
    (To.AMBULANCE, r"(?:倒|躺|趴|瘫).{0,2}(?:地上|地下|楼道|门口|厕所).{0,10}(?:不动|起不来"
     r"|没反应|不说话)"),
    (To.AMBULANCE, r"触电|电着人|电倒|溺水|掉.{0,3}(?:井里|水里|池子里)|噎(?:住|着)"
     r"|卡(?:住)?(?:喉咙|嗓子)"),
    (To.AMBULANCE, r"羊水破|要生了|割腕|大面积烫伤|坠楼|从.{0,6}(?:楼上|窗户)(?:掉|摔)下(?:来|去)"),
    (To.LIFT, r"困人|(?:困|关|卡|堵)在?.{0,3}电梯(?!口|门口|间外)"),
    (To.LIFT, r"电梯.{0,24}(?:困(?:住|在|了|着)|关(?:住|在里)|卡(?:住|在).{0,6}(?:人|我|孩子"
     r"|老)|出不(?:来|去))"),
    (To.LIFT, r"在电梯(?:里|中|轿厢).{0,30}(?:打不开|不开|出不|没人理|没人应|不动|停)"),
    (To.POLICE, _BLADE + r"|动刀|砍人|砍(?:了|伤)|捅(?:人|了一刀|伤)|杀人|见血"),
    (To.POLICE, r"打起来|打人|打架|动手打|往死里打|家暴|打老婆|打媳妇|打孩子|群殴|械斗"),
    (To.POLICE, r"抢劫|被抢|抢(?:包|钱)|入室|撬.{0,4}(?:门|锁)|小偷|进贼|被偷|偷(?:车|东西|电瓶"
     r"|包)|绑架|人贩子|拐(?:走|卖)"),
    (To.POLICE, r"跳楼|轻生|自杀|不想活|想死的心|要跳"),
    (To.POLICE, _PERSON + r".{0,40}(?:走丢|走失|丢了|不见了|没影|没了影|找不(?:到|着))|走失"),
    (To.POLICE, r"(?:[两二三四五几]天|好几天|一天多).{0,6}(?:没见|没出|没下楼"
     r"|没露面).{0,40}(?:敲门|没人应|不开门|没动静)"),
    (To.POLICE, r"尾随|猥亵|强奸|耍流氓|爆炸物|炸药"),
)  # fmt: skip
_COMPILED = tuple((to, re.compile(sign)) for to, sign in _SIGNS)

_DENIED = re.compile(r"(?:不是|没有?|不会?|未|并非|并未|别|防止?|预防|避免|以免|差一?点儿?|以为)$")
_OVER = re.compile(
    r"上次|上回|上月|上个月|上周|上礼拜|去年|前年|前天|大前天|昨天|昨儿|昨晚|前几天|那次|那回"
    r"|那天|以前|当时|曾经"
    r"|康复|已经灭|灭了|救出来了|虚惊|查出来|查到"
)
_STILL = re.compile(r"现在|还在|还没|刚才|刚刚|正|又|起不来|叫不醒|出不来")
_FEARED = re.compile(
    r"要是|万一|如果|假如|怕(?!是|不是)|别等|会不会|容易|这要|演习|演练|讲座|宣传|培训|知识"
    r"|报警器|怎么预防|严禁|禁止"
)
_NO_LEAK = re.compile(r"[不没无未]漏|没有漏")
_NOT_A_PERSON = re.compile(r"钥匙|门卡|卡丢|手机|狗|猫|证丢|快递|钱包|猴|鸟")
_NOT_A_FIRE = re.compile(r"打不着|嗓子|气得|气的|生意|点不着|火锅|烧烤店|油烟机")
_CLAUSE_END = re.compile(r"[。\uff01!\uff1f?\uff0c,\uff1b;\uff1a:\n、…\s]")


def find_emergency(text: str) -> Emergency | None:
    """The most dangerous sign in what somebody says, None when there is none.

    Reads casual words ("心口疼", "人坐地上起不来", "按铃没人理"); knows 煤气费, 气死我了, 上火,
    打不着火 and what happened last week for what they are.
    """
    for to, sign in _COMPILED:
        for found in sign.finditer(text):
            if not _is_false_alarm(text, found, to):
                return Emergency(to, found[0][:60], WHO[to], SAY[to])
    return None


def _is_false_alarm(text: str, found: re.Match[str], to: To) -> bool:
    if _DENIED.search(text[max(0, found.start() - 3) : found.start()]):
        return True
    clause = _clause(text, found.start(), found.end())
    if to == To.POLICE and _NOT_A_PERSON.search(clause):
        return True
    if to == To.GAS and _NO_LEAK.search(found[0]):
        return True
    if to == To.FIRE and _NOT_A_FIRE.search(clause):
        return True
    if _FEARED.search(clause):
        return True
    return bool(_OVER.search(clause)) and not _STILL.search(clause)


def _clause(text: str, start: int, end: int) -> str:
    """The words around a sign up to the next pause on both sides."""
    before = [m.end() for m in _CLAUSE_END.finditer(text, 0, start)]
    after = _CLAUSE_END.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]
