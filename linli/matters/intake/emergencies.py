"""Words that mean: transfer at once, before any form (REQ-02).

What is heard as danger is the topics' to say (a list of dangers, and a trained reader when this
process holds one); here is whom to call and what to say meanwhile.
"""

from __future__ import annotations

from linli.base.errors import translatable
from linli.matters.intake.data import Emergency
from linli.matters.intake.data import EmergencyService as To
from linli.matters.topics.api import hear_danger

WHO: dict[To, str] = {
    To.FIRE: translatable("119 消防"),
    To.GAS: translatable("燃气抢修"),
    To.AMBULANCE: translatable("120 急救"),
    To.LIFT: translatable("电梯救援"),
    To.POLICE: translatable("110 报警"),
}
SAY: dict[To, str] = {
    To.FIRE: translatable(
        "请马上离开，不坐电梯，弯腰走楼梯；出不去就用湿毛巾堵门缝，到窗口呼救。我现在转 119。"
    ),
    To.GAS: translatable(
        "请别开关任何电器，别打火；能关就关总阀，开窗，人到楼外再打电话。我现在转燃气抢修。"
    ),
    To.AMBULANCE: translatable(
        "请别搬动病人，看看还有没有呼吸，留一个人在身边，派一个人到楼下接车。我现在转 120。"
    ),
    To.LIFT: translatable("请别扒门，靠里站稳，轿厢里透气，是安全的；说出楼号单元。我现在叫救援。"),
    To.POLICE: translatable(
        "请先保证自己安全，锁好门，别上前；说出在哪里、有几个人。我现在转 110。"
    ),
}


def find_emergency(text: str) -> Emergency | None:
    """The most dangerous thing that somebody says, None when there is none.

    Reads casual words ("心口疼", "人坐地上起不来", "按铃没人理"); knows 煤气费, 气死我了, 上火,
    打不着火 and what happened last week for what they are. Never waits for a model.
    """
    heard = hear_danger(text)
    if heard is None:
        return None
    to = To(heard[0])
    return Emergency(to, heard[1], WHO[to], SAY[to])
