"""Who holds an office with much in sight passes two factors, from the first sign-in on."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
)
from django.test import Client

from linli.base.accounts.api import User, issue_token
from linli.base.audit.api import AuditRow
from linli.web.accounts.testing import OutsideClient

PASSWORD = "门口那棵-石榴树88"
STAFF_PAGE = "/accounts/own/"
ENROL = "/accounts/second-factor/enrol/"


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def lead(cast: Any) -> User:
    cast.lead.set_password(PASSWORD)
    cast.lead.save()
    return cast.lead


def password_only(account: User) -> Client:
    client = OutsideClient()
    client.post("/accounts/sign-in/", {"login": account.username, "password": PASSWORD})
    return client


def enrol(client: Client) -> str:
    page = client.get(ENROL).content.decode()
    secret = re.search(r'<code class="num[^"]*">([A-Z2-7]+)</code>', page)[1]
    answer = client.post(ENROL, {"code": code_now(secret)})
    assert answer["Location"] == "/accounts/second-factor/codes/"
    return secret


def outcomes(action: str) -> list[str]:
    rows = AuditRow.objects.filter(action=action).order_by("id")
    return list(rows.values_list("outcome", flat=True))


@pytest.mark.rule("SEC-02")
def test_the_first_sign_in_leads_to_enrolment_and_nowhere_else(lead: User) -> None:
    client = OutsideClient()
    answer = client.post(
        "/accounts/sign-in/",
        {"login": lead.username, "password": PASSWORD, "next": STAFF_PAGE},
    )
    assert answer["Location"] == ENROL
    for page in (STAFF_PAGE, "/", "/look/", "/messages/shown/"):
        assert client.get(page)["Location"] == ENROL, page
    assert client.get("/api/v1/matters").json()["code"] == "second_factor_needed"
    htmx = client.get(STAFF_PAGE, headers={"HX-Request": "true"})
    assert htmx["HX-Redirect"] == ENROL


@pytest.mark.rule("SEC-02")
def test_after_enrolment_everything_opens_and_the_next_sign_in_asks(
    lead: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = password_only(lead)
    with django_capture_on_commit_callbacks(execute=True):
        secret = enrol(client)
    assert client.get(STAFF_PAGE).status_code == 200
    assert outcomes("add_second_factor") == ["done", "done"]  # with its recovery codes

    again = OutsideClient()
    answer = again.post("/accounts/sign-in/", {"login": lead.username, "password": PASSWORD})
    assert answer["Location"] == "/accounts/second-factor/enter/"
    assert again.get(STAFF_PAGE).status_code == 302
    wrong = again.post(answer["Location"], {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    right = again.post(answer["Location"], {"code": code_now(secret)})
    assert right.status_code == 302
    assert again.get(STAFF_PAGE).status_code == 200
    assert outcomes("pass_second_factor") == ["refused", "done"]


def test_the_secret_is_not_in_the_database(lead: User) -> None:
    secret = enrol(password_only(lead))
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_a_recovery_code_works_once(lead: User) -> None:
    client = password_only(lead)
    enrol(client)
    page = client.get("/accounts/second-factor/codes/").content.decode()
    codes = re.findall(r'<code class="num">(\w+)</code>', page)
    assert len(codes) == 10
    for expected in (302, 200):
        again = password_only(lead)
        answer = again.post("/accounts/second-factor/enter/", {"code": codes[0]})
        assert answer.status_code == expected


@pytest.mark.rule("SEC-02")
def test_guessing_the_second_factor_locks(lead: User) -> None:
    secret = enrol(password_only(lead))
    client = password_only(lead)
    for _try in range(5):
        client.post("/accounts/second-factor/enter/", {"code": "000000"})
    answer = client.post("/accounts/second-factor/enter/", {"code": code_now(secret)})
    assert "15 分钟" in answer.content.decode()
    assert outcomes("pass_second_factor")[-1] == "locked"


def test_who_must_have_it_cannot_end_it(lead: User) -> None:
    client = password_only(lead)
    enrol(client)
    client.post("/accounts/second-factor/end/")
    assert Authenticator.objects.filter(user=lead, type="totp").exists()


@pytest.mark.parametrize("who", ["agent", "worker", "resident", "outsider"])
def test_others_may_do_without(cast: Any, who: str) -> None:
    account = getattr(cast, who)
    account.set_password(PASSWORD)
    account.save()
    assert password_only(account).get(STAFF_PAGE).status_code == 200


def test_the_mark_on_the_account_asks_for_it_too(cast: Any) -> None:
    cast.worker.must_use_second_factor = True
    cast.worker.set_password(PASSWORD)
    cast.worker.save()
    assert password_only(cast.worker).get(STAFF_PAGE)["Location"] == ENROL


def test_the_demo_goes_without_and_says_so(lead: User, settings: Any) -> None:
    settings.LINLI = settings.LINLI.model_copy(update={"demo": True})
    client = password_only(lead)
    page = client.get(STAFF_PAGE)
    assert page.status_code == 200
    assert "演示环境" in page.content.decode()
    assert "演示环境" in OutsideClient().get("/accounts/sign-in/").content.decode()


def test_somebody_elses_passed_session_does_not_count(lead: User, cast: Any) -> None:
    client = password_only(lead)
    session = client.session
    session["linli_second_factor"] = cast.secretary.pk
    session.save()
    assert client.get(STAFF_PAGE)["Location"] == ENROL


def test_a_key_of_a_lead_works_without_a_code(lead: User, cast: Any) -> None:
    """It was made in a session that had passed."""
    _token, text = issue_token("x", actor=cast.actor("lead"))
    client = OutsideClient(headers={"Authorization": f"Bearer {text}"})
    assert client.get("/api/v1/kinds").status_code == 200
