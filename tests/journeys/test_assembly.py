"""Owners decide: opened, voted on the phone, on paper and at the door, published, recounted."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE, overflowing

pytestmark = pytest.mark.slow


@pytest.fixture
def noticed(live):
    """Noticed more than fifteen days ago; the hour of opening was a moment ago."""
    from linli.base.calendars.api import clock_at, now
    from linli.voice.ballots.testing import LATER, make_noticed, make_owner

    with live.scope():
        make_owner("1-1-101", "邻居甲")
        make_owner("1-1-102", "邻居乙")
        with clock_at(now() - LATER - timedelta(minutes=5)):
            return make_noticed(live.cast)


def click(page, name, role="button"):
    page.get_by_role(role, name=name, exact=True).first.click()


def answer(page, *words):
    """One question a screen: choose, go on."""
    for word in words:
        page.locator("[data-step]:visible label", has_text=word).first.click()
        page.locator("[data-step-next]:visible").click()


def photo(folder: Path) -> str:
    from PIL import Image

    path = folder / "paper.png"
    Image.new("RGB", (300, 400), "white").save(path)
    return str(path)


def enter_paper(page, number, picture=None):
    page.goto("/votes/take")
    page.fill("#paper-number", number)
    click(page, "录这张")
    if picture:
        page.set_input_files("#id_scan", picture)
    page.locator("#id_1_y").check()
    page.locator("#id_2_x").check()
    click(page, "录好")


def test_an_assembly_from_the_opening_to_the_recount(
    browser_page, live, noticed, assert_accessible, tmp_path
):
    from linli.voice.ballots.api import print_papers
    from linli.voice.ballots.testing import make_closed

    cast, picture = live.cast, photo(tmp_path)
    with live.scope():
        print_papers(noticed.pk, actor=cast.actor("clerk"), plate="1-1-102")

    chair = browser_page(cast.owners_chair)
    chair.goto("/votes/desk")
    assert_accessible(chair)
    click(chair, "换电梯", "link")
    assert_accessible(chair)
    click(chair, "开始投票")
    chair.locator("#open").get_by_role("button", name="开始投票").click()
    expect(chair.get_by_text("正在投票").first).to_be_visible()

    owner = browser_page(cast.owner, viewport=PHONE, elder=True)
    owner.goto("/votes/")
    assert_accessible(owner)
    owner.get_by_role("link", name="换电梯").first.click()
    assert_accessible(owner)
    click(owner, "去投票", "link")
    assert_accessible(owner)
    answer(owner, "同意", "反对")
    expect(owner.locator("[data-recap-of=choice_2]")).to_have_text("反对")
    assert_accessible(owner)
    assert overflowing(owner) == 0
    click(owner, "投进票箱")
    receipt = owner.locator(".receipt-code").inner_text()
    assert_accessible(owner)

    clerk, agent = browser_page(cast.clerk), browser_page(cast.agent)
    enter_paper(clerk, "1", picture)
    expect(clerk.get_by_text("请另一位同事照着票再录一遍")).to_be_visible()
    assert_accessible(clerk)
    enter_paper(agent, "00001")
    expect(agent.get_by_text("两遍一样，投进票箱了。")).to_be_visible()

    captain = browser_page(cast.captain, viewport=PHONE)
    captain.goto("/votes/take")
    captain.fill("#door-plate", "1-1-101")
    click(captain, "请业主投")
    assert_accessible(captain)
    answer(captain, "同意", "弃权")
    captain.set_input_files("#id_signature", picture)
    click(captain, "投进票箱")
    expect(captain.get_by_text("请业主抄下回执码")).to_be_visible()
    captain.watch.allow("409")
    captain.goto("/votes/take")
    captain.fill("#door-plate", "1-1-101")
    click(captain, "请业主投")
    expect(captain.get_by_text("这一户已经投过票").first).to_be_visible()

    with live.scope():
        make_closed(cast, noticed)
    chair.reload()
    click(chair, "公布结果")
    chair.locator("#publish").get_by_role("button", name="公布结果").click()
    assert_accessible(chair)

    public = browser_page(None)
    public.goto(f"/votes/public/{cast.estate.code}/{noticed.pk}")
    expect(public.get_by_text("参加表决的面积").first).to_be_visible()
    assert_accessible(public)
    assert receipt not in public.content()
    root = public.locator(".root").first.inner_text()

    owner.goto(f"/votes/{noticed.pk}")
    assert_accessible(owner)
    with owner.expect_download() as download:
        click(owner, "下载票箱文件", "link")
    path = tmp_path / "ballots.txt"
    download.value.save_as(path)
    assert receipt in path.read_text()
    verify = [sys.executable, "-m", "linli.cli", "ballots", "verify", str(path), "--root", root]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert root in done.stdout
    path.write_text(path.read_text().replace("\tyn\t", "\tyy\t"))
    caught = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert caught.returncode == 1
    assert "行" in caught.stderr or "ine" in caught.stderr
