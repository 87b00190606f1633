"""The administrator's page: secrets go in and never come out."""

from __future__ import annotations

import pytest

from linli.base.audit.api import AuditRow
from linli.gateways.wechat.models import WechatAccount
from linli.gateways.wechat.testing import AES_KEY, APP_ID, SECRET, TOKEN

PAGE = "/wechat/account/"


def filled(**over):
    fields = {
        "app_id": APP_ID, "original_id": "gh_7f083739789a", "secret": SECRET, "token": TOKEN,
        "aes_key": AES_KEY, "mode": "safe", "public_url": "https://linli.example.cn",
        "has_sign_in": "on", "is_active": "on", "template_id": "t",
        "template_fields": "character_string1=number\nthing2=title",
    }  # fmt: skip
    return fields | over


@pytest.fixture
def office(cast, sign_in):
    return sign_in(cast.administrator)


def test_what_is_filled_in_is_kept_and_secrets_are_not_shown(cast, office):
    assert office.post(PAGE, filled()).status_code == 302
    row = WechatAccount.objects.get()
    assert (row.secret, row.token, row.aes_key) == (SECRET, TOKEN, AES_KEY)
    assert row.template_fields == {"character_string1": "number", "thing2": "title"}
    page = office.get(PAGE).content.decode()
    for secret in (SECRET, TOKEN, AES_KEY):
        assert secret not in page
    assert f"/wechat/{cast.estate.code}/callback" in page
    audit = AuditRow.objects.get(action="keep_wechat_account")
    assert SECRET not in str(audit.data)


def test_an_empty_secret_stays_what_it_was(office):
    office.post(PAGE, filled())
    assert office.post(PAGE, filled(secret="", token="", aes_key="")).status_code == 302
    row = WechatAccount.objects.get()
    assert (row.secret, row.token, row.aes_key) == (SECRET, TOKEN, AES_KEY)


@pytest.mark.parametrize(
    "over",
    [{"app_id": "<script>"}, {"aes_key": "short"}, {"aes_key": "!" * 43}, {"token": ""},
     {"aes_key": ""}, {"public_url": "linli"}, {"public_url": "https://x.cn/a?b"},
     {"template_fields": "nonsense"}, {"template_fields": "a=b"}, {"mode": "loud"}],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(office, over):
    answer = office.post(PAGE, filled(**over))
    assert answer.status_code == 422
    (name,) = over
    assert f'id="id_{name}_error"' in answer.content.decode()
    assert not WechatAccount.objects.exists()


def test_an_app_id_belongs_to_one_estate(cast, office):
    from linli.base.scopes.api import all_estates
    from linli.gateways.wechat.testing import make_wechat_account

    with all_estates():
        make_wechat_account(estate=cast.other_estate)
    assert office.post(PAGE, filled()).status_code == 422


@pytest.mark.parametrize("who", ["lead", "agent", "resident", "outsider"])
def test_nobody_else_sees_it(cast, sign_in, who):
    client = sign_in(cast.accounts[who])
    for path in (PAGE, PAGE + "test/", PAGE + "menu/"):
        assert client.post(path, filled()).status_code in (403, 404)
    assert client.get(PAGE).status_code in (403, 404)


def test_the_connection_is_tried_and_the_menu_published(town, office, platform):
    assert office.post(PAGE + "test/", follow=True).status_code == 200
    assert WechatAccount.objects.get().check_result == ""
    office.post(PAGE + "menu/")
    assert platform.calls[-1]["path"] == "/cgi-bin/menu/create"


def test_a_wrong_secret_is_said_in_the_platforms_words(town, office, platform):
    WechatAccount.objects.update(secret="wrong")
    page = office.post(PAGE + "test/", follow=True).content.decode()
    assert "40125" in page
    office.post(PAGE + "menu/")
    assert "40125" in WechatAccount.objects.get().check_result


def test_without_settings_there_is_nothing_to_try(office):
    assert office.post(PAGE + "test/").status_code == 409
