"""The service contract for everybody to read, and two days of check lists."""

from __future__ import annotations

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from linli.base.files.api import keep_upload
from linli.voice.contracts.api import (
    PriceLine,
    ServiceContract,
    check_list,
    load_items,
    make_contract,
    publish_paper,
    run_schedules,
    save_item,
    set_prices,
    tick_due,
    write_paper,
)
from linli.web.demo.hands import Hands

_TEXT = """本合同由业主委员会和物业公司商定，全体业主都可以看。
第一条 保洁
楼道每天扫一遍，扶手、门厅擦净。楼前每天八点前扫完。垃圾每天清运。
第二条 秩序
大门有人值守，公共部位每天巡一遍，消防通道不堵。
第三条 绿化
每月修剪、除草、补苗，枯枝当天清走。
第四条 设备
电梯至少每十五天保养一次，水泵每月试运行，公共照明坏了二十四小时内修好。
第五条 收费
物业费每平方米每月0.60元，按季交。不按这个收的，业主可以不交。
第六条 账目
收支每季度公布一次，凭证随时可以看。"""
_TICKED = 46  # lines on one day
_WHO = ("cleaner", "worker4", "worker5", "worker3")


def write_service(hands: Hands) -> None:
    contract = _publish(hands)
    _load(hands, contract)
    for days in (2, 1):
        with hands.at(hands.ago(days), 7):
            run_schedules()
        _tick(hands, hands.ago(days), missing=days == 2)
    with hands.at(hands.today, 7):
        run_schedules()
    hands.count("contracts")


def _publish(hands: Hands) -> ServiceContract:
    secretary, organisations = hands.actor("secretary"), hands.register.staff.organisations
    start = hands.ago(330)
    with hands.at(hands.ago(20), 9):
        contract = make_contract(
            actor=secretary, title="祥和城小区物业服务合同",
            company_id=organisations["property"].pk, client_id=organisations["owners"].pk,
            starts_on=start, ends_on=start + timedelta(days=3 * 365),
        )  # fmt: skip
        fee = PriceLine("物业费", 60, "area_month", "含公共照明和电梯用电", "property_fee")
        set_prices(contract.pk, [fee], actor=secretary, basis="package")
        scan = keep_upload(_scan(), actor=secretary)
        write_paper(
            contract.paper_id, actor=secretary, text=_TEXT, valid_from=start, scan_id=scan.pk,
            ground_note="上一届业主大会选聘，合同编号 XH-2024-01",
        )  # fmt: skip
    with hands.at(hands.ago(19), 9):
        publish_paper(contract.paper_id, actor=hands.actor("lead"))
    return contract


def _scan() -> SimpleUploadedFile:
    """A page with lines and two seals."""
    image, data = Image.new("RGB", (600, 840), "#fdfcf7"), io.BytesIO()
    draw = ImageDraw.Draw(image)
    for n in range(18):
        draw.rectangle((70, 90 + 32 * n, 520 - (n * 67) % 140, 100 + 32 * n), fill="#55595f")
    for x in (120, 380):
        draw.ellipse((x, 680, x + 110, 790), outline="#c8401c", width=6)
    image.save(data, "PNG")
    return SimpleUploadedFile("合同签字页.png", data.getvalue(), "image/png")


def _load(hands: Hands, contract: ServiceContract) -> None:
    """The daily lists begin two days ago; what becomes a matter is due for the first time soon."""
    secretary = hands.actor("secretary")
    with hands.at(hands.ago(3), 9):
        load_items(contract.pk, actor=secretary, starts_on=hands.ago(2))
        first: date = hands.today + timedelta(days=12)
        for item in contract.items.filter(mode="matter").order_by("pk"):
            save_item(
                contract.pk, item.code, actor=secretary, item_id=item.pk, starts_on=first,
                every=item.every, unit=item.unit,
            )  # fmt: skip


def _tick(hands: Hands, day: date, *, missing: bool) -> None:
    """Most lines are ticked; on one day a few of each are left, and one was not in order."""
    with hands.at(day, 11):
        lines = [line.due.pk for line in check_list(hands.actor("cleaner"))]
        hands.rng.shuffle(lines)
        done = lines[: min(_TICKED, len(lines) * 3 // 4)] if missing else lines[:_TICKED]
        for n, due_id in enumerate(done):
            actor = hands.actor(_WHO[n % len(_WHO)])
            bad = missing and n == 0
            note = "扶手松了一截，已围挡，要焊工来。" if bad else ""
            tick_due(due_id, actor=actor, is_ok=not bad, note=note)
        hands.count("ticks", len(done))
