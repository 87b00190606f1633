# ruff: noqa: N999
"""Preview and confirm a register of 3,468 homes and about 9,000 people.

Held against a plain read of every cell of the same file with openpyxl in read-only mode. Three
rounds, each into an estate of its own; the median counts.
"""

from __future__ import annotations

import io
import itertools
import random
import resource
import statistics
import time
from datetime import date
from typing import Any

from bench.clusters import fresh_cluster
from bench.report import Figure, print_figures

HEADER = [
    "序号",
    "楼号",
    "单元",
    "房号",
    "姓名",
    "与户主关系",
    "性别",
    "出生日期",
    "身份证号",
    "联系电话",
    "备用电话",
    "建筑面积",
    "产权性质",
    "低保",
    "残疾类别等级",
    "拆迁安置",
    "备注",
]
ROUNDS = 3


def make_workbook() -> tuple[bytes, int]:
    """The file and the number of people in it."""
    from openpyxl import Workbook

    rng = random.Random(3468)
    book = Workbook(write_only=True)
    serial = itertools.count(1)
    for building in range(1, 18):
        sheet = book.create_sheet(f"{building}号楼")
        sheet.append([f"{building}号楼住户登记台账"])
        sheet.append(HEADER)
        for entrance, floor, side in itertools.product(range(1, 7), range(1, 18), (1, 2)):
            for member in range(rng.choice((1, 2, 2, 3, 3, 4, 3))):
                sheet.append(
                    _row(rng, next(serial), building, entrance, floor * 100 + side, member)
                )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), next(serial) - 1


def _row(
    rng: random.Random, serial: int, building: int, entrance: int, home: int, member: int
) -> list[Any]:
    from linli.estate.people.api import check_digit

    birth = date(rng.randint(1935, 2020), rng.randint(1, 12), rng.randint(1, 28))
    male = rng.random() < 0.5
    first = f"130599{birth:%Y%m%d}{serial % 499 * 2 + male:03}"
    name = (
        rng.choice("赵钱孙李周吴郑王冯陈")
        + rng.choice("一二三四五六七八九十")
        + chr(0x4E00 + serial % 9000)
    )
    return [
        serial, building, entrance, home, name, ("户主", "配偶", "儿子", "女儿")[member],
        "男" if male else "女", birth.isoformat(), first + check_digit(first),
        f"199{serial:08}", "", 59.8 + side_of(home), "公租房" if building % 3 else "自有",
        "是" if building % 2 else "否", "肢体二级" if serial % 25 == 0 else "", "", "",
    ]  # fmt: skip


def side_of(home: int) -> float:
    return 10.0 * (home % 2)


def read_plainly(content: bytes) -> float:
    """Seconds for every cell with openpyxl, read-only."""
    from openpyxl import load_workbook

    started = time.perf_counter()
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            for _ in row:
                pass
    return time.perf_counter() - started


def make_estate(code: str) -> Any:
    """An estate of 17 × 6 × 34 homes without people, and a clerk's actor."""
    from linli.base.scopes.api import Estate, estate_scope
    from linli.estate.models import Home, Place
    from linli.estate.organisations.api import load_actor
    from linli.estate.testing import make_account, make_office

    estate = Estate.objects.create(code=code, name=code)
    with estate_scope(estate.pk):
        for n in range(1, 18):
            building = Place.objects.create(
                kind="building",
                plate=f"{n}号楼",
                name=f"{n}号楼",
                number=str(n),
                sort_key=f"{n:03}",
            )
            homes = []
            for e in range(1, 7):
                entrance = Place.objects.create(
                    kind="entrance", plate=f"{n}-{e}", name=f"{n}-{e}", number=str(e),
                    building=building, sort_key=f"{n:03}-{e:02}",
                )  # fmt: skip
                homes += [
                    Place(
                        kind="home", plate=f"{n}-{e}-{h}", name=f"{n}-{e}-{h}", number=str(h),
                        building=building, entrance=entrance, sort_key=f"{n:03}-{e:02}-{h:05}",
                    )
                    for h in (f * 100 + s for f in range(1, 18) for s in (1, 2))
                ]  # fmt: skip
            places = Place.objects.bulk_create(homes)
            Home.objects.bulk_create(Home(place=place) for place in places)
        clerk = make_account("文员", estate=estate)
        make_office("clerk", clerk)
        return estate, load_actor(clerk)


def preview_and_confirm(content: bytes, code: str) -> tuple[float, float, dict[str, int]]:
    """Seconds of preview and of confirmation, and the totals."""
    from linli.base.scopes.api import estate_scope
    from linli.estate.imports.api import confirm_import, preview_register

    estate, clerk = make_estate(code)
    started = time.perf_counter()
    with estate_scope(estate.pk):
        run = preview_register(content, "台账.xlsx", actor=clerk)
    previewed = time.perf_counter()
    with estate_scope(estate.pk):
        run = confirm_import(run.token, actor=clerk)
    return previewed - started, time.perf_counter() - previewed, run.totals


def main() -> None:
    with fresh_cluster(durable=True):
        import django

        django.setup()
        content, people = make_workbook()
        ratios = []
        for round_ in range(ROUNDS):
            plain = read_plainly(content)
            preview, confirm, totals = preview_and_confirm(content, f"bench-{round_}")
            assert totals["new"] == people, (totals, people)
            ratios.append((preview + confirm) / plain)
            print(
                f"{people} people, {totals['households']} homes: plain read {plain:.2f} s, "
                f"preview {preview:.2f} s, confirm {confirm:.2f} s"
            )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory of the process {peak:.0f} MiB (Django and openpyxl included)")
        print_figures([Figure("import ratio_to_plain_read", statistics.median(ratios), 5)])


if __name__ == "__main__":
    main()
