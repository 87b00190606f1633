from __future__ import annotations

from linli.base.errors import Invalid, translatable


class PatternUnclear(Invalid):
    code = "pattern_unclear"
    message = translatable(
        "看不懂“%(text)s”。请写成 楼 × 单元 × 楼层 × 房号，例如 1-17 × 1-6 × 1-17 × 01,02；"
        "几种楼不一样时用分号隔开。"
    )


class HomesUnclear(Invalid):
    code = "homes_unclear"
    message = translatable("%(where)s：%(reason)s。请改好文件再试，现在什么都没有写入。")


class HomesTwice(Invalid):
    code = "homes_twice"
    message = translatable("房屋 %(plate)s 出现了两次。请改好再试，现在什么都没有写入。")


class GridUnclear(Invalid):
    code = "grid_unclear"
    message = translatable("网格“%(grid)s”里的楼 %(building)s 不存在，或已属于别的网格。")


class CentreMissing(Invalid):
    code = "centre_missing"
    message = translatable("至少要有一个服务中心（service_center）：事项要先有人接。")
