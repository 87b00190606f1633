"""The pages: from the draft to the bank's line, by five people, and who gets none of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import today
from linli.estate.models import Ownership
from linli.estate.testing import addresses_of
from linli.money.ledger.api import Entry
from linli.money.spending.api import SpendingRequest
from linli.money.spending.testing import make_hands, make_payment, make_request, paper

FORM = {
    "book": "joint_account", "category": "repairs", "purpose": "楼道灯更换", "amount": "1,200.00",
    "payee": "宏达机电有限公司", "payee_account": "6222020000001", "contract": "HT-1", "place": "",
    "decision": "", "emergency_reason": "",
}  # fmt: skip


def test_five_people_one_request(cast: Any, sign_in: Any) -> None:
    make_hands(cast)
    worker = sign_in(cast.worker)
    answer = worker.post("/spending/new", FORM, follow=True)
    assert "楼道灯更换" in answer.content.decode()
    spending = SpendingRequest.objects.get()
    here = f"/spending/{spending.pk}"
    assert spending.amount == 120_000
    answer = worker.post(f"{here}/file", {"kind": "voucher", "file": paper()}, follow=True)
    assert "凭证" in answer.content.decode()
    worker.post(f"{here}/act", {"action": "submit"})
    accountant = sign_in(cast.accountant)
    assert "等您办的" in accountant.get("/spending/").content.decode()
    assert "冯会计" in worker.get(here).content.decode()  # on whose desk it lies
    accountant.post(f"{here}/act", {"action": "check"})
    for name, step in (("secretary", "release_committee"), ("property_manager", "release_company")):
        client = sign_in(cast.accounts[name])
        assert "放行" in client.get(here).content.decode()
        client.post(f"{here}/act", {"action": "release", "step": step})
    page = accountant.get(here).content.decode()
    assert "同一个人不能办两步" in page
    paying = {"amount": "1200", "paid_on": str(today()), "bank_number": "BN1", "client_key": "k1"}
    assert accountant.post(f"{here}/pay", paying).status_code == 422
    cashier = sign_in(cast.cashier)
    assert cashier.post(f"{here}/pay", paying).status_code == 302
    spending.refresh_from_db()
    assert (spending.state, spending.paid) == ("paid", 120_000)
    assert "放行" in sign_in(cast.supervisor).get(here).content.decode()
    assert cashier.get(f"{here}/print").content.startswith(b"%PDF")
    assert "BN1" in cashier.get("/spending/matching").content.decode()


def test_what_is_wrong_is_said_at_the_field(cast: Any, sign_in: Any) -> None:
    make_hands(cast)
    worker = sign_in(cast.worker)
    for over, words in (
        ({"amount": "-5"}, "金额要大于零"),
        ({"amount": "1.234"}, "最多两位小数"),
        ({"amount": "$9"}, "单位是人民币元"),
        ({"purpose": "修1-1-101水管"}, "会公开给所有人看"),
    ):
        answer = worker.post("/spending/new", FORM | over)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not SpendingRequest.objects.exists()


def test_an_office_file_is_refused_with_the_way_out(cast: Any, sign_in: Any) -> None:
    request = make_request(cast)
    macro = SimpleUploadedFile("票.xlsm", b"PK\x03\x04" + b"xl/vbaProject.bin")
    answer = sign_in(cast.worker).post(
        f"/spending/{request.pk}/file", {"kind": "voucher", "file": macro}
    )
    assert answer.status_code == 422
    assert "另存为 PDF" in answer.content.decode()


def test_a_paper_is_covered_and_shown(cast: Any, sign_in: Any) -> None:
    payment = make_payment(cast)
    row = payment.request.files.get()
    accountant = sign_in(cast.accountant)
    assert "先看一遍" in accountant.get(f"/spending/paper/{row.pk}/publish").content.decode()
    accountant.post(f"/spending/paper/{row.pk}/publish", {"masked": paper("遮.png")})
    row.refresh_from_db()
    assert row.masked_id
    assert accountant.get(f"/spending/paper/{row.pk}?masked=1")["Content-Type"] == "image/webp"
    accountant.post(f"/spending/paper/{row.pk}/publish", {"action": "hide"})
    row.refresh_from_db()
    assert row.shown_by_id is None


def test_from_the_ledger_whoever_sees_the_request_opens_its_paper(cast: Any, sign_in: Any) -> None:
    """A supervisor sees no names in the books, and all of the spending (RC-04)."""
    payment = make_payment(cast)
    stored = payment.request.files.get().file
    (entry,) = Entry.objects.filter(source=f"spending:{payment.request_id}")
    supervisor = sign_in(cast.supervisor)
    page = supervisor.get(f"/ledger/entries/{entry.pk}").content.decode()
    assert f"/files/{stored.token}" in page
    assert supervisor.get(f"/files/{stored.token}").status_code == 200
    look = AuditRow.objects.get(action="spending.paper_seen", subject_id=stored.pk)
    assert look.user_id == cast.supervisor.pk
    for name in ("owner", "outsider", "clerk", "foreign_lead"):
        assert sign_in(cast.accounts[name]).get(f"/files/{stored.token}").status_code == 404, name


def test_the_rules_of_the_estate_are_changed(cast: Any, sign_in: Any) -> None:
    lead = sign_in(cast.lead)
    data = {"owners_from": "5000", "wait_days": "2", "emergency_days": "10"}
    assert lead.post("/spending/setting", data).status_code == 302
    assert "5000.00" in lead.get("/spending/setting").content.decode()


def test_an_owner_sees_the_own_part_of_the_fund(cast: Any, sign_in: Any) -> None:
    make_payment(
        cast, book="maintenance_fund", category="lift", is_emergency=True,
        emergency_reason="钢丝断股", place_id=cast.places["building2"].pk,
    )  # fmt: skip
    home = Ownership.objects.get().home_id
    owner = sign_in(cast.owner)
    assert "2-1-101" in owner.get("/spending/fund").content.decode()
    page = owner.get(f"/spending/fund/{home}/{today().year}").content.decode()
    assert "楼道灯更换" in page
    paper = owner.get(f"/spending/fund/{home}/{today().year}/paper")
    assert paper.content.startswith(b"%PDF")
    assert sign_in(cast.tenant).get("/spending/fund").status_code == 404


@pytest.mark.parametrize("who", ["outsider", "foreign_lead", "resident", "captain", "worker2"])
def test_others_get_nothing(cast: Any, sign_in: Any, who: str) -> None:
    payment = make_payment(cast)
    client = sign_in(getattr(cast, who))
    ids = {
        "request_id": payment.request_id, "payment_id": payment.pk,
        "file_id": payment.request.files.get().pk, "home_id": Ownership.objects.get().home_id,
        "year": today().year,
    }  # fmt: skip
    for path in addresses_of("spending", **ids):
        for method in (client.get, client.post):
            answer = method(path)
            body = b"".join(answer) if answer.streaming else answer.content
            assert "楼道灯更换" not in body.decode(errors="replace"), path
            owns = who == "worker2" and path in ("/spending/", "/spending/new")
            foreign = who == "foreign_lead" and path in ("/spending/", "/spending/setting")
            assert answer.status_code >= 400 or owns or foreign, path
