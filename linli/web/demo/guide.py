"""Entries of the demo's service guide: made up, marked as such, without any invented law."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from linli.base.accounts.api import Actor, User
from linli.base.calendars.api import clock_at
from linli.estate.organisations.api import Organisation, OrganisationKind, load_actor
from linli.matters.guides.api import count_use, publish_entry, submit_entry, write_entry
from linli.matters.guides.data import EntryWords, Use

_DESK = "服务中心窗口（一楼大厅）"
_DESK_EN = "The desk in the hall of the service centre"
_LAW = "演示内容。以办理单位当面告知的为准。"
_LAW_EN = "Made up for the demo. What the office tells you counts."
_SOON = 20  # days until the one entry ends that shows how it is


class _Entry(NamedTuple):
    """`zh` is what, who, papers, how long, cost; `en` the first of these."""

    title: str
    title_en: str
    keywords: str
    category: str
    zh: tuple[str, ...]
    en: tuple[str, ...]


_ENTRIES = (
    _Entry("公租房续租", "Renewing a public rental",
     "续租 接着住 租约到期 年审", "housing_eligibility",
     ("租约快到期、还想接着住，来办续租。", "承租人本人；来不了可以请家里人代办。",
      "身份证、原租约、家里人的户口本。", "交齐材料后等复核，结果电话告诉您。", "不收费"),
     ("Renew before your lease ends.", "The tenant, or a relative for the tenant.",
      "Identity card, the old lease, the household register.")),
    _Entry("公租房换房", "Changing a public rental",
     "换房 调房 一楼 腿脚不好", "housing_eligibility",
     ("腿脚不便、家里添人，可以申请调换。", "承租人本人。", "身份证、租约、说明情况的材料。",
      "登记后排队，有合适的房就通知。", "不收费"),
     ("Ask for another home when stairs or space are a trouble.",)),
    _Entry("残疾人证换证", "Renewing a disability certificate",
     "残疾证 残级证 换证 到期", "disability_aid",
     ("证快到期或丢了，帮您送去换。", "持证人；出不了门的，网格员上门收材料。",
      "旧证、身份证、近期照片。", "送出后等上级办理，办好送到家。", "不收费"),
     ("We take your papers to be renewed; who cannot go out is visited.",)),
    _Entry("低保申请", "Applying for the minimum allowance",
     "低保 困难补助 没有收入", "enquiry",
     ("家里收入很低，可以申请。先来问问，帮您看够不够条件。", "常住本小区的家庭。",
      "户口本、身份证、家里人的收入情况。", "受理后按程序核对，每一步都告诉您。", "不收费"),
     ("Households with very little income may apply; ask first, we look at it with you.",)),
    _Entry("临时救助", "Temporary aid",
     "突发困难 生病没钱 救急", "enquiry",
     ("突然遇到难处，先来说，能当天帮的当天帮。", "遇到急难的家庭或个人。",
      "身份证；有什么单据带什么。", "情况急的先帮后补材料。", "不收费"),
     ("In sudden hardship come at once.",)),
    _Entry("助浴预约", "Booking help with bathing",
     "洗澡 擦身 上门洗澡 助浴", "elder_care",
     ("老人洗澡不方便，志愿者和医养团队上门帮忙。", "出门不便的老人和残疾人。",
      "打电话说清楚谁需要、身体怎样。", "一般约到三天以内。", "不收费"),
     ("Volunteers and carers come to help with bathing.",)),
    _Entry("助洁预约", "Booking help with cleaning",
     "打扫 擦玻璃 收拾屋子 助洁", "elder_care",
     ("一个人收拾不动，请人上门打扫。", "独居老人、残疾人家庭。", "打电话说一声就行。",
      "一般约到一周以内。", "不收费"),
     ("Somebody comes to clean with you.",)),
    _Entry("助医陪诊", "Being accompanied to a doctor",
     "陪看病 陪诊 助医 挂号", "elder_care",
     ("看病没人陪，志愿者陪着去。", "独居或家里人不在身边的老人。", "医保卡、病历。",
      "提前两天约；急病请直接打 120。", "不收费，车费和药费自己出"),
     ("A volunteer goes to the hospital with you. In an emergency ring 120.",)),
    _Entry("充电卡办理", "Getting a charging card",
     "充电卡 电动车充电 充电桩 办卡 丢卡", "ebike_charging",
     ("办惠民充电卡，在小区充电桩充电。", "本小区住户。", "身份证、门牌号。", "当场拿卡。",
      "卡免费；充多少电付多少钱"),
     ("A card for the charging piles of the estate.",)),
    _Entry("物业费缴纳", "Paying the property fee",
     "物业费 交费 发票 收据 五业费", "fees",
     ("交物业费、查账单、开收据。", "业主或住户，家里人也可以代交。", "门牌号就行。", "当场办好。",
      "按合同的标准，账单上一笔一笔都有"),
     ("Pay, see your bill, get a receipt.",)),
    _Entry("门卡办理", "Getting an entrance card",
     "门卡 门禁卡 单元门 刷卡 补卡", "access_door",
     ("新办、补办单元门卡。", "住户本人；帮老人办要带老人的证件。", "身份证、租约或房产证明。",
      "当场办好。", "第一张不收费"),
     ("New or lost cards for the entrance door.",)),
    _Entry("居住证明", "Proof of residence",
     "证明 居住证明 开证明 盖章", "enquiry",
     ("孩子上学、办事要居住证明。", "住在本小区的人。", "身份证、租约或房产证明。",
      "核对登记后当场开。", "不收费"),
     ("A paper that says that you live here.",)),
    _Entry("假期托管报名", "Holiday care for children",
     "托管 暑假 寒假 孩子没人看 报名", "child_care",
     ("放假孩子没人看，来公益托管班。", "本小区上小学的孩子。", "户口本、孩子的健康情况、接送人。",
      "放假前两周报名，满了排队。", "不收费"),
     ("Free care for school children in the holidays.",)),
)  # fmt: skip


def write_guide(now: datetime) -> int:
    """The demo's guide with some use behind it; how many entries were written."""
    author, checker = _actor("clerk"), _actor("lead")
    centre = Organisation.objects.get(kind=OrganisationKind.SERVICE_CENTER).pk
    for n, entry in enumerate(_ENTRIES):
        with clock_at(now - timedelta(days=60)):
            until = now.date() + timedelta(days=_SOON if n == 1 else 300)
            version = write_entry(_words(entry, centre, until), actor=author, is_demo=True)
            submit_entry(version.pk, actor=author)
            publish_entry(version.pk, actor=checker)
        with clock_at(now - timedelta(days=n % 9)):
            for _time in range(1 + (7 * n) % 5):
                count_use(version.entry_id, Use.SHOWN)
            count_use(version.entry_id, Use.USED if n % 3 else Use.HELPED)
    return len(_ENTRIES)


def _words(entry: _Entry, centre: int, until: date) -> EntryWords:
    what, who, papers, how_long, cost = entry.zh
    parts_en = dict(zip(("what", "who", "papers"), entry.en, strict=False))
    return EntryWords(
        title_zh=entry.title, title_en=entry.title_en, keywords=entry.keywords,
        category=entry.category, valid_until=until, organisation_id=centre,
        parts_zh={
            "what": what, "who": who, "papers": papers, "where": _DESK, "how_long": how_long,
            "when": "窗口上班的时候，中午不休息", "cost": cost, "law": _LAW,
            "contact": "打服务热线，或问您楼的楼长",
        },
        parts_en={**parts_en, "where": _DESK_EN, "law": _LAW_EN},
    )  # fmt: skip


def _actor(username: str) -> Actor:
    return load_actor(User.objects.get(username=username))
