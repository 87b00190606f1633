"""What waits for a resident stands on the first page, and goes when it is done."""

from __future__ import annotations

from typing import Any

from linli.money.fees.api import open_bills, own_bills
from linli.money.fees.testing import issue_bills, make_fees
from linli.voice.ballots.api import cast_ballot, own_voters
from linli.voice.ballots.testing import make_open
from linli.voice.polls.testing import make_poll
from linli.web.resident.waiting import list_waiting


def titles(cast: Any, who: str) -> list[str]:
    return [one.title for one in list_waiting(cast.actor(who))]


def test_a_ballot_waits_for_its_owner_until_it_is_cast(cast: Any, sign_in: Any) -> None:
    assembly = make_open(cast)
    owner = cast.actor("owner")
    assert assembly.title in titles(cast, "owner")
    assert assembly.title not in titles(cast, "outsider")
    page = sign_in(cast.owner).get("/my/").content.decode()
    assert "等您的" in page
    assert "有 1 票等您投" in page
    choices = "y" * assembly.items.count()
    for voter in own_voters(owner, assembly):
        cast_ballot(assembly.pk, voter.pk, choices, actor=owner, key="first")
    assert assembly.title not in titles(cast, "owner")


def test_bills_wait_as_one_sum(cast: Any, sign_in: Any) -> None:
    make_fees(cast)
    issue_bills(cast)
    owner = cast.actor("owner")
    owed = sum(bill.open_fen for bill in open_bills(own_bills(owner)))
    (waiting,) = [one for one in list_waiting(owner) if one.amount]
    assert (waiting.amount, waiting.href) == (owed, "/fees/own")
    assert f'value="{owed}"' in sign_in(cast.owner).get("/my/").content.decode()
    assert not [one for one in list_waiting(cast.actor("outsider")) if one.amount]


def test_a_poll_waits_for_tenants_too(cast: Any) -> None:
    poll = make_poll(cast)
    assert poll.title in titles(cast, "resident")


def test_nothing_waits_for_somebody_without_a_home(cast: Any) -> None:
    make_open(cast)
    assert list_waiting(cast.actor("outsider")) == []
