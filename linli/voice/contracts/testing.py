"""Builders of contracts, papers and items, through the actions."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.base.calendars.api import today
from linli.base.files.api import StoredFile, keep_upload
from linli.estate.models import Place
from linli.voice.contracts.api import (
    Paper,
    PaperVersion,
    ServiceContract,
    ServiceItem,
    UseRequest,
    ask_neighbours,
    begin_paper,
    make_contract,
    publish_paper,
    save_item,
    write_paper,
)

TEXT = """本合同由双方商定。
第一条 保洁
楼道每天扫一遍。
第二条 电梯
每十五天保养一次。
第三条 收费
按业主大会通过的标准收。"""


def make_scan(cast: Any, by: str = "secretary") -> StoredFile:
    data = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(data, "PNG")
    return keep_upload(SimpleUploadedFile("signed.png", data.getvalue()), actor=cast.actor(by))


def make_service_contract(cast: Any, **over: Any) -> ServiceContract:
    fields: dict[str, Any] = {
        "title": "祥和城小区物业服务合同", "company_id": cast.organisations["property"].pk,
        "client_id": cast.organisations["owners"].pk, "starts_on": today() - timedelta(days=100),
        "ends_on": today() + timedelta(days=600), "price_text": "按公示的收费标准",
    }  # fmt: skip
    return make_contract(actor=cast.actor("secretary"), **(fields | over))


def write(cast: Any, paper: Paper, text: str = TEXT, **over: Any) -> None:
    fields: dict[str, Any] = {
        "valid_from": today() - timedelta(days=100), "ground_note": "2025 年第一次业主大会",
        "scan_id": make_scan(cast).pk,
    }  # fmt: skip
    write_paper(paper.pk, actor=cast.actor("secretary"), text=text, **(fields | over))


def make_version(cast: Any, paper: Paper | None = None, **over: Any) -> PaperVersion:
    """A published version: written by the secretary, published by the lead."""
    paper = paper or begin_paper("covenant", "管理规约", actor=cast.actor("secretary"))
    write(cast, paper, **over)
    return publish_paper(paper.pk, actor=cast.actor("lead"))


def make_item(
    cast: Any, contract: ServiceContract, code: str = "greenery", **over: Any
) -> ServiceItem:
    """A monthly matter for the whole estate, due today for the first time."""
    fields: dict[str, Any] = {
        "area": "greenery", "title_zh": "绿化养护", "title_en": "Care of greenery",
        "standard_zh": "修剪、除草", "standard_en": "Trimming", "places": "estate", "every": 1,
        "unit": "month", "starts_on": today(), "mode": "matter", "category": "greenery",
    }  # fmt: skip
    return save_item(contract.pk, code, actor=cast.actor("secretary"), **(fields | over))


def make_daily(cast: Any, contract: ServiceContract, **over: Any) -> ServiceItem:
    """A daily line of the check list at every building, from today on."""
    fields: dict[str, Any] = {
        "area": "cleaning", "title_zh": "楼前清扫", "places": "buildings", "unit": "day",
        "mode": "check_list", "category": "dirt_front",
    }  # fmt: skip
    return make_item(cast, contract, "clean_front", **(fields | over))


def make_lift(plate: str = "1-1 电梯") -> Place:
    place: Place = Place.objects.create(
        kind="facility", plate=plate, name=plate, sort_key=plate, facility_type="lift"
    )
    return place


def make_use(cast: Any, plate: str = "2-1-101") -> UseRequest:
    home = Place.objects.get(plate=plate)
    return ask_neighbours(home.pk, "开一家理发店", actor=cast.actor("secretary"))


def a_month_before(day: date) -> date:
    from linli.voice.contracts.rules import add_months

    return add_months(day, -1)
