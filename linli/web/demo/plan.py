"""The estate as it stands: where buildings, gates, water and benches lie. Lengths in cm.

North is up, the origin is the north-west corner. Five rows of slabs, a main road from the south
gate to the north gate between the second and the third column, the square and the lake in the
middle row, the service centre in the south-west.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 44_000, 33_500
BUILDING_WIDTH, BUILDING_DEPTH = 7_800, 1_500
GRIDS: dict[int, tuple[int, ...]] = {
    1: (1, 2, 5, 6),
    2: (3, 4, 7, 8),
    3: (9, 11, 12, 15),
    4: (10, 13, 14, 16, 17),
}
GRID_NAMES = {1: "西北片", 2: "东北片", 3: "西南片", 4: "东南片"}
_GRID_AREAS = {
    1: (600, 600, 20_600, 12_600),
    2: (21_800, 600, 21_600, 12_600),
    3: (600, 13_200, 20_600, 19_700),
    4: (21_800, 13_200, 21_600, 19_700),
}
# number: (x, y); slabs are shifted a little, as nobody builds in one line
_CORNERS = {
    1: (2_200, 2_600), 2: (11_900, 2_200), 3: (23_400, 2_200), 4: (33_300, 2_700),
    5: (1_800, 8_200), 6: (11_700, 8_000), 7: (23_200, 8_000), 8: (33_500, 8_300),
    9: (1_900, 14_600), 10: (33_900, 14_500),
    11: (2_300, 21_000), 12: (12_000, 21_300), 13: (23_300, 21_300), 14: (33_300, 20_900),
    15: (11_600, 27_300), 16: (23_500, 27_300), 17: (33_400, 27_000),
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A rectangle on the plan."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Spot:
    """A public place or a facility: its plate, its name and where it lies."""

    kind: str  # "public_place" | "facility"
    type: str  # gate, square, pump_room, bin, chess_table, letter_box, …
    plate: str
    box: Box
    grid: int
    name: str = ""


def grid_of(building: int) -> int:
    return next(grid for grid, numbers in GRIDS.items() if building in numbers)


def grid_box(grid: int) -> Box:
    return Box(*_GRID_AREAS[grid])


def building_box(number: int) -> Box:
    return Box(*_CORNERS[number], BUILDING_WIDTH, BUILDING_DEPTH)


def entrance_box(building: int, entrance: int, entrances: int) -> Box:
    """The part of the slab that one entrance takes, counted from the west."""
    slab = building_box(building)
    width = slab.width // entrances
    return Box(slab.x + (entrance - 1) * width, slab.y, width, slab.height)


def lift_box(building: int, entrance: int, entrances: int) -> Box:
    part = entrance_box(building, entrance, entrances)
    return Box(part.x + part.width // 2 - 110, part.y + 150, 220, 220)


_PLACES: tuple[tuple[str, str, int, int, int, int, int], ...] = (
    # type, plate, x, y, width, height, grid
    ("gate", "南门", 20_700, 32_700, 1_800, 500, 3),
    ("gate", "北门", 20_700, 300, 1_800, 500, 1),
    ("gate", "东门", 43_200, 18_300, 500, 1_600, 4),
    ("gate", "西门", 300, 18_300, 500, 1_600, 3),
    ("road", "主路", 20_900, 800, 1_000, 31_900, 3),
    ("road", "北环路", 800, 1_000, 42_400, 700, 1),
    ("road", "中环路", 800, 18_600, 42_400, 800, 3),
    ("road", "南环路", 800, 31_000, 42_400, 700, 4),
    ("square", "中心广场", 22_600, 13_400, 6_600, 4_600, 4),
    ("square", "7号楼前小广场", 24_600, 10_200, 4_400, 1_900, 2),
    ("lake", "月牙湖", 11_800, 13_600, 7_600, 4_300, 3),
    ("garden", "湖边绿地", 11_300, 18_000, 8_600, 500, 3),
    ("garden", "东花园", 30_000, 13_600, 3_200, 4_200, 4),
    ("playground", "儿童乐园", 12_200, 24_200, 4_200, 2_000, 3),
    ("fitness", "健身区", 24_200, 24_200, 4_600, 1_900, 4),
    ("parking", "地下车库东入口", 42_000, 12_200, 1_000, 900, 2),
    ("parking", "地下车库西入口", 1_000, 12_200, 1_000, 900, 1),
    ("parking", "南门停车场", 24_000, 29_600, 7_000, 1_200, 4),
    ("service_center", "党群服务中心", 1_600, 25_600, 7_600, 2_000, 3),
    ("clinic", "卫生服务站", 1_600, 28_300, 2_600, 1_500, 3),
    ("day_care", "日间照料餐厅", 4_400, 28_300, 1_500, 1_500, 3),
    ("day_care", "日间照料影音室", 5_900, 28_300, 1_100, 750, 3),
    ("day_care", "日间照料游艺室", 7_000, 28_300, 1_100, 750, 3),
    ("day_care", "日间照料休息室", 8_100, 28_300, 1_100, 750, 3),
    ("day_care", "日间照料棋牌室", 5_900, 29_050, 1_100, 750, 3),
    ("day_care", "日间照料康复区", 7_000, 29_050, 2_200, 750, 3),
    ("workshop", "就业创业实习车间", 1_600, 30_000, 3_600, 800, 3),
    ("class_room", "公益课堂", 5_400, 30_000, 2_000, 800, 3),
    ("hall", "文化活动室", 7_600, 30_000, 1_600, 800, 3),
)
_FACILITIES: tuple[tuple[str, str, int, int, int, int, int], ...] = (
    ("pump_room", "北区水泵房", 31_600, 2_500, 900, 800, 2),
    ("pump_room", "南区水泵房", 31_700, 21_300, 900, 800, 4),
    ("heat_station", "换热站", 20_000, 27_600, 600, 900, 3),
    ("power_room", "1号配电室", 10_300, 2_900, 900, 700, 1),
    ("power_room", "2号配电室", 41_700, 14_700, 900, 700, 4),
    ("power_room", "3号配电室", 10_400, 21_700, 900, 700, 3),
    ("chess_table", "湖边1号棋桌", 13_000, 18_100, 200, 200, 3),
    ("chess_table", "湖边2号棋桌", 14_200, 18_100, 200, 200, 3),
    ("chess_table", "东花园1号棋桌", 30_600, 14_800, 200, 200, 4),
    ("chess_table", "东花园2号棋桌", 31_800, 16_000, 200, 200, 4),
    ("letter_box", "服务中心民情信箱", 9_000, 25_400, 150, 150, 3),
    ("letter_box", "南门民情信箱", 20_500, 32_500, 150, 150, 3),
    ("letter_box", "北门民情信箱", 22_500, 800, 150, 150, 2),
    ("letter_box", "东门民情信箱", 43_000, 18_100, 150, 150, 4),
    ("letter_box", "西门民情信箱", 900, 18_100, 150, 150, 3),
    ("book_cabinet", "智慧图书借阅柜", 9_250, 26_000, 300, 100, 3),
    ("fountain", "湖心喷泉", 15_300, 15_600, 400, 400, 3),
    ("notice_board", "南门公示栏", 19_800, 32_300, 500, 100, 3),
    ("notice_board", "中心广场公示栏", 22_700, 13_300, 500, 100, 4),
)
_SHEDS = {1: (10_300, 9_900), 2: (31_800, 9_900), 3: (10_400, 23_400), 4: (41_700, 22_800)}


def list_public_places() -> list[Spot]:
    return [_spot("public_place", row) for row in _PLACES]


def list_facilities(buildings: int) -> list[Spot]:
    """Facilities out of doors; bins and hydrants stand by the first `buildings` buildings."""
    spots = [_spot("facility", row) for row in _FACILITIES]
    for grid, (x, y) in _SHEDS.items():
        spots.append(
            _spot("facility", ("charging_shed", f"{grid}号充电棚", x, y, 1_200, 500, grid))
        )
    for number in range(1, buildings + 1):
        slab, grid = building_box(number), grid_of(number)
        east, south = slab.x + slab.width, slab.y + slab.height
        for type_, plate, x, y in (
            ("bin", f"{number}号楼垃圾投放点", east - 500, south + 250),
            ("hydrant", f"{number}号楼消防栓", slab.x - 200, south + 100),
            ("lamp", f"{number}号楼前路灯", slab.x + slab.width // 2, south + 700),
        ):
            size = 300 if type_ == "bin" else 100
            spots.append(_spot("facility", (type_, plate, x, y, size, size, grid)))
    return spots


def _spot(kind: str, row: tuple[str, str, int, int, int, int, int]) -> Spot:
    type_, plate, x, y, width, height, grid = row
    return Spot(kind, type_, plate, Box(x, y, width, height), grid, plate)
