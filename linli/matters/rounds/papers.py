"""A round on paper: the list to print, for whoever walks without a phone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.matters.rounds.labels import FACTS, FIELDS, OUTCOMES, STATES
from linli.matters.rounds.lists import device_list
from linli.matters.rounds.models import Round

TEXT, HEAD, LINE = 12, 16, 8  # points, points, mm
BOX, BLANK = "□", "＿" * 14
DOOR_HEIGHT = 62  # mm that a door needs, so that it stays on one page


def print_round(actor: Actor, made: Round) -> bytes:
    """The list with boxes to tick and lines to write on; shows what the screen would show."""
    found = device_list(actor, made)
    pdf = open_pdf(str(found["title"]), language=_language(), size=TEXT)
    _title(pdf, made, len(found["doors"]))
    for n, door in enumerate(found["doors"], start=1):
        _door(pdf, n, door)
    record("print_round", "round", made.pk, actor=actor, doors=len(found["doors"]))
    return close_pdf(pdf)


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-Hans"


def _title(pdf: FPDF, made: Round, doors: int) -> None:
    pdf.set_font(FAMILY, "B", HEAD)
    _line(pdf, _("走访单 %(day)s · %(name)s · %(doors)s 家") % {
        "day": made.day, "name": made.worker.name, "doors": doors})  # fmt: skip
    pdf.set_font(FAMILY, "", TEXT)
    _line(pdf, _("敲门先说明：我们来核对登记，为的是有事能找到您、帮到您。不愿说可以不说。"))
    _line(pdf, _("这张纸上有居民的姓名，用完交回服务中心录入、销毁。"))


def _line(pdf: FPDF, text: str) -> None:
    pdf.multi_cell(0, LINE, text, new_x="LMARGIN", new_y="NEXT")


def _door(pdf: FPDF, n: int, door: dict[str, Any]) -> None:
    if pdf.will_page_break(DOOR_HEIGHT):
        pdf.add_page()
    pdf.ln(3)
    pdf.set_font(FAMILY, "B", TEXT + 2)
    names = "、".join(str(one["name"]) for one in door["members"])
    _line(pdf, f"{n}. {door['plate']}  {names}")
    pdf.set_font(FAMILY, "", TEXT)
    if door["come"]:
        _line(pdf, _("这次%(part)s来更可能有人") % {"part": door["come"]})
    if door["kind"] == "home":
        _line(pdf, "   ".join(f"{BOX}{word}" for word in OUTCOMES.values()))
    for text in _asked(door):
        _line(pdf, text)
    _line(pdf, _("有什么需要：") + BLANK + BLANK)
    if door["kind"] == "home" and door["full"]:
        _line(pdf, _("同意登记，签名：") + BLANK)


def _asked(door: dict[str, Any]) -> list[str]:
    lines = []
    for fact, why in door["facts"].items():
        lines.append(f"{BOX}{FACTS[fact]}({STATES[why]})" + _("：没有变"))
    if "household" in door["facts"] and door["kind"] == "home":
        lines.append("   ".join(f"{BOX}{word}" for word in (_("搬走了"), _("没有人住"))))
    for one in door["members"]:
        lines += [
            f"{one['name']} {FIELDS[field['field']]} {field['shown']} → {BLANK}"
            for field in one.get("fields", ())
        ]
    return lines
