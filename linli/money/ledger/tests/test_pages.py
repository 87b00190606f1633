"""The pages: who watches reads totals and seals, who keeps the books reads whose they are."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from linli.base.audit.api import AuditRow
from linli.base.files.api import StoredFile, keep_upload
from linli.base.files.tests import specimens
from linli.money.ledger import api as ledger
from linli.money.ledger import views
from linli.money.ledger.testing import day, make_books, make_entry, make_receivable
from linli.money.ledger.verifying import verify_file


@pytest.fixture
def town(cast: Any) -> Any:
    """A home with a bill half paid, sealed."""
    book = make_books()
    cast.home = next(iter(cast.actor("owner").home_ids))
    cast.owed = make_receivable(book, cast.home)
    make_entry(
        book, (cast.owed, 9000), ("income:property_fee", -9000), kind="fee_bill",
        occurred_on=day("2026-07-01"), source="fee_bill:1",
    )  # fmt: skip
    cast.paid = make_entry(
        book, ("bank", 4000), (cast.owed, -4000), kind="payment", occurred_on=day("2026-07-09")
    )
    ledger.seal_book(book.pk)
    cast.book = book
    return cast


def test_the_books_show_the_money_and_the_seal(town: Any, sign_in: Any) -> None:
    page = sign_in(town.supervisor).get("/ledger/").content.decode()
    assert 'value="4000"' in page
    assert "第 1 次" in page
    book = sign_in(town.supervisor).get("/ledger/joint_account").content.decode()
    assert 'data-label="A/receivable:~:property_fee"><data class="money" value="5000"' in book
    assert ledger.latest_seal(town.book).root.hex() in book  # type: ignore[union-attr]
    assert "/homes" not in book


def test_whose_a_line_is_stays_with_those_who_may(town: Any, sign_in: Any) -> None:
    watcher, keeper = sign_in(town.supervisor), sign_in(town.accountant)
    whose = f"/ledger/accounts/{town.owed.pk}"
    assert watcher.get(whose).status_code == 403
    assert (
        watcher.get("/ledger/joint_account/homes?label=A/receivable:~:property_fee").status_code
        == 403
    )
    entry = watcher.get(f"/ledger/entries/{town.paid.pk}").content.decode()
    assert whose not in entry
    assert "2-1-101" not in entry
    assert "2-1-101" in keeper.get(whose).content.decode()
    assert AuditRow.objects.filter(
        action="ledger.account_seen", user_id=town.accountant.pk
    ).exists()
    homes = keeper.get("/ledger/joint_account/homes?label=A/receivable:~:property_fee")
    assert "2-1-101" in homes.content.decode()
    assert whose in keeper.get(f"/ledger/entries/{town.paid.pk}").content.decode()


@pytest.mark.parametrize("name", ["resident", "owner", "outsider", "worker", "guard", "captain"])
def test_others_see_no_books(town: Any, sign_in: Any, name: str) -> None:
    client = sign_in(town.accounts[name])
    for path in ("/ledger/", "/ledger/joint_account", f"/ledger/entries/{town.paid.pk}"):
        assert client.get(path).status_code in (403, 404)


def test_another_estate_finds_nothing(town: Any, sign_in: Any) -> None:
    client = sign_in(town.foreign_lead)
    for path in ("/ledger/joint_account", f"/ledger/entries/{town.paid.pk}",
                 f"/ledger/accounts/{town.owed.pk}"):  # fmt: skip
        assert client.get(path).status_code == 404


def test_an_entry_comes_with_its_proof(town: Any, sign_in: Any) -> None:
    client = sign_in(town.secretary)
    page = client.get(f"/ledger/entries/{town.paid.pk}").content.decode()
    assert "和封存时一样" in page
    found = json.loads(client.get(f"/ledger/entries/{town.paid.pk}/proof.json").content)
    path = tuple((side, other) for side, other in found.pop("path"))
    assert ledger.Proof(**found, path=path).holds


def test_a_reversal_is_linked_both_ways(town: Any, sign_in: Any) -> None:
    undone = ledger.reverse_entry(
        town.paid.pk, key="r", reason="记错了", actor=town.actor("accountant")
    )
    client = sign_in(town.accountant)
    assert (
        f"/ledger/entries/{undone.pk}"
        in client.get(f"/ledger/entries/{town.paid.pk}").content.decode()
    )
    page = client.get(f"/ledger/entries/{undone.pk}").content.decode()
    assert f"/ledger/entries/{town.paid.pk}" in page
    assert "还没有封存" in page
    assert client.get(f"/ledger/entries/{undone.pk}/proof.json").status_code == 422


def test_long_lists_go_on_where_they_ended(town: Any, sign_in: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(views, "SHOWN", 2)
    for n in range(3):
        make_entry(town.book, ("bank", n + 1), ("income:other", -n - 1))
        ledger.seal_book(town.book.pk)
    client = sign_in(town.accountant)
    bank = ledger.find_account(town.book, "bank").pk
    for path, key in (
        (f"/ledger/accounts/{bank}", "after"),
        ("/ledger/joint_account/seals", "before"),
    ):
        first = client.get(path).content.decode()
        where = first.partition(f"?{key}=")[2].partition('"')[0]
        second = client.get(f"{path}?{key}={where}").content.decode()
        assert 'rel="next"' in first
        assert 'rel="next"' not in second
    entries = client.get("/ledger/joint_account/entries").content.decode()
    where = entries.partition("&amp;after=")[2].partition('"')[0]
    assert client.get(f"/ledger/joint_account/entries?after={where}").status_code == 200
    payments = client.get("/ledger/joint_account/entries?kind=payment").content.decode()
    assert f"/ledger/entries/{town.paid.pk}" in payments
    for bad in ("x", "2026-07-01_x", "2026-13-01_1"):
        assert client.get(f"/ledger/joint_account/entries?after={bad}").status_code == 422


def test_a_sheet_holds_the_days_and_no_names(town: Any, sign_in: Any) -> None:
    client = sign_in(town.supervisor)
    answer = client.get("/ledger/joint_account/sheet.xlsx?start=2026-07-02&end=2026-07-31")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [(row[3], row[4], row[5]) for row in rows[1:]] == [
        ("银行存款", 40, None), ("各户应收 · 物业费", None, 40),
    ]  # fmt: skip
    for bad in ("start=2026-07-02", "start=2026-08-02&end=2026-07-31", "start=x&end=y"):
        assert client.get(f"/ledger/joint_account/sheet.xlsx?{bad}").status_code == 422


def test_the_whole_book_can_be_checked_at_home(town: Any, sign_in: Any, tmp_path: Path) -> None:
    answer = sign_in(town.supervisor).get("/ledger/joint_account/book.jsonl.gz")
    path = tmp_path / "book.gz"
    path.write_bytes(b"".join(answer.streaming_content))
    assert verify_file(path).is_sound
    assert b"fee_bill:1" in gzip.decompress(path.read_bytes())


@pytest.fixture
def voucher(town: Any, tmp_path: Path, settings: Any) -> StoredFile:
    """A receipt behind an entry; somebody who left the desk took it in."""
    settings.LINLI = settings.LINLI.model_copy(update={"var": tmp_path})
    sent = specimens.upload(specimens.encoded("JPEG"), "王女士退款.jpg")
    stored = keep_upload(sent, actor=town.actor("agent"))
    town.refund = make_entry(town.book, ("bank", -5), ("income:other", 5), voucher_ids=(stored.pk,))
    return stored


def test_who_keeps_the_books_opens_the_paper_and_the_look_is_kept(
    town: Any, voucher: StoredFile, sign_in: Any
) -> None:
    client = sign_in(town.accountant)
    page = client.get(f"/ledger/entries/{town.refund.pk}").content.decode()
    assert f'<a href="/files/{voucher.token}">王女士退款.jpg</a>' in page
    looks = AuditRow.objects.filter(action="ledger.voucher_seen", subject_id=voucher.pk)
    assert not looks.exists(), "a list is not a look"
    answer = client.get(f"/files/{voucher.token}")
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    assert looks.get().user_id == town.accountant.pk


def test_a_paper_and_its_name_stay_with_those_who_may(
    town: Any, voucher: StoredFile, sign_in: Any
) -> None:
    watcher = sign_in(town.supervisor)
    page = watcher.get(f"/ledger/entries/{town.refund.pk}").content.decode()
    assert bytes(voucher.sha256).hex() in page, "that there is one is no secret"
    assert "王女士" not in page
    assert str(voucher.token) not in page
    for name in ("supervisor", "agent", "owner", "outsider", "foreign_lead"):
        client = sign_in(town.accounts[name])
        assert client.get(f"/files/{voucher.token}").status_code == 404, name
    assert not AuditRow.objects.filter(action="ledger.voucher_seen").exists()
