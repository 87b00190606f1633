"""Accounts and their telephone numbers."""

from __future__ import annotations

from typing import Any

import pytest

from linli.base.accounts.api import (
    AccountTaken,
    User,
    close_account,
    create_account,
    issue_token,
    mask_name,
    mask_phone,
    read_mobile,
    token_in_force,
)
from linli.base.audit.api import AuditRow
from linli.base.errors import Invalid, NotFound


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800001111", "13800001111"),
        (" 138 0000-1111 ", "13800001111"),
        ("+86 138 0000 1111", "13800001111"),
        ("008613800001111", "13800001111"),
        ("１３８００００１１１１", "13800001111"),
        ("12800001111", None),
        ("1380000111", None),
        ("0319-2228888", None),
        ("8613800001", None),
        ("", None),
        ("١٣٨٠٠٠٠١١١١", None),
    ],
)
def test_mobile_numbers_however_they_are_typed(typed: str, number: str | None) -> None:
    assert read_mobile(typed) == number


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800001234", "138****1234"), ("2228", "2****"), (None, ""), ("", "")],
)
def test_masks(phone: str | None, shown: str) -> None:
    assert mask_phone(phone) == shown
    assert (mask_name("张秀兰"), mask_name("张")) == ("张**", "张*")


def test_an_account_is_made_once(cast: Any) -> None:
    actor = cast.actor("administrator")
    made = create_account("zhao", name="赵", actor=actor, phone="13800001111")
    for over in ({"username": "zhao"}, {"username": "other", "phone": "13800001111"}):
        with pytest.raises(AccountTaken):
            create_account(**{"name": "钱", "actor": actor, **over})
    assert AuditRow.objects.get(action="create_account").subject_id == made.pk


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("password", ["short", "1234567890", "password12"])
def test_a_weak_first_password_is_refused(cast: Any, password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        create_account("zhao", name="赵", actor=None, password=password)
    assert refusal.value.field == "password"
    assert not User.objects.filter(username="zhao").exists()


def test_closing_ends_sessions_and_keys(cast: Any) -> None:
    _token, text = issue_token("x", actor=cast.actor("agent"))
    before = User.objects.get(pk=cast.agent.pk).get_session_auth_hash()
    close_account(cast.agent.pk, actor=cast.actor("administrator"))
    closed = User.objects.get(pk=cast.agent.pk)
    assert not closed.is_active
    assert closed.get_session_auth_hash() != before
    assert token_in_force(text) is None
    with pytest.raises(NotFound):
        close_account(cast.agent.pk, actor=cast.actor("administrator"))


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 1), (["all"], 1), (["read"], 0), (["read"], 400)]
)
def test_a_key_has_known_scopes_and_an_end(cast: Any, scopes: list[str], days: int) -> None:
    with pytest.raises(Invalid):
        issue_token("x", scopes, days=days, actor=cast.actor("agent"))
