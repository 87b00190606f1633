"""The bank's file comes in: a broken one is refused, the right one settles homes in one step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from linli.base.calendars.api import today
from linli.money.banking.testing import Move, as_csv, ccb_rows
from linli.money.payments.testing import make_town, owed

pytestmark = pytest.mark.slow


def test_from_the_file_to_the_last_fen(
    live: Any, browser_page: Any, assert_accessible: Any, tmp_path: Path
) -> None:
    with live.scope():
        make_town(live.cast)
        moves = [
            Move(today(), owed("1-1-101"), "张秀兰", "1号楼1单元101物业费", account="62220001"),
            Move(today(), owed("2-1-201"), "钱租", "", account="62220002"),
            Move(today(), 5_000, "外地女儿", "妈妈的", account="62220003"),
            Move(today(), -300, "建设银行", "手续费", account=""),
        ]
    rows = ccb_rows(moves)
    right, wrong = tmp_path / "right.csv", tmp_path / "wrong.csv"
    right.write_bytes(as_csv(rows, "gbk"))
    rows[-1][4] = "1.00"
    wrong.write_bytes(as_csv(rows, "gbk"))

    page = browser_page(live.cast.accountant)
    page.watch.allow("422")
    page.goto("/banking/")
    assert_accessible(page)
    page.get_by_role("link", name="上传对账单").click()
    page.locator("#id_file").set_input_files(wrong)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.locator(".form-errors")).to_contain_text("第 6 行")
    assert_accessible(page)
    page.locator("#id_file").set_input_files(right)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.locator("body")).to_contain_text("接得上")
    assert_accessible(page)
    page.get_by_role("link", name="各列的意思").click()
    page.wait_for_selector("select[name='column-2']")
    assert_accessible(page)
    page.get_by_role("button", name="记住并核对").click()
    page.get_by_role("button", name="收下").first.click()
    page.locator("dialog[open]").get_by_role("button", name="收下").click()
    expect(page.locator(".notice-success")).to_contain_text("新的有 4 笔")
    page.get_by_role("link", name="看转账是哪一户的").click()
    expect(page.locator("body")).to_contain_text("拿得准的 2 笔")
    assert_accessible(page)
    page.get_by_role("button", name="一次入账").click()
    expect(page.locator(".notice-success")).to_contain_text("入账 2 笔")
    with live.scope():
        assert owed("1-1-101") == owed("2-1-201") == 0

    page.get_by_role("link", name="认领 外地女儿").click()
    page.wait_for_selector("#id_shares")
    assert_accessible(page)
    page.locator("#id_shares").fill("1-1-201")
    page.get_by_role("button", name="入账并开收据").click()
    page.get_by_role("link", name="是什么").first.click()
    page.get_by_label("银行手续费").check()
    page.get_by_role("button", name="就这样记").click()
    page.goto("/payments/reconcile")
    expect(page.locator("body")).to_contain_text("每一笔都对得上")
    assert_accessible(page)
    page.goto("/banking/")
    page.get_by_role("link", name="看明细").click()
    expect(page.locator("body")).to_contain_text("入账了")
    assert_accessible(page)
