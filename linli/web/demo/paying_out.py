"""Money goes out by five hands: three uses that are paid, and some that wait on a desk."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from linli.money.spending.api import (
    SpendingRequest,
    add_file,
    check_request,
    match_by_itself,
    pay_request,
    release_request,
    return_request,
    show_file,
    submit_request,
    write_request,
)
from linli.web.demo.bank_files import BankFile, Move
from linli.web.demo.books import last_quarter
from linli.web.demo.collecting import match_deposits
from linli.web.demo.hands import Hands


@dataclass(frozen=True)
class _Use:
    by: str
    category: str
    purpose: str
    payee: str
    fen_a_home: int
    contract: str


_PAID = (
    _Use("worker4", "security", "秩序维护服务费", "盾石保卫服务有限公司", 3_300, "HT-2026-01"),
    _Use("cleaner", "cleaning", "保洁服务费", "洁美保洁服务有限公司", 2_400, "HT-2026-02"),
    _Use("worker2", "lift", "电梯维护保养费", "通达电梯维保有限公司", 1_500, "HT-2026-03"),
)
_FOR_COMMITTEE = _Use(
    "worker2", "repairs", "楼道灯换成声控灯", "宏达机电工程有限公司", 350, "HT-2026-11",
)  # fmt: skip
_FOR_CHECK = _Use(
    "worker5", "greenery", "冬季树木防寒", "绿园园林工程有限公司", 180, "HT-2026-12",
)  # fmt: skip
_SENT_BACK = _Use("worker1", "repairs", "地下室水泵换新", "永固水泵有限公司", 420, "")


def _submit(hands: Hands, use: _Use, day: date) -> SpendingRequest:
    actor = hands.actor(use.by)
    with hands.at(day, 9):
        request = write_request(
            actor=actor, book="joint_account", category=use.category, purpose=use.purpose,
            payee=use.payee, amount=use.fen_a_home * len(hands.register.dwellings),
            contract=use.contract,
        )  # fmt: skip
        add_file(request.pk, _invoice(request.pk), kind="voucher", actor=actor, title="发票")
        hands.count("spendings")
        return submit_request(request.pk, actor=actor)


def _invoice(number: int) -> SimpleUploadedFile:
    """A drawn sheet with a frame and lines: what a scan of an invoice looks like from afar."""
    image, data = Image.new("RGB", (900, 560), "#fdfcf7"), io.BytesIO()
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 90, 860, 500), outline="#8a4b2a", width=4)
    for n in range(5):
        draw.line((40, 160 + 68 * n, 860, 160 + 68 * n), fill="#8a4b2a", width=2)
        draw.rectangle((70, 112 + 68 * n, 240 + (number * 37 + n * 53) % 480, 132 + 68 * n),
                       fill="#3a3f48")  # fmt: skip
    draw.ellipse((660, 330, 820, 490), outline="#c8401c", width=6)
    image.save(data, "PNG")
    return SimpleUploadedFile("发票.png", data.getvalue(), "image/png")


def _release_all(hands: Hands, request: SpendingRequest, day: date) -> SpendingRequest:
    """The accountant checks; company, committee and, for larger sums, an owner let it go."""
    with hands.at(day, 10):
        request = check_request(request.pk, actor=hands.actor("accountant"))
    for n, name in enumerate(("manager", "secretary", "owners"), 1):
        if request.state == "releasing":
            with hands.at(day + timedelta(days=n), 11):
                request = release_request(request.pk, actor=hands.actor(name))
    return request


def pay_last_quarter(hands: Hands, file: BankFile) -> None:
    """Three uses of the last quarter: released, paid, and found on the bank's statement."""
    quarter, secretary = last_quarter(hands), hands.actor("secretary")
    for n, use in enumerate(_PAID):
        day = quarter.start + timedelta(days=62 + 3 * n)
        request = _release_all(hands, _submit(hands, use, day), day + timedelta(days=1))
        paid_on, number = day + timedelta(days=6), f"P{request.pk:09}"
        with hands.at(paid_on, 15):
            pay_request(
                request.pk, amount=request.amount, paid_on=paid_on, bank_number=number,
                client_key=f"demo:{request.pk}", actor=hands.actor("cashier"),
            )  # fmt: skip
            for paper in request.files.all():
                show_file(paper.pk, actor=secretary)
        file.add(Move(paid_on, -request.amount, use.payee, use.purpose, serial=number))
    with hands.at(quarter.end + timedelta(days=1), 9):
        match_deposits(hands, file.bring(hands.actor("accountant")))
        match_by_itself()


def wait_for_hands(hands: Hands) -> None:
    """One waits for the second release, one for the check, one went back to its author."""
    request = _submit(hands, _FOR_COMMITTEE, hands.ago(5))
    with hands.at(hands.ago(4), 10):
        check_request(request.pk, actor=hands.actor("accountant"))
    with hands.at(hands.ago(2), 11):
        release_request(request.pk, actor=hands.actor("manager"))
    _submit(hands, _FOR_CHECK, hands.ago(1))
    request = _submit(hands, _SENT_BACK, hands.ago(6))
    with hands.at(hands.ago(5), 14):
        return_request(
            request.pk, actor=hands.actor("accountant"),
            reason="还缺合同编号和第二家的报价，补上再交。",
        )  # fmt: skip
