"""From the chat to the account: who holds the phone, whose number it is, a yes."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from linli.base.audit.api import AuditRow
from linli.base.scopes.api import estate_scope
from linli.contact.messages.api import Message
from linli.gateways.wechat.api import OpenidBound, WechatContact, bind_contact
from linli.gateways.wechat.tests.conftest import make_phone
from linli.matters.handling.api import Matter
from linli.web.accounts.testing import OutsideClient

OPENID = "oABCdaughter"


@pytest.fixture
def browser(town, platform):
    """WeChat's browser on the phone of OPENID."""
    platform.holder = OPENID
    return OutsideClient()


def go(client, platform, path):
    """Open a page; where it leads to the platform, go there and come back. The last answer."""
    answer = client.get(path)
    for _ in range(8):
        if answer.status_code not in (301, 302):
            return answer
        target = urlsplit(answer["Location"])
        if "/connect/oauth2/authorize" in target.path:
            query = {k: v[0] for k, v in parse_qs(target.query).items()}
            platform.codes["code-1"] = platform.holder
            back = urlsplit(query["redirect_uri"]).path
            answer = client.get(f"{back}?code=code-1&state={query['state']}")
        else:
            answer = client.get(answer["Location"])
    raise AssertionError("leads in a circle")


def test_a_stranger_is_bound_by_a_phone_code_once(town, platform, browser):
    """REQ: one code, and what was told before is the person's."""
    phone = make_phone(town, OPENID)
    link = re.search(
        r'href="https://linli.example.cn(/wechat/[^"]+/bind)"', phone.text("3号楼1单元水管漏水")
    )
    page = go(browser, platform, link[1])
    form = page.content.decode()
    assert "手机号" in form
    number = town.people["elder"].phone
    browser.post("/accounts/code/?next=" + link[1], {"phone": number, "next": link[1]})
    code = re.search(r"\d{6}", Message.objects.get().body)[0]
    done = browser.post("/accounts/code/enter/", {"code": code, "next": link[1]})
    assert done.status_code == 302
    page = go(browser, platform, done["Location"])
    assert "王" in page.content.decode()
    assert "王德山" not in page.content.decode()  # masked: it may be somebody else's phone
    assert browser.post(link[1]).status_code == 302
    contact = WechatContact.objects.get()
    assert contact.account.phone == number
    matter = Matter.objects.get()
    assert matter.reporter_id == town.people["elder"].pk
    assert AuditRow.objects.filter(action="bind_wechat").count() == 1
    assert matter.number in phone.text("进度")


def test_the_bound_come_in_without_a_password(town, platform, browser):
    bind_contact(OPENID, town.resident)
    page = go(browser, platform, f"/wechat/{town.estate.code}/enter?next=/my/matters/")
    assert page.status_code == 200
    assert browser.get("/my/").status_code == 200
    signed = AuditRow.objects.get(action="sign_in")
    assert signed.data["methods"] == ["wechat"]


@pytest.mark.parametrize("who", ["worker", "lead", "captain"])
def test_an_office_is_not_entered_by_wechat(town, platform, browser, who):
    bind_contact(OPENID, town.accounts[who])
    page = go(browser, platform, f"/wechat/{town.estate.code}/enter?next=/queue/")
    assert "sign-in" in page.wsgi_request.path
    assert "_auth_user_id" not in browser.session


def test_a_closed_account_is_not_entered(town, platform, browser):
    bind_contact(OPENID, town.resident)
    type(town.resident).objects.filter(pk=town.resident.pk).update(is_active=False)
    go(browser, platform, f"/wechat/{town.estate.code}/enter?next=/my/")
    assert "_auth_user_id" not in browser.session


def test_a_state_of_another_browser_is_refused(town, platform, browser):
    bind_contact(OPENID, town.resident)
    platform.codes["c"] = OPENID
    entered = f"/wechat/{town.estate.code}/entered"
    assert browser.get(f"{entered}?code=c&state=x").status_code == 400
    browser.get(f"/wechat/{town.estate.code}/enter")
    assert browser.get(f"{entered}?code=c&state=x").status_code == 400
    assert "c" in platform.codes  # not even asked for


def test_a_code_counts_once_and_a_wrong_one_never(town, platform, browser):
    bind_contact(OPENID, town.resident)
    location = browser.get(f"/wechat/{town.estate.code}/enter")["Location"]
    state = parse_qs(urlsplit(location).query)["state"][0]
    answer = browser.get(f"/wechat/{town.estate.code}/entered?code=wrong&state={state}")
    assert answer.status_code == 400
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("page", ["https://evil.example", "//evil.example", "javascript:x", ""])
def test_nobody_is_led_elsewhere(town, platform, browser, page):
    bind_contact(OPENID, town.resident)
    answer = go(browser, platform, f"/wechat/{town.estate.code}/enter?next={page}")
    assert answer.wsgi_request.path == "/my/"


def test_one_openid_one_account_one_account_several_openids(town):
    bind_contact(OPENID, town.elder)
    bind_contact("oABCelder", town.elder)
    with pytest.raises(OpenidBound):
        bind_contact(OPENID, town.tenant)
    assert WechatContact.objects.filter(account=town.elder).count() == 2


def test_the_page_says_when_the_wechat_is_anothers(town, platform, browser, sign_in):
    bind_contact(OPENID, town.elder)
    client = sign_in(town.tenant)
    page = go(client, platform, f"/wechat/{town.estate.code}/bind")
    assert "另一个账号" in page.content.decode()
    assert client.post(f"/wechat/{town.estate.code}/bind").status_code == 409


def test_somebody_of_elsewhere_binds_nothing_here(town, platform, sign_in):
    client = sign_in(town.foreign_lead)
    assert client.get(f"/wechat/{town.estate.code}/bind").status_code in (302, 403)
    assert client.post(f"/wechat/{town.estate.code}/bind").status_code in (302, 403)
    assert not WechatContact.objects.exists()


def test_the_family_is_seen_and_untied(town, sign_in):
    contact = bind_contact(OPENID, town.elder)
    phone = make_phone(town, OPENID)
    phone.text("1号楼1单元水管漏水")
    number = Matter.objects.get().number
    page = sign_in(town.elder).get("/wechat/own/").content.decode()
    assert f"/wechat/own/{contact.pk}/end/" in page
    assert sign_in(town.tenant).post(f"/wechat/own/{contact.pk}/end/").status_code == 404
    assert sign_in(town.elder).post(f"/wechat/own/{contact.pk}/end/").status_code == 302
    assert number not in phone.text("进度")
    assert AuditRow.objects.filter(action="unbind_wechat").count() == 1


def test_untied_by_a_word(town):
    phone = make_phone(town, OPENID, town.elder)
    assert "解除" in phone.text("解绑")
    assert WechatContact.objects.get().account is None


def test_without_sign_in_at_the_platform_there_is_no_page(town, platform, browser):
    type(town.wechat).objects.update(has_sign_in=False)
    assert browser.get(f"/wechat/{town.estate.code}/bind").status_code == 404
    with estate_scope(town.estate.pk):
        assert "绑定手机号" not in make_phone(town, OPENID).text("你好")
