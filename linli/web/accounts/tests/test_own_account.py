"""Own account, language, large type, sign-out everywhere."""

from __future__ import annotations

import re
from typing import Any

import pytest

from linli.base.accounts.api import AccessToken, User
from linli.base.audit.api import AuditRow
from linli.web.accounts.testing import OutsideClient

PASSWORD = "门口那棵-石榴树88"


def test_the_page_masks_the_phone(cast: Any, sign_in: Any) -> None:
    User.objects.filter(pk=cast.resident.pk).update(phone="13800001234")
    page = sign_in(cast.resident).get("/accounts/own/").content.decode()
    assert "138****1234" in page
    assert "13800001234" not in page


@pytest.mark.parametrize("page", ["", "who/"])
def test_visitors_are_led_to_sign_in(db: None, page: str) -> None:
    answer = OutsideClient().get(f"/accounts/own/{page}")
    assert answer["Location"].startswith("/accounts/sign-in/")


@pytest.mark.rule("SEC-02")
def test_sign_out_everywhere_ends_every_session(cast: Any, sign_in: Any) -> None:
    phone, desk = sign_in(cast.agent), sign_in(cast.agent)
    answer = phone.post("/accounts/own/sign-out-everywhere/")
    assert answer["Location"] == "/accounts/sign-in/"
    for client in (phone, desk):
        assert client.get("/accounts/own/").status_code == 302
    assert AuditRow.objects.filter(action="end_sessions", user_id=cast.agent.pk).exists()


@pytest.mark.rule("SEC-02")
def test_a_new_password_ends_the_other_sessions(cast: Any, sign_in: Any) -> None:
    cast.agent.set_password(PASSWORD)
    cast.agent.save()
    here, elsewhere = sign_in(cast.agent), sign_in(cast.agent)
    new = "另一棵-枣树-2026"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = here.post("/accounts/password/", fields)
    assert answer["Location"] == "/accounts/own/"
    assert here.get("/accounts/own/").status_code == 200
    assert elsewhere.get("/accounts/own/").status_code == 302
    assert AuditRow.objects.filter(action="change_password").exists()


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    ("first", "again", "word"),
    [
        ("short", "short", "password1_error"),
        ("1234567890123", "1234567890123", "password1_error"),
        ("password1234", "password1234", "password1_error"),
        ("另一棵-枣树-2026", "另一棵-枣树-2027", "两次输的不一样"),
    ],
)
def test_weak_passwords_are_refused(
    cast: Any, sign_in: Any, first: str, again: str, word: str
) -> None:
    cast.agent.set_password(PASSWORD)
    cast.agent.save()
    fields = {"oldpassword": PASSWORD, "password1": first, "password2": again}
    answer = sign_in(cast.agent).post("/accounts/password/", fields)
    assert answer.status_code == 200
    assert word in answer.content.decode()


def test_language_is_kept_in_cookie_and_account(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.resident)
    answer = client.post("/language/", {"language": "en", "next": "/accounts/own/"})
    assert answer["Location"] == "/accounts/own/"
    assert answer.cookies["linli_language"].value == "en"
    cast.resident.refresh_from_db()
    assert cast.resident.language == "en"
    assert '<html lang="en"' in client.get("/accounts/own/").content.decode()


@pytest.mark.parametrize("language", ["xx", "", "zh-hans\r\nX: y", "e" * 500])
def test_an_unknown_language_changes_nothing(cast: Any, sign_in: Any, language: str) -> None:
    answer = sign_in(cast.resident).post("/language/", {"language": language, "next": "/"})
    assert answer.status_code == 302
    cast.resident.refresh_from_db()
    assert cast.resident.language == "zh-hans"


def test_visitors_switch_too(db: None) -> None:
    client = OutsideClient()
    client.post("/language/", {"language": "en", "next": "/accounts/sign-in/"})
    client.post("/elder-mode/", {"on": "1", "next": "/accounts/sign-in/"})
    page = client.get("/accounts/sign-in/").content.decode()
    assert "Sign in" in page
    assert re.search(r'class="shell-plain\s+elder"', page)


@pytest.mark.rule("A11-01")
def test_large_type_is_kept_in_cookie_and_account(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.elder)
    for on, expected in (("1", True), ("0", False)):
        client.post("/elder-mode/", {"on": on, "next": "/"})
        cast.elder.refresh_from_db()
        assert cast.elder.elder_mode is expected
    cast.elder.elder_mode = True
    cast.elder.save()
    page = sign_in(cast.elder).get("/accounts/own/").content.decode()
    assert " elder" in page.split("<head>")[0], "the account alone is enough on a new device"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
@pytest.mark.parametrize("switch", ["language", "elder-mode"])
def test_switches_lead_nowhere_else(db: None, switch: str, target: str) -> None:
    answer = OutsideClient().post(f"/{switch}/", {"on": "1", "language": "en", "next": target})
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_switches_are_no_links(db: None) -> None:
    for switch in ("language", "elder-mode", "accounts/own/sign-out-everywhere"):
        assert OutsideClient().get(f"/{switch}/").status_code in (302, 405)


def test_a_key_is_shown_once_and_ended(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.agent)
    client.post("/accounts/own/keys/", {"name": "报表", "may_write": "1"})
    shown = re.search(r"<code>(linli_[\w-]+)</code>", client.get("/accounts/own/").content.decode())
    assert shown
    assert shown[1] not in client.get("/accounts/own/").content.decode()
    key = AccessToken.objects.get(account=cast.agent)
    assert key.scopes == ["read", "write"]
    assert shown[1].encode() not in bytes(key.digest)
    client.post(f"/accounts/own/keys/{key.pk}/end/")
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_nobody_ends_somebody_elses_key(cast: Any, sign_in: Any) -> None:
    sign_in(cast.agent).post("/accounts/own/keys/", {"name": "报表"})
    key = AccessToken.objects.get(account=cast.agent)
    for who in (cast.lead, cast.outsider):
        assert sign_in(who).post(f"/accounts/own/keys/{key.pk}/end/").status_code == 404
    key.refresh_from_db()
    assert key.revoked_at is None
