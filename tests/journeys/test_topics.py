"""A hot topic on the lead's page becomes a project: all are answered, it ends, it comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import PHONE, overflowing


@pytest.fixture
def topic(live):
    from linli.matters.projects.testing import make_dance, make_topic
    from linli.matters.testing import load_rules

    with live.scope():
        load_rules(live.cast.estate)
        return make_topic(make_dance(live.cast))


def come_back(live, topic):
    from linli.matters.projects.api import watch_projects
    from linli.matters.projects.testing import add_to_topic, make_dance

    with live.scope():
        for matter in make_dance(live.cast, n=3):
            add_to_topic(topic, matter)
        watch_projects()


def click(page, name, role="button"):
    page.get_by_role(role, name=name).first.click()


def start(page, cast):
    from linli.base.calendars.api import today

    click(page, "立个项目来办", "link")
    page.fill("#id_goal", "晚上八点半以后不再吵。")
    page.select_option("#id_organisation", label="党群服务中心")
    page.select_option("#id_account", str(cast.lead.pk))
    page.fill("#id_ends_on", str(today() + timedelta(days=20)))
    page.fill("#id_step1", "和领舞的人谈")
    page.fill("#id_day1", str(today() + timedelta(days=3)))
    click(page, "立项")


@pytest.mark.rule("REQ-03")
@pytest.mark.slow
def test_topic_project_all_answered_closed_back(browser_page, live, topic, assert_accessible):
    cast = live.cast
    lead = browser_page(cast.lead)
    lead.goto("/projects/")
    assert_accessible(lead)
    click(lead, "广场舞噪声", "link")
    expect(lead.get_by_text("广场舞音响太吵了").first).to_be_visible()
    assert_accessible(lead)
    start(lead, cast)
    click(lead, "看看会告诉谁")
    expect(lead.get_by_text("告诉 3 位居民")).to_be_visible()
    assert_accessible(lead)
    click(lead, "发给大家")
    expect(lead.get_by_text("都告诉到了")).to_be_visible()
    assert_accessible(lead)
    click(lead, "做完了：和领舞的人谈")

    tenant = browser_page(cast.tenant, viewport=PHONE, elder=True)
    tenant.goto("/projects/near")
    assert_accessible(tenant)
    click(tenant, "广场舞噪声", "link")
    assert_accessible(tenant)
    assert overflowing(tenant) == 0
    click(tenant, "我家也是，算我一个")
    expect(tenant.get_by_text("您已经说过")).to_be_visible()

    click(lead, "办好了，告诉大家结果", "link")
    lead.fill("#id_body", "八点半以后关音响,跳舞搬到南广场。")
    click(lead, "看看会告诉谁")
    click(lead, "发给大家，项目办结")
    expect(lead.get_by_text("就自己重新打开")).to_be_visible()

    come_back(live, topic)
    lead.reload()
    expect(lead.get_by_text("又来过 1 次")).to_be_visible()
    tenant.reload()
    expect(tenant.get_by_text("又来了，重新办")).to_be_visible()
