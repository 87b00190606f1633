"""The bureau's list on the pages: files good and bad, who may look, what may be done with it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import clock_at, now
from linli.estate.places.api import Home, Ownership
from linli.matters.handling.api import Matter
from linli.matters.testing import load_rules
from linli.voice.ballots.api import (
    RollComparison,
    compare_list,
    drop_old_comparisons,
    open_difference,
)
from linli.voice.ballots.comparisons import register_lines
from linli.voice.ballots.testing import make_owner, make_rules

HEAD = ["房号", "业主姓名", "面积", "面积来源"]
PAGE = "/votes/desk/compare"


def csv_of(*rows: list[Any], head: list[str] | None = None) -> bytes:
    table = [head or HEAD, *rows]
    return "\n".join(",".join(map(str, row)) for row in table).encode()


def xlsx_of(*rows: list[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in [HEAD, *rows]:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.fixture
def town(cast: Any) -> Any:
    load_rules(cast.estate)
    make_rules(cast)
    make_owner("1-1-101", "孙甲", area_cm2=900_000)
    make_owner("1-1-102", "孙乙", area_cm2=800_000)
    return cast


def upload(client: Any, data: bytes, name: str = "名单.csv") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.rule("OWN-04", "OWN-05")
@pytest.mark.parametrize("make", [csv_of, xlsx_of])
def test_what_differs_is_shown_and_nothing_is_written(town: Any, sign_in: Any, make: Any) -> None:
    before = list(Home.objects.order_by("pk").values()), Ownership.objects.count()
    clerk = sign_in(town.clerk)
    data = make(["1-1-101", "孙甲", 90, "不动产登记"], ["1号楼1单元102室", "周丙", "80.5", ""])
    answer = upload(clerk, data, "名单.xlsx" if make is xlsx_of else "名单.csv")
    assert answer.status_code == 302
    comparison = RollComparison.objects.get()
    assert (comparison.totals["owner"], comparison.totals["area"]) == (1, 1)
    assert comparison.totals["missing"] == Home.objects.count() - 2
    shown = text_of(clerk.get(f"{answer['Location']}?show=owner"))
    assert "孙乙" in shown
    assert "周丙" in shown
    assert "孙甲" not in shown
    areas = text_of(clerk.get(f"{answer['Location']}?show=area"))
    assert "80 m²" in areas
    assert "80.5 m²" in areas
    assert "周丙".encode() not in bytes(comparison.found)  # sealed
    assert (list(Home.objects.order_by("pk").values()), Ownership.objects.count()) == before
    looks = AuditRow.objects.filter(action="roll.compared_seen", subject_id=comparison.pk)
    assert looks.count() == 2


@pytest.mark.parametrize("encode", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_as_offices_write_them(town: Any, sign_in: Any, encode: str) -> None:
    data = csv_of(["1-1-101", "孙甲", 90, ""]).decode().encode(encode)
    assert upload(sign_in(town.clerk), data).status_code == 302
    assert RollComparison.objects.get().totals["list"] == 1


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (csv_of(["1-1-101", "孙甲", "九十", ""]), "名单.csv", "第 2 行“面积”看不懂：九十"),
        (csv_of(["一百零一", "孙甲", 90, ""]), "名单.csv", "第 2 行“房号”看不懂：一百零一"),
        (csv_of(["1-1-101", "x"], head=["户", "谁"]), "名单.csv", "没找到表头"),
        (b"PK\x03\x04 cut in the middle", "名单.xlsx", "打不开"),
        (b"\xff\xfe\x00", "名单.csv", "编码"),
        (b"x", "名单.xlsm", "宏"),
        (b"%PDF-1.7", "名单.pdf", "不是表格"),
        (b"", "名单.csv", ""),
    ],
)
def test_a_bad_file_is_refused_and_leaves_nothing(
    town: Any, sign_in: Any, data: bytes, name: str, words: str
) -> None:
    answer = upload(sign_in(town.clerk), data, name)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not RollComparison.objects.exists()


def test_the_public_holder_is_the_owner_of_public_rental_homes(town: Any) -> None:
    lines = {line.plate: line for line in register_lines()}
    assert lines["1-1-101"].owners == ("孙甲",)
    assert lines["1-1-201"].owners == (town.organisations["housing"].name,)


def test_the_sheet_holds_whole_square_centimetres(town: Any, sign_in: Any) -> None:
    clerk = sign_in(town.clerk)
    upload(clerk, csv_of(["1-1-102", "孙乙", "80.5", ""]))
    comparison = RollComparison.objects.get()
    answer = clerk.get(f"{PAGE}/{comparison.token}/sheet.xlsx")
    assert "no-store" in answer["Cache-Control"]
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    assert rows[0] == ("门牌", "什么不一样", "登记", "名单", "名单第几行")
    assert ("1-1-102", "面积不一样", 800_000, 805_000, 2) in rows
    assert len(rows) == comparison.totals["all"] + 1


def test_pages_of_it(town: Any, sign_in: Any) -> None:
    clerk = sign_in(town.clerk)
    rows = [[f"9-9-{n}", "某某", 50, ""] for n in range(101, 171)]
    upload(clerk, csv_of(*rows))
    page = f"{PAGE}/{RollComparison.objects.get().token}?show=unknown"
    assert "9-9-150" in text_of(clerk.get(page))
    assert "9-9-151" not in text_of(clerk.get(page))
    assert "9-9-170" in text_of(clerk.get(f"{page}&page=2"))
    assert clerk.get(f"{page}&page=3").status_code in (400, 422)


def test_a_difference_becomes_one_matter_without_names(town: Any, sign_in: Any) -> None:
    clerk = sign_in(town.clerk)
    upload(clerk, csv_of(["1-1-102", "周丙", 80, ""]))
    comparison = RollComparison.objects.get()
    page = f"{PAGE}/{comparison.token}"
    found = text_of(clerk.get(f"{page}?show=owner"))
    number = found.split('name="number" value="')[1].split('"')[0]
    for _press in range(2):
        answer = clerk.post(f"{page}/act", {"number": number, "back": "show=owner"})
        assert answer["Location"] == f"{page}?show=owner#d{number}"
    matter = Matter.objects.get(client_key__startswith="roll-comparison:")
    assert (matter.kind.code, matter.category.code) == ("duty", "assembly")
    assert matter.title == "核对业主名册：1-1-102"
    assert matter.number in text_of(clerk.get(f"{page}?show=owner"))
    assert clerk.post(f"{page}/act", {"number": "99999"}).status_code == 404
    assert clerk.post(f"{page}/act", {"number": "x"}).status_code == 422


@pytest.mark.parametrize(
    "who", ["owners_chair", "agent", "captain", "grid_worker", "owner", "outsider"]
)
def test_names_of_all_owners_are_for_who_keeps_the_register(
    town: Any, sign_in: Any, who: str
) -> None:
    comparison = compare_list(
        csv_of(["1-1-102", "周丙", 80, ""]), "名单.csv", actor=town.actor("clerk")
    )
    client, page = sign_in(getattr(town, who)), f"{PAGE}/{comparison.token}"
    assert client.get(PAGE).status_code == 403
    assert upload(client, csv_of(["1-1-102", "周丙", 80, ""])).status_code == 403
    for answer in (client.get(page), client.get(f"{page}/sheet.xlsx"),
                   client.post(f"{page}/act", {"action": "drop"})):  # fmt: skip
        assert answer.status_code == 404
        assert "周丙" not in text_of(answer)
    assert RollComparison.objects.count() == 1


def test_another_estate_sees_its_own_lists_alone(town: Any, sign_in: Any) -> None:
    comparison = compare_list(
        csv_of(["1-1-102", "周丙", 80, ""]), "名单.csv", actor=town.actor("clerk")
    )
    foreign = sign_in(town.foreign_lead)
    assert "名单.csv" not in text_of(foreign.get(PAGE))
    for path in ("", "/sheet.xlsx"):
        assert foreign.get(f"{PAGE}/{comparison.token}{path}").status_code == 404


def test_it_is_let_go(town: Any, sign_in: Any) -> None:
    clerk = sign_in(town.clerk)
    data = csv_of(["1-1-102", "周丙", 80, ""])
    with clock_at(now() - timedelta(days=31)):
        old = compare_list(data, "名单.csv", actor=town.actor("clerk"))
        matter = open_difference(old.token, 1, actor=town.actor("clerk"))
    fresh = compare_list(data, "名单.csv", actor=town.actor("clerk"))
    assert drop_old_comparisons() == 1
    assert RollComparison.objects.get() == fresh
    assert clerk.post(f"{PAGE}/{fresh.token}/act", {"action": "drop"}).status_code == 302
    assert not RollComparison.objects.exists()
    assert Matter.objects.filter(pk=matter.pk).exists()
