"""What a service contract of a large estate usually promises: data for a new estate to change."""

from __future__ import annotations

from typing import NamedTuple

from linli.voice.contracts.data import Area, Holiday, Mode, Unit


class ItemRow(NamedTuple):
    code: str
    area: str
    title_zh: str
    title_en: str
    standard_zh: str
    standard_en: str
    places: str
    every: int
    unit: str
    mode: str
    category: str
    lead_days: int = 0
    grace_days: int = 0
    holiday: str = Holiday.KEEP
    needs_photo: bool = False


_LIST, _MATTER = Mode.CHECK_LIST, Mode.MATTER

ITEMS = (
    ItemRow("clean_entrance", Area.CLEANING, "楼道保洁", "Cleaning of entrances",
            "每天扫一遍，扶手、门厅擦净，没有小广告",
            "Swept daily; rails and hall wiped, no flyers",
            "entrances", 1, Unit.DAY, _LIST, "dirt_front"),
    ItemRow("clean_front", Area.CLEANING, "楼前清扫", "Sweeping before buildings",
            "每天 8 点前扫完，没有杂物", "Swept by 8 each day, nothing left lying",
            "buildings", 1, Unit.DAY, _LIST, "dirt_front"),
    ItemRow("rubbish", Area.CLEANING, "垃圾清运", "Rubbish collection",
            "每天清运，桶不满出来，桶身干净", "Collected daily; bins not overfull, kept clean",
            "type:bin", 1, Unit.DAY, _LIST, "rubbish"),
    ItemRow("patrol", Area.SECURITY, "公共部位巡查", "Security patrol",
            "每天巡一遍，通道不堵，门不坏", "A round each day; ways free, doors in order",
            "buildings", 1, Unit.DAY, _LIST, "access_door"),
    ItemRow("greenery", Area.GREENERY, "绿化养护", "Care of greenery",
            "每月修剪、除草、补苗，枯枝当天清", "Monthly trimming, weeding, replanting",
            "estate", 1, Unit.MONTH, _MATTER, "greenery", 5, 5, Holiday.SHIFT),
    ItemRow("pests", Area.CLEANING, "消杀", "Pest control",
            "5 到 10 月每月一次，事先贴通知", "Monthly from May to October, announced before",
            "estate", 1, Unit.MONTH, _MATTER, "pests", 5, 5, Holiday.SHIFT),
    ItemRow("pump", Area.EQUIPMENT, "水泵保养", "Upkeep of pumps",
            "每月试运行、查漏、润滑，留记录", "Monthly test run, leak check, grease; recorded",
            "type:pump_room", 1, Unit.MONTH, _MATTER, "water_pipe", 3, 3, Holiday.SHIFT, True),
    ItemRow("power_room", Area.EQUIPMENT, "配电室巡检", "Inspection of power rooms",
            "每周看温度、表、锁，清杂物", "Weekly: temperature, meters, locks, nothing stored",
            "type:power_room", 1, Unit.WEEK, _LIST, "electricity", 0, 1),
    ItemRow("lamps", Area.EQUIPMENT, "公共照明检查", "Check of common lights",
            "每周夜里看一遍，坏的 24 小时修好", "A weekly round at night; mended within 24 hours",
            "buildings", 1, Unit.WEEK, _LIST, "electricity", 0, 1),
    ItemRow("fire_month", Area.FIRE, "消防器材月检", "Monthly fire check",
            "灭火器压力、消火栓、应急灯、通道", "Extinguishers, hydrants, emergency light, ways",
            "buildings", 1, Unit.MONTH, _MATTER, "public_facility", 5, 3, Holiday.SHIFT, True),
    ItemRow("fire_year", Area.FIRE, "消防设施年检", "Yearly test of fire equipment",
            "请有资质的单位全面检测，出报告", "A full test by a licensed firm, with its report",
            "estate", 12, Unit.MONTH, _MATTER, "public_facility", 30, 15, Holiday.SHIFT, True),
    ItemRow("lift_upkeep", Area.LIFT, "电梯维保", "Lift upkeep",
            "至少每 15 天一次，维保单位签字", "Every 15 days at least, signed by the lift firm",
            "type:lift", 15, Unit.DAY, _MATTER, "lift", 2, 0, Holiday.KEEP, True),
    ItemRow("lift_inspection", Area.LIFT, "电梯定期检验", "Yearly lift inspection",
            "有效期满前一个月向检验机构提出检验", "Asked for one month before the certificate ends",
            "type:lift", 1, Unit.BEFORE_EXPIRY, _MATTER, "lift", 7, 0, Holiday.KEEP, True),
    ItemRow("lift_rescue", Area.LIFT, "电梯困人演练", "Lift rescue drill",
            "每半年一次，有照片和人数", "Twice a year, with photos and who took part",
            "estate", 6, Unit.MONTH, _MATTER, "lift", 14, 14, Holiday.SHIFT, True),
    ItemRow("open_day", Area.SERVICE, "业主接待日", "Owners' day",
            "每月一天，经理在场，问题当场登记", "A day each month: the manager is there",
            "estate", 1, Unit.MONTH, _MATTER, "service_contract", 5, 3, Holiday.SHIFT),
)  # fmt: skip
