"""The published code list: kinds, categories, deadline profiles and the routes of a new estate.

All of it becomes rows that an estate changes by itself; nothing reads this file afterwards.
"""

from __future__ import annotations

from typing import NamedTuple

from linli.estate.organisations.api import OrganisationKind as O
from linli.estate.organisations.api import Role
from linli.matters.routing.data import DeadlineUnit, RequestType


class ProfileRow(NamedTuple):
    code: str
    name: str
    name_en: str
    respond_hours: int
    solve_amount: int
    solve_unit: str
    extension_days: int


class KindRow(NamedTuple):
    code: str
    name: str
    name_en: str
    request_type: str = ""
    needs_return_visit: bool = True
    needs_proof: bool = True
    has_parties: bool = False
    steps: tuple[str, ...] = ()


class CategoryRow(NamedTuple):
    code: str
    name: str
    name_en: str
    icon: str
    profile: str
    words: str  # separated by blanks
    is_sensitive: bool = False
    is_public: bool = False


class RouteRow(NamedTuple):
    name: str
    organisation: str
    category: str = ""
    kind: str = ""
    channel: str = ""
    urgency: str = ""
    hours: tuple[int, int] | None = None
    role: str = ""


# REQ-04: no national number exists; these are an estate's to change
PROFILES = (
    ProfileRow("urgent", "紧急", "Urgent", 1, 2, DeadlineUnit.HOURS, 0),
    ProfileRow("utilities", "水电气暖", "Utilities", 2, 24, DeadlineUnit.HOURS, 3),
    ProfileRow("enquiry", "咨询", "Enquiry", 8, 2, DeadlineUnit.WORKING_DAYS, 3),
    ProfileRow("general", "一般", "General", 24, 7, DeadlineUnit.WORKING_DAYS, 5),
    ProfileRow("complex", "复杂", "Complex", 24, 15, DeadlineUnit.WORKING_DAYS, 10),
)

KINDS = (
    KindRow("request", "求助", "Request", RequestType.HELP),
    KindRow("complaint", "投诉", "Complaint", RequestType.COMPLAINT),
    KindRow("report", "反映", "Report", RequestType.REPORT),
    KindRow("enquiry", "咨询", "Enquiry", RequestType.ENQUIRY, needs_proof=False),
    KindRow("advice", "建议", "Advice", RequestType.ADVICE, needs_proof=False),
    KindRow("help", "急难求助", "Urgent help", RequestType.HELP),
    KindRow("callback", "回电", "Call back", needs_return_visit=False),
    KindRow("project", "专题项目", "Project", needs_return_visit=False),
    KindRow("objection", "公示异议", "Objection to a statement", RequestType.ENQUIRY,
            needs_proof=False),
    KindRow("payment_help", "缴费困难", "Help with paying", RequestType.HELP, needs_proof=False),
    KindRow("inspection", "巡检保养", "Inspection and upkeep", needs_return_visit=False),
    KindRow("duty", "法定事务", "Lawful duty", needs_return_visit=False),
    KindRow("thanks", "表扬感谢", "Thanks", "", needs_return_visit=False, needs_proof=False),
    KindRow(
        "dispute", "纠纷调解", "Dispute", RequestType.HELP, has_parties=True,
        steps=("hear", "meet", "agree", "follow_up"),
    ),
)  # fmt: skip

