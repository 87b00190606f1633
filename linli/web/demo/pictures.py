"""A few schematic pictures, drawn here: what a phone would have shown. No person is on them."""

from __future__ import annotations

import io
from collections.abc import Callable
from math import sin

from PIL import Image, ImageDraw

from linli.base.accounts.api import Actor
from linli.base.files.api import keep_upload

_SIZE = (960, 720)
_WALL, _FLOOR, _INK = "#d9d4c8", "#a9a294", "#3a3f48"


class _Upload:
    """A picture in memory, as keep_upload reads it."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name: str | None = name
        self.size: int | None = len(data)
        self._stream = io.BytesIO(data)

    def read(self, num_bytes: int = -1, /) -> bytes:
        return self._stream.read(num_bytes)


def keep_pictures(actor: Actor) -> dict[str, int]:
    """Draw and keep all pictures; returns file ids by category ("done", "letter" are two more)."""
    kept: dict[str, int] = {}
    for name, draw in _DRAWINGS.items():
        file_id = keep_upload(_Upload(f"{name}.png", _render(draw)), actor=actor).pk
        kept |= dict.fromkeys(_CATEGORIES.get(name, (name,)), file_id)
    return kept


def _render(draw: Callable[[ImageDraw.ImageDraw], None]) -> bytes:
    image = Image.new("RGB", _SIZE, _WALL)
    draw(ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _floor(d: ImageDraw.ImageDraw) -> None:
    d.rectangle((0, 480, 960, 720), fill=_FLOOR)


def _puddle(d: ImageDraw.ImageDraw) -> None:
    _floor(d)
    d.rectangle((455, 0, 505, 430), fill="#8d9399")
    d.ellipse((430, 400, 530, 440), fill="#6f757b")
    for n in range(5):
        d.ellipse((470 + 4 * n, 445 + 22 * n, 486 + 4 * n, 465 + 22 * n), fill="#5b8fbf")
    d.ellipse((220, 560, 760, 680), fill="#7fa9cc")


def _dark_lamp(d: ImageDraw.ImageDraw) -> None:
    d.rectangle((0, 0, 960, 720), fill="#2a2f3a")
    d.rectangle((460, 0, 500, 120), fill="#555b66")
    d.ellipse((380, 110, 580, 310), fill="#4b505b", outline="#7b818c", width=6)
    d.line((420, 150, 540, 270), fill="#c8401c", width=10)


def _rubbish(d: ImageDraw.ImageDraw) -> None:
    _floor(d)
    d.rectangle((330, 230, 620, 560), fill="#3f6b52")
    d.rectangle((310, 200, 640, 240), fill="#345a45")
    for x, y, size in ((200, 540, 120), (640, 520, 150), (760, 580, 90), (120, 600, 80)):
        d.ellipse((x, y, x + size, y + size * 3 // 4), fill="#22262c")


def _rubble(d: ImageDraw.ImageDraw) -> None:
    _floor(d)
    d.polygon(((150, 620), (420, 330), (600, 400), (840, 620)), fill="#9a7b58")
    for n in range(9):
        d.rectangle((220 + 62 * n, 560 - (n % 3) * 50, 270 + 62 * n, 590 - (n % 3) * 50),
                    fill="#a8563c")  # fmt: skip


def _bikes(d: ImageDraw.ImageDraw) -> None:
    _floor(d)
    for x in (140, 480):
        d.ellipse((x, 470, x + 140, 610), outline=_INK, width=12)
        d.ellipse((x + 220, 470, x + 360, 610), outline=_INK, width=12)
        d.line((x + 70, 540, x + 170, 420, x + 290, 540), fill=_INK, width=14)
    d.line((300, 420, 300, 120, 620, 60), fill="#c8401c", width=6)


def _lift(d: ImageDraw.ImageDraw) -> None:
    _floor(d)
    d.rectangle((300, 90, 660, 600), fill="#8f959c", outline=_INK, width=10)
    d.line((480, 90, 480, 600), fill=_INK, width=8)
    d.rectangle((720, 300, 770, 400), fill="#444a53")


def _door(d: ImageDraw.ImageDraw) -> None:
    _floor(d)
    d.polygon(((360, 100), (600, 150), (600, 640), (360, 600)), fill="#5d6b7c")
    d.ellipse((560, 370, 590, 400), fill="#d9b44a")


def _branch(d: ImageDraw.ImageDraw) -> None:
    d.rectangle((0, 600, 960, 720), fill="#86a36f")
    d.rectangle((430, 200, 500, 640), fill="#7a5c3e")
    d.ellipse((260, 40, 680, 340), fill="#4f7d4a")
    d.line((500, 330, 800, 560), fill="#7a5c3e", width=22)


def _done(d: ImageDraw.ImageDraw) -> None:
    _floor(d)
    d.rectangle((330, 150, 630, 470), fill="#eef1ee", outline="#257a60", width=10)
    d.line((400, 310, 460, 380, 570, 230), fill="#257a60", width=26)


def _letter(d: ImageDraw.ImageDraw) -> None:
    d.rectangle((0, 0, 960, 720), fill="#c9c2b2")
    d.rectangle((180, 40, 780, 700), fill="#fbfaf3")
    for line in range(9):
        y = 120 + line * 58
        points = [(230 + x, y + 9 * sin(x / 7 + line)) for x in range(0, 500 - 60 * (line == 8), 6)]
        d.line(points, fill="#27407a", width=4)


_DRAWINGS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "puddle": _puddle, "lamp": _dark_lamp, "rubbish": _rubbish, "rubble": _rubble,
    "bikes": _bikes, "lift": _lift, "door": _door, "branch": _branch, "done": _done,
    "letter": _letter,
}  # fmt: skip
_CATEGORIES = {
    "puddle": ("water_pipe", "drainage", "heating"),
    "lamp": ("electricity", "public_facility"),
    "rubble": ("dirt_front",),
    "bikes": ("ebike_charging", "parking"),
    "door": ("access_door",),
    "branch": ("greenery",),
}
