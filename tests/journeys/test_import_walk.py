"""The clerk's workbook in a browser: upload, look at every row, confirm."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from linli.estate.imports.tests.test_confirming import number, row, workbook
from linli.estate.models import Person
from tests.journeys.pages import PHONE


@pytest.fixture
def upload():
    content = workbook(
        row("孟新", 号=number(1), 话="19900001111", 低保="是"),
        row("孟𠮷·艾力", 关系="妻", 残疾="肢体二级"),
        row("错房", (3, 9, 101)),
    )
    return {"name": "台账.xlsx", "mimeType": "application/octet-stream", "buffer": content}


def test_a_workbook_comes_in(live, browser_page, assert_accessible, upload):
    page = browser_page(live.cast.clerk)
    page.goto("/imports/")
    assert_accessible(page)
    page.set_input_files("input[type=file]", files=[upload])
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", name="台账.xlsx")).to_be_visible()
    expect(page.get_by_role("row", name="孟新")).to_contain_text("新增")
    expect(page.get_by_role("row", name="错房")).to_contain_text("小区里没有这套房")
    assert_accessible(page)
    with live.scope():
        assert not Person.objects.filter(name="孟新").exists()
    page.get_by_role("button", name="确认写入").click()
    page.get_by_role("button", name="写入", exact=True).click()
    expect(page.locator("p.notice")).to_contain_text("已写入台账")
    with live.scope():
        assert Person.objects.filter(name__in=["孟新", "孟𠮷·艾力"]).count() == 2
    assert_accessible(page)


def test_columns_on_a_phone_in_english(live, browser_page, assert_accessible, upload):
    page = browser_page(live.cast.clerk, viewport=PHONE, language="en")
    page.goto("/imports/")
    page.set_input_files("input[type=file]", files=[upload])
    page.locator("form[enctype] button[type=submit]").click()
    page.locator("a[href*=columns]").first.click()
    page.wait_for_url("**/columns/0/")
    assert_accessible(page)
    page.locator("select[name=field-6]").select_option("second_phone")
    page.locator("form button.btn-primary[type=submit]").last.click()
    page.wait_for_url(lambda url: "columns" not in url)
    assert_accessible(page)


def test_a_large_workbook_is_watched_and_stopped(
    live, browser_page, assert_accessible, upload, monkeypatch
):
    monkeypatch.setattr("linli.estate.imports.archives.SMALL_UNPACKED", 0)
    page = browser_page(live.cast.clerk, viewport=PHONE)
    page.goto("/imports/")
    page.set_input_files("input[type=file]", files=[upload])
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert_accessible(page)
    address = page.url
    page.goto("/imports/")  # left, and come back to
    page.get_by_role("link", name="台账.xlsx").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    live.run_jobs()
    expect(page.get_by_role("row", name="孟新")).to_contain_text("新增")
    assert page.url == address
    confirm(page)
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_role("alert").filter(has_text="台账没有变化")).to_be_visible()
    live.run_jobs()
    with live.scope():
        assert not Person.objects.filter(name="孟新").exists()
    confirm(page)
    expect(page.get_by_role("progressbar")).to_be_visible()
    live.run_jobs()
    expect(page.locator("p.notice")).to_contain_text("已写入台账")


def confirm(page):
    page.get_by_role("button", name="确认写入").click()
    page.get_by_role("button", name="写入", exact=True).click()
