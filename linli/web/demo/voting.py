"""The owners' assembly: one that decided on the fund, one that is voted on, one that opens soon."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta

from linli.base.calendars.api import SHANGHAI
from linli.matters.handling.api import accept_matter, finish_matter
from linli.money.spending.api import submit_request, write_request
from linli.voice.ballots.api import (
    Assembly,
    begin_assembly,
    cast_ballot,
    close_assembly,
    give_notice,
    import_ballots,
    open_assembly,
    own_voters,
    prepare_assembly,
    publish_result,
    put_item,
    write_rules,
)
from linli.web.demo.hands import Hands

LIMIT_FEN = 30_000_000
_Items = tuple[dict[str, object], ...]
_TAKES_PART = 0.84
_HAVE_VOTED = 0.35  # of the assembly that is open
_ANSWERS = ("同意",) * 8 + ("反对", "弃权")
_LIFT = (
    {
        "matter": 5, "title": "用维修资金更换2号楼电梯", "limit_fen": LIMIT_FEN,
        "text": "2号楼电梯用了十四年，去年停了十一次。三家报价，最高不超过三十万元。",
    },
    {"matter": 9, "title": "东门装雨棚", "text": "下雨天等车有个遮挡。"},
)  # fmt: skip
_OPEN = (
    {
        "matter": 4, "title": "续聘现在的物业公司，两年",
        "text": "现在的合同年底到期。续聘两年，价格不变，每季度由业主评一次。",
    },
    {
        "matter": 9, "title": "公共收益先补维修资金",
        "text": "广告和停车的收入，一半补进维修资金，一半修公共的东西。",
    },
)  # fmt: skip
_COMING = (
    {
        "matter": 8,
        "title": "东侧空地改成充电车棚",
        "text": "共用空地改用途，要四分之三同意。图纸在服务中心。",
    },
    {"matter": 2, "title": "修改管理规约第十二条", "text": "电动车不进楼，写进规约。"},
)


def hold_assemblies(hands: Hands) -> None:
    """One is over, one has been open for two days, one is on the notice board."""
    housing = hands.register.staff.organisations["housing"]
    with hands.at(hands.ago(21), 9):
        write_rules(actor=hands.actor("owners"), public_holder_id=housing.pk, proxies_each=1)
    _decide(hands)
    _open(hands)
    notice = hands.ago(9)
    _notice(hands, "车棚和规约", _COMING, notice, notice + timedelta(days=16), days=8)


def _notice(
    hands: Hands, title: str, items: _Items, day: date, opens: date, days: int
) -> Assembly:  # fmt: skip
    chair = hands.actor("owners")
    with hands.at(day, 9, 30):
        opens_at = datetime.combine(opens, time(9, 30), SHANGHAI)
        assembly = begin_assembly(
            actor=chair, title=title, opens_at=opens_at, closes_at=opens_at + timedelta(days=days)
        )
        for item in items:
            put_item(assembly.pk, actor=chair, **item)  # type: ignore[arg-type]
        prepare_assembly(assembly.pk, actor=chair)
        assembly = give_notice(assembly.pk, actor=hands.actor("owners2"))
    hands.count("assemblies")
    _answer_committee(hands, assembly, day)
    return assembly


def _answer_committee(hands: Hands, assembly: Assembly, day: date) -> None:
    """The residents' committee has heard of it."""
    if assembly.told_matter_id is None:
        return
    secretary = hands.actor("secretary")
    with hands.at(day, 15):
        accept_matter(assembly.told_matter_id, actor=secretary)
    with hands.at(day + timedelta(days=1), 10):
        finish_matter(
            assembly.told_matter_id, actor=secretary, text="居委会已收到，派两人到场看开票。"
        )


def _decide(hands: Hands) -> None:
    chair, day = hands.actor("owners"), hands.ago(21)
    assembly = _notice(hands, "换电梯和雨棚", _LIFT, day, day + timedelta(days=15), days=4)
    with hands.at(hands.ago(6), 10):
        open_assembly(assembly.pk, actor=chair)
    with hands.at(hands.ago(5), 19):
        _vote_by_phone(hands, assembly)
    with hands.at(hands.ago(3), 17):
        hands.count(
            "ballots",
            import_ballots(assembly.pk, _sheet(hands, assembly, _TAKES_PART), actor=chair).new,
        )
    with hands.at(hands.ago(2), 9, 45):
        close_assembly(assembly.pk, actor=chair)
    with hands.at(hands.ago(1), 10):
        publish_result(assembly.pk, actor=chair)
    _use_fund(hands, f"assembly:{assembly.code}:1")


def _open(hands: Hands) -> None:
    """Some votes are in; the published accounts still have theirs, so that they can be tried."""
    chair, day = hands.actor("owners"), hands.ago(18)
    assembly = _notice(hands, "物业续聘和公共收益", _OPEN, day, day + timedelta(days=16), days=14)
    with hands.at(hands.ago(2), 10):
        open_assembly(assembly.pk, actor=chair)
    with hands.at(hands.ago(1), 17):
        sheet = _sheet(hands, assembly, _HAVE_VOTED)
        hands.count("ballots", import_ballots(assembly.pk, sheet, actor=chair).new)


def _vote_by_phone(hands: Hands, assembly: Assembly) -> None:
    owner = hands.actor("zhangayi")
    for voter in own_voters(owner, assembly):
        cast_ballot(assembly.pk, voter.pk, "yy", actor=owner, key="demo")
        hands.count("ballots")


def _sheet(hands: Hands, assembly: Assembly, share: float) -> bytes:
    """What the city's voting system sent: a share of heads, the largest holder among them."""
    owner = hands.actor("zhangayi")
    by_phone = own_voters(owner, assembly).values_list("code", flat=True)
    rows = assembly.voters.exclude(code__in=list(by_phone)).order_by("-area_cm2", "pk")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("编号", "议题1", "议题2"))
    for n, code in enumerate(rows.values_list("code", flat=True)):
        if n == 0:
            writer.writerow((code, "同意", "同意"))
        elif hands.rng.random() < share:
            writer.writerow((code, hands.rng.choice(_ANSWERS), hands.rng.choice(_ANSWERS)))
    return text.getvalue().encode("utf-8-sig")


def _use_fund(hands: Hands, decision: str) -> None:
    """The first part of the new lift rests on what was decided; it lies on the check's desk."""
    worker = hands.actor("worker2")
    with hands.at(hands.today, 9):
        request = write_request(
            actor=worker, book="maintenance_fund", category="lift", decision=decision,
            purpose="2号楼电梯更换首付款", payee="通达电梯维保有限公司", amount=9_000_000,
            contract="HT-2026-15", place_id=hands.register.places.buildings[2].pk,
        )  # fmt: skip
        submit_request(request.pk, actor=worker)
