"""Password, phone code, lockout, length of the session, and what the trail keeps of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from linli.base.accounts.api import User
from linli.base.audit.api import AuditRow
from linli.contact.messages.api import Message
from linli.estate.testing import make_account, make_person
from linli.web.accounts.testing import OutsideClient

PASSWORD = "门口那棵-石榴树88"


@pytest.fixture
def agent(cast: Any) -> User:
    cast.agent.set_password(PASSWORD)
    cast.agent.phone = "13900001111"
    cast.agent.save()
    return cast.agent


@pytest.fixture
def outside() -> Client:
    return OutsideClient()


def sign_in_with(client: Client, login: str, password: str, **extra: Any) -> Any:
    return client.post("/accounts/sign-in/", {"login": login, "password": password, **extra})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def outcomes(action: str) -> list[str]:
    rows = AuditRow.objects.filter(action=action).order_by("id")
    return list(rows.values_list("outcome", flat=True))


@pytest.mark.parametrize("login", ["{username}", "13900001111", "+86 139-0000-1111"])
def test_password_by_username_or_phone(agent: User, outside: Client, login: str) -> None:
    answer = sign_in_with(outside, login.format(username=agent.username), PASSWORD)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/"
    assert signed_in(outside)


@pytest.mark.rule("SEC-01", "SEC-02")
def test_every_step_is_in_the_trail_without_a_name(agent: User, outside: Client) -> None:
    sign_in_with(outside, agent.username, "falsch")
    sign_in_with(outside, "no-such-person", "falsch")
    sign_in_with(outside, agent.username, PASSWORD)
    outside.post("/accounts/sign-out/")
    assert outcomes("sign_in") == ["refused", "refused", "done"]
    assert outcomes("sign_out") == ["done"]
    known, unknown, done = AuditRow.objects.filter(action="sign_in").order_by("id")
    assert (known.user_id, unknown.user_id, done.user_id) == (agent.pk, None, agent.pk)
    assert known.address == "127.0.0.1"
    assert "no-such-person" not in str(unknown.data)


@pytest.mark.rule("SEC-02")
def test_five_wrong_passwords_lock_the_account_however_the_login_is_written(
    agent: User, outside: Client
) -> None:
    for login in (agent.username, "13900001111", agent.username, "13900001111", agent.username):
        sign_in_with(outside, login, "falsch")
    other_process = OutsideClient()  # the counter is in the database, not in this process
    answer = sign_in_with(other_process, agent.username, PASSWORD)
    assert "15 分钟" in answer.content.decode()
    assert not signed_in(other_process)
    assert outcomes("sign_in")[-1] == "locked"


def test_a_wrong_login_reads_the_same_for_known_and_unknown(agent: User, outside: Client) -> None:
    known = sign_in_with(outside, agent.username, "falsch").content.decode()
    unknown = sign_in_with(outside, "nobody-here", "falsch").content.decode()
    assert known.replace(agent.username, "X") == unknown.replace("nobody-here", "X") or (
        "不对" in known and "不对" in unknown
    )


@pytest.mark.rule("SEC-02")
def test_staff_sessions_end_after_twelve_hours_even_with_the_box_ticked(
    agent: User, outside: Client
) -> None:
    sign_in_with(outside, agent.username, PASSWORD, remember="on")
    left = outside.session.get_expiry_date() - timezone.now()
    assert left <= timedelta(seconds=settings.SESSION_COOKIE_AGE)
    assert settings.SESSION_COOKIE_AGE == 12 * 3600


@pytest.mark.parametrize(("ticked", "days"), [({"remember": "on"}, 30), ({}, 0)])
def test_a_resident_may_stay_on_the_own_phone(
    cast: Any, outside: Client, ticked: dict[str, str], days: int
) -> None:
    cast.resident.set_password(PASSWORD)
    cast.resident.save()
    sign_in_with(outside, cast.resident.username, PASSWORD, **ticked)
    left = outside.session.get_expiry_date() - timezone.now()
    assert (left + timedelta(minutes=1)).days == days


def test_a_closed_account_stays_outside(agent: User, outside: Client) -> None:
    User.objects.filter(pk=agent.pk).update(is_active=False)
    answer = outside.post(
        "/accounts/sign-in/", {"login": agent.username, "password": PASSWORD}, follow=True
    )
    assert "已停用" in answer.content.decode()
    assert not signed_in(outside)


def ask_code(client: Client, phone: str) -> Any:
    return client.post("/accounts/code/", {"phone": phone})


def enter_code(client: Client, code: str) -> Any:
    return client.post("/accounts/code/enter/", {"code": code})


def last_code(phone: str) -> str:
    return Message.objects.filter(address=phone).latest("id").body.split(" ")[0]


@pytest.mark.rule("SEC-02")
def test_a_resident_without_account_signs_in_by_the_phone_in_the_register(
    cast: Any, outside: Client
) -> None:
    person = make_person("孙巧云", phone="13711112222")
    ask_code(outside, "137 1111 2222")
    answer = enter_code(outside, last_code("13711112222"))
    assert answer.status_code == 302
    account = User.objects.get(phone="13711112222")
    person.refresh_from_db()
    assert person.account_id == account.pk
    assert (account.name, account.phone_verified) == ("孙巧云", True)
    assert account.estate_id == cast.estate.pk
    assert signed_in(outside)


def test_the_bound_account_is_used_again(cast: Any, outside: Client) -> None:
    make_person("孙巧云", phone="13711112222")
    for _visit in range(2):
        client = OutsideClient()
        ask_code(client, "13711112222")
        enter_code(client, last_code("13711112222"))
        assert signed_in(client)
    assert User.objects.filter(phone="13711112222").count() == 1


def test_an_account_that_the_register_binds_gets_its_phone(cast: Any, outside: Client) -> None:
    phone = cast.people["resident"].phone
    ask_code(outside, phone)
    enter_code(outside, last_code(phone))
    cast.resident.refresh_from_db()
    assert (cast.resident.phone, cast.resident.phone_verified) == (phone, True)


def test_the_answer_does_not_tell_whether_a_number_is_known(cast: Any, outside: Client) -> None:
    make_person("孙巧云", phone="13711112222")
    known, unknown = ask_code(outside, "13711112222"), ask_code(OutsideClient(), "13799998888")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    pages = []
    for phone in ("13711112222", "13799998888"):
        client = OutsideClient()
        ask_code(client, phone)
        pages.append(client.get("/accounts/code/enter/").content.decode().replace(phone, "X"))
    assert strip_token(pages[0]) == strip_token(pages[1])
    assert not Message.objects.filter(address="13799998888").exists()
    wrong = enter_code(client, "000000")
    assert "验证码不对" in wrong.content.decode()


def strip_token(page: str) -> str:
    import re

    return re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", page)


def test_three_wrong_codes_end_the_attempt(cast: Any, outside: Client) -> None:
    make_person("孙巧云", phone="13711112222")
    ask_code(outside, "13711112222")
    for _try in range(3):
        enter_code(outside, "wrong")
    answer = enter_code(outside, last_code("13711112222"))
    assert not signed_in(outside)
    assert answer["Location"] == "/accounts/code/"
    assert outcomes("sign_in_by_code") == ["refused", "refused", "locked"]


@pytest.mark.rule("SEC-02")
def test_codes_are_counted_per_number(cast: Any, outside: Client) -> None:
    make_person("孙巧云", phone="13711112222")
    for _time in range(6):
        answer = ask_code(OutsideClient(), "13711112222")
    assert answer.status_code == 200
    assert "试的次数太多" in answer.content.decode()
    assert Message.objects.filter(address="13711112222").count() == 5


def test_one_phone_of_two_people_is_bound_by_choice(cast: Any, outside: Client) -> None:
    make_person("孙巧云", phone="13711112222")
    husband = make_person("周大山", phone="13711112222")
    ask_code(outside, "13711112222")
    answer = enter_code(outside, last_code("13711112222"))
    assert answer["Location"] == "/accounts/own/who/"
    page = outside.get("/accounts/own/who/").content.decode()
    assert "周**" in page
    assert "大山" not in page
    answer = outside.post("/accounts/own/who/", {"person": husband.pk})
    assert answer["Location"] == "/"
    husband.refresh_from_db()
    assert husband.account.phone == "13711112222"


def test_nobody_else_can_be_chosen(cast: Any, outside: Client) -> None:
    make_person("孙巧云", phone="13711112222")
    make_person("周大山", phone="13711112222")
    stranger = make_person("吴不识", phone="13700000000")
    ask_code(outside, "13711112222")
    enter_code(outside, last_code("13711112222"))
    outside.post("/accounts/own/who/", {"person": stranger.pk})
    stranger.refresh_from_db()
    assert stranger.account_id is None


def test_the_dead_have_no_account(cast: Any, outside: Client) -> None:
    make_person("孙巧云", phone="13711112222", status="deceased")
    ask_code(outside, "13711112222")
    assert not User.objects.filter(phone="13711112222").exists()


def test_a_phone_in_the_register_opens_no_office(cast: Any, outside: Client) -> None:
    """Who may edit the register must not become a colleague by it."""
    person = make_person("陈接线", phone="13711112222")
    person.account = cast.agent
    person.save()
    ask_code(outside, "13711112222")
    assert not Message.objects.filter(address="13711112222").exists()


@pytest.mark.parametrize("phone", ["", "12", "1371111222x", "🙂🙂🙂", "1" * 500])
def test_a_phone_that_is_none_gets_a_plain_word(cast: Any, outside: Client, phone: str) -> None:
    answer = ask_code(outside, phone)
    assert answer.status_code == 200
    assert 'id="id_phone_error"' in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["signup/", "email/", "password/reset/", "login/", "inactive/", "confirm-email/"]
)
def test_no_other_page_of_the_library_is_reachable(db: None, page: str) -> None:
    assert Client().get(f"/accounts/{page}").status_code == 404


def test_next_never_leads_away(agent: User, outside: Client) -> None:
    answer = sign_in_with(outside, agent.username, PASSWORD, next="https://evil.example/")
    assert answer["Location"] == "/"


def test_rare_characters_and_long_texts_are_refused_kindly(agent: User, outside: Client) -> None:
    for login in ("𠮷㐂·🙂", "x" * 10_000, "a\x00b"):
        assert sign_in_with(outside, login, "y" * 10_000).status_code == 200
    assert not signed_in(outside)


def test_an_account_may_stand_without_estate(db: None, outside: Client) -> None:
    account = make_account("无主", password=PASSWORD)
    sign_in_with(outside, account.username, PASSWORD)
    assert signed_in(outside)