CATEGORIES = (
    CategoryRow("water_pipe", "供水管道", "Water supply", "water", "utilities",
                "自来水 水管 水小 停水 水流 没水 水压 漏水 渗水 龙头 水龙头 立管 黄水 水表 总阀",
                is_public=True),
    CategoryRow("drainage", "下水排污", "Drainage", "water", "utilities",
                "下水 地漏 返水 返味 堵了 马桶 便池 污水 粪 冒水 下水道 反水", is_public=True),
    CategoryRow("electricity", "供电照明", "Electricity", "elec", "utilities",
                "停电 没电 跳闸 合不上闸 电表 电费 感应灯 灯泡 火星子 电线 电卡", is_public=True),
    CategoryRow("gas", "燃气", "Gas", "gas", "utilities",
                "燃气 煤气 天然气 煤汽 灶打不着 燃气灶 减压阀 臭鸡蛋味 漏气"),
    CategoryRow("heating", "供暖", "Heating", "heat", "utilities",
                "暖气 供暖 来暖 不热 取暖 供热 地暖 测温 暖气片", is_public=True),
    CategoryRow("lift", "电梯", "Lift", "lift", "utilities",
                "电梯 困人 困在 维保 电梯门 电梯晃", is_public=True),
    CategoryRow("access_door", "单元门门禁", "Entrance door", "door", "general",
                "单元门 门禁 门锁 闭门器 刷卡 门卡 磁力锁 大门 刷脸", is_public=True),
    CategoryRow("public_facility", "公共设施", "Public facilities", "settings", "general",
                "路灯 井盖 健身器材 长椅 路面 便道 坡道 栏杆 监控 绊了", is_public=True),
    CategoryRow("dirt_front", "楼前环境", "Dirt before buildings", "dirt", "general",
                "楼前 沙子 沙堆 砖头 碎砖 建筑垃圾 泥 脏乱 门口堆", is_public=True),
    CategoryRow("rubbish", "垃圾清运", "Rubbish", "dirt", "general",
                "垃圾 垃圾桶 拉圾 清运 桶满 垃圾点", is_public=True),
    CategoryRow("greenery", "绿化", "Greenery", "activity", "general",
                "树 杨树 草坪 绿化 树枝 种菜 修剪 花坛", is_public=True),
    CategoryRow("pests", "虫鼠害", "Pests", "warn", "general",
                "蟑螂 小强 老鼠 耗子 号子 蚊子 打药 白蚁 臭虫"),
    CategoryRow("parking", "停车", "Parking", "map", "general",
                "停车 车位 挪车 消防通道 占道 堵车 锁车 私家车"),
    CategoryRow("ebike_charging", "电动车充电", "E-bikes and charging", "ebike", "general",
                "电动车 电瓶车 充电 飞线 充电桩 冲电 电池 推上楼"),
    CategoryRow("dog", "养犬", "Dogs", "dog", "general",
                "狗 犬 遛狗 栓绳 拴绳 牵绳 咬人 狗叫 狗屎 养狗"),
    CategoryRow("noise_square_dance", "广场舞噪声", "Square-dance noise", "sound", "general",
                "广场舞 跳舞 音响 大喇叭 领舞 小苹果 舞曲"),
    CategoryRow("noise_neighbour", "邻里噪声", "Noise from neighbours", "sound", "general",
                "装修 电钻 砸墙 楼上 玻璃球 半夜 吵 噪音 噪声 承重墙 电视声音"),
    CategoryRow("neighbour_dispute", "邻里纠纷", "Neighbour dispute", "people", "complex",
                "吵架 打架 对门 鞋柜 骂我 纠纷 调解 评评理 邻居 儿媳妇 扔鸡蛋", is_sensitive=True),
    CategoryRow("elder_care", "养老助老", "Care for elders", "fall", "general",
                "老人 独居 助浴 助洁 助医 日间照料 量血压 扶手 护栏 理发 卧床 瘫 适老化",
                is_sensitive=True),
    CategoryRow("child_care", "儿童托管", "Child care", "child", "general",
                "孩子 托管 四点半 课堂 接送 假期 辅导 孙女 孙子", is_sensitive=True),
    CategoryRow("disability_aid", "助残", "Help for disabled people", "hand", "general",
                "残疾 残级证 残疾证 轮椅 聋哑 盲人 补贴 无障碍", is_sensitive=True),
    CategoryRow("housing_eligibility", "住房资格", "Housing eligibility", "home", "complex",
                "公租房 保障房 资格 年审 转租 换房 三居 续租 申请 审核 接着住", is_sensitive=True),
    CategoryRow("fees", "费用", "Fees", "pay", "enquiry",
                "物业费 五业费 租金 电梯费 收费 交费 缴费 发票 收据 退费 多收"),
    CategoryRow("accounts", "账目公示", "Public accounts", "pay", "general", ""),
    CategoryRow("service_contract", "物业服务履约", "Property service", "check", "general", ""),
    CategoryRow("assembly", "业主大会和选举", "Assembly and elections", "vote", "general", ""),
    CategoryRow("job_training", "就业培训", "Jobs and training", "job", "general",
                "招人 招工 培训 工作 下岗 失业 找活 学手艺 月嫂 叉车 焊工 零活"),
    CategoryRow("activity", "文化活动", "Activities", "activity", "general",
                "活动 比赛 象棋 饺子宴 抱名 报名 演出 发鸡蛋 合唱"),
    CategoryRow("enquiry", "政策咨询", "General enquiry", "help", "enquiry",
                "几点 上班 在哪开 居住证明 证明 电话多少 怎么办理"),
    CategoryRow("thanks", "表扬感谢", "Thanks", "thanks", "general",
                "谢谢 感谢 表扬 点赞 好人 锦旗 鞠躬 惦记着"),
    CategoryRow("other", "其他", "Other", "matter", "general", ""),
)  # fmt: skip

_PROPERTY = ("water_pipe", "drainage", "electricity", "gas", "heating", "lift", "access_door",
             "public_facility", "dirt_front", "rubbish", "greenery", "pests", "parking",
             "ebike_charging", "fees", "service_contract")  # fmt: skip
_COMMITTEE = ("accounts", "assembly", "noise_square_dance", "noise_neighbour",
              "neighbour_dispute", "disability_aid", "job_training", "activity")  # fmt: skip
_GRID_WORKER = ("elder_care", "child_care")
NIGHT = (20, 8)

ROUTES = (
    RouteRow("夜间紧急：物业值班", O.PROPERTY_COMPANY, urgency="emergency", hours=NIGHT),
    RouteRow("夜间加急：物业值班", O.PROPERTY_COMPANY, urgency="high", hours=NIGHT),
    RouteRow("纠纷：居委会调解", O.RESIDENTS_COMMITTEE, kind="dispute"),
    RouteRow("表扬感谢：服务中心", O.SERVICE_CENTER, kind="thanks"),
    *(RouteRow(f"{c.name}：物业公司", O.PROPERTY_COMPANY, category=c.code)
      for c in CATEGORIES if c.code in _PROPERTY),
    *(RouteRow(f"{c.name}：居委会", O.RESIDENTS_COMMITTEE, category=c.code)
      for c in CATEGORIES if c.code in _COMMITTEE),
    *(RouteRow(f"{c.name}：所在网格员", O.RESIDENTS_COMMITTEE, category=c.code,
               role=Role.GRID_WORKER)
      for c in CATEGORIES if c.code in _GRID_WORKER),
    RouteRow("住房资格：保障房后管中心", O.HOUSING_AFTER_MGMT, category="housing_eligibility"),
    RouteRow("养犬：警务联络站", O.POLICE_LIAISON, category="dog"),
    RouteRow("入户走访：所在网格员", O.RESIDENTS_COMMITTEE, channel="grid_round",
             role=Role.GRID_WORKER),
    RouteRow("其余：服务中心", O.SERVICE_CENTER),
)  # fmt: skip
