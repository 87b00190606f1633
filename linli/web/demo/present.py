"""What lies on the desk today: something in every state, whatever the seed brought."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from linli.web.demo.residents import Dwelling
from linli.web.demo.scripts import Step
from linli.web.demo.stories import Story, StoryMaker
from linli.web.demo.texts.bank import Line

_S = tuple[float, str, dict[str, Any]]  # minutes before now, deed, arguments

# who (a named resident, or a building for anybody in it), channel, category, kind, urgency,
# minutes before now, words, steps
_OPEN: tuple[tuple[str | int, str, str, str, str, float, str, tuple[_S, ...]], ...] = (
    ("zhangayi", "resident", "electricity", "report", "none", 1500,
     "{e}单元{floor}楼楼道灯不亮，晚上开门看不见锁眼。",
     ((1440, "accept_as", {"who": "worker2"}), (1430, "today", {"hour": 16}))),
    ("zhangayi", "resident", "water_pipe", "request", "none", 30_000,
     "厨房龙头滴水，接一晚上一盆，请师傅来换个芯。",
     ((29_900, "accept_as", {"who": "worker1"}),
      (29_500, "finish", {"text": "换了阀芯，试水半小时不滴。"}),
      (28_400, "confirm", {"solved": True, "satisfaction": "satisfied"}),
      (28_300, "thank", {"text": "李师傅手艺好，还把台面擦干净了。"}))),
    ("zhangayi", "hotline", "noise_square_dance", "complaint", "none", 5_800,
     "3-2-1502张阿姨来电，晚上广场音乐声大，老伴有高血压睡不好，希望九点前停。",
     ((5_600, "accept", {}),
      (5_000, "tell", {"text": "约了领舞的几位这周五坐下来谈，谈完回您电话。"}))),
    ("tenant", "wechat", "heating", "complaint", "none", 700,
     "次卧暖气不热，孩子晚上写作业手都是凉的，能来看看吗",
     ((640, "accept_as", {"who": "worker1"}), (600, "ask", {"text": "请问白天几点家里有人？"}))),
    ("elder", "hotline", "elder_care", "request", "none", 2_900,
     "1-1-201王爷爷来电，想请人上门理发，腿不好下不了楼。",
     ((2_700, "accept", {}), (2_600, "note", {"text": "老人耳背，敲门要重一些。"}))),
    (2, "hotline", "drainage", "help", "high", 55,
     "{home}来电，厨房下水往上返，脏水快漫出来了，请马上来人。",
     ((50, "accept_as", {"who": "worker3"}),)),
    (1, "hotline", "lift", "help", "emergency", 18,
     "{b}号楼{e}单元电梯停在{floor}楼，里面一位老人，能通话，已安抚，维保在路上。",
     ((14, "accept_as", {"who": "worker2"}),)),
    (3, "wechat", "access_door", "request", "none", 35, "单元门刷不开了，门口站了好几个人", ()),
    (2, "resident", "rubbish", "complaint", "none", 90, "楼下垃圾桶满得盖不上了，野猫在翻。", ()),
    (1, "walk_in", "fees", "enquiry", "none", 140, "来问物业费能不能分两次交。", ()),
    (3, "hotline", "water_pipe", "report", "none", 3_100,
     "{home}住户反映水小，左右邻居都一样。",
     ((3_000, "accept_as", {"who": "worker3"}),)),  # late by now
    (2, "wechat", "public_facility", "report", "none", 23_000, "楼前的长椅断了一根木条，钉子露着",
     ((22_000, "accept_as", {"who": "worker4"}),)),  # late, climbing
    (1, "resident", "electricity", "request", "none", 1_600, "插座一用就跳闸，家里有老人不敢用电。",
     ((1_550, "accept_as", {"who": "worker2"}), (1_300, "today", {"hour": 10}))),
    (3, "hotline", "heating", "request", "none", 1_700, "{home}反映客厅暖气不热。",
     ((1_640, "accept_as", {"who": "worker1"}), (1_300, "today", {"hour": 14}))),
    (2, "hotline", "water_pipe", "request", "none", 1_560, "{home}总阀渗水，想今天下午修。",
     ((1_500, "accept_as", {"who": "worker1"}), (1_290, "today", {"hour": 9}))),
    (1, "wechat", "access_door", "complaint", "none", 4_400, "单元门闭门器坏了，风一吹咣当响",
     ((4_300, "accept_as", {"who": "worker4"}),
      (1_500, "finish", {"text": "更换闭门器，调好力度，老人也推得开。"}))),
    (3, "resident", "rubbish", "complaint", "none", 7_200, "投放点污水流到便道上了。",
     ((7_100, "accept_as", {"who": "cleaner"}), (6_800, "finish", {"text": "冲洗消毒，换了桶盖。"}),
      (5_700, "confirm", {"solved": False, "satisfaction": "dissatisfied"}))),
    (2, "walk_in", "dog", "complaint", "none", 400, "来说楼下有人遛狗不牵绳，孩子吓哭两回。",
     ((300, "return_offer", {"text": "先请网格员上门核实是谁家的狗。"}),)),
    (1, "hotline", "housing_eligibility", "enquiry", "none", 2_000,
     "{home}租约快到期，问续租要哪些材料。",
     ((1_900, "accept", {}), (1_500, "hand_on", {"text": "同时问到物业费减免，请物业一并答复。"}))),
)  # fmt: skip


def plan_present(maker: StoryMaker, first: int) -> list[Story]:
    """The stories above, told so many minutes before now; they get numbers from `first`."""
    named = {d.named.username: d for d in maker.register.dwellings if d.named}
    stories = []
    for number, row in enumerate(_OPEN, start=first):
        who, channel, category, kind, urgency, ago, words, steps = row
        dwelling = named[who] if isinstance(who, str) else maker.choose_dwelling(who)
        stories.append(
            _story(maker, number, dwelling, Line(category, "", "", kind, urgency, words),
                   channel, maker.now - timedelta(minutes=ago), steps)
        )  # fmt: skip
    return stories


def _story(maker: StoryMaker, number: int, dwelling: Dwelling, line: Line, channel: str,
           at: datetime, steps: tuple[_S, ...]) -> Story:  # fmt: skip
    words = maker.fill(line.words, dwelling, dwelling.family.head)
    place = maker.find_place(line, words, dwelling)
    return Story(
        number=number, at=at, line=line, channel=channel, words=words, place_id=place.pk,
        grid_id=place.grid_id, building_id=place.building_id, dwelling=dwelling,
        person=dwelling.head,
        steps=[Step(maker.now - timedelta(minutes=m), deed, args) for m, deed, args in steps],
        with_photo=channel == "resident",
    )  # fmt: skip
