from __future__ import annotations

from typing import Any

import pytest

from linli.base.audit.api import AuditRow
from linli.base.errors import NotAllowed, NotFound
from linli.matters.handling import api, entries
from linli.matters.testing import make_accepted, make_closed, make_done, make_matter


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every event that the queue published."""
    told: list[Any] = []
    monkeypatch.setattr(entries, "publish", told.append)
    return told


def test_the_reporter_takes_it_back_and_the_receiver_hears_of_it(
    queue: Any, news: list[Any]
) -> None:
    matter = make_accepted(queue)
    resident = queue.actor("resident")
    taken_back = api.withdraw_matter(matter.pk, actor=resident, reason="自己修好了")
    assert (taken_back.state, taken_back.closed_at is None) == ("withdrawn", False)
    line = api.timeline_for(resident, api.matter_for(resident, matter.pk))[-1]
    assert (line.kind, line.text, line.data["by"]) == ("withdrawn", "自己修好了", "reporter")
    assert news[-1] == api.MatterWithdrawn(matter.pk, queue.worker.pk, None, None)
    assert AuditRow.objects.filter(action="matter.withdrawn", subject_id=matter.pk).exists()


def test_an_offer_that_nobody_took_ends_with_it(queue: Any, news: list[Any]) -> None:
    matter = make_matter(queue)
    offered = matter.offered_to_organisation_id
    assert offered is not None
    withdrawn = api.withdraw_matter(matter.pk, actor=queue.actor("resident"))
    assert withdrawn.offered_to_organisation_id is None
    assert news[-1].offered_to_organisation_id == offered


def test_the_desk_does_it_for_a_caller_who_is_told(
    queue: Any, sign_in: Any, news: list[Any]
) -> None:
    matter = make_matter(queue)
    client = sign_in(queue.agent)
    assert "替居民撤回" in client.get(f"/queue/{matter.number}").content.decode()
    answer = client.post(
        f"/queue/{matter.number}/do/withdraw",
        {"reason": "来电说不用了", "version": matter.version, "form_key": "k"},
    )
    assert answer.status_code == 302
    matter.refresh_from_db()
    assert matter.state == "withdrawn"
    told = next(one for one in news if isinstance(one, api.ReporterTold))
    assert (told.kind, told.person_ids) == ("withdrawn", (queue.people["resident"].pk,))


@pytest.mark.parametrize("who", ["outsider", "elder", "worker2", "captain", "grid_worker2"])
def test_nobody_else_withdraws_it(queue: Any, who: str) -> None:
    matter = make_matter(queue)
    with pytest.raises((NotFound, NotAllowed)):
        api.withdraw_matter(matter.pk, actor=queue.actor(who))


@pytest.mark.parametrize("make", [make_done, make_closed])
def test_what_is_finished_cannot_be_withdrawn(queue: Any, make: Any) -> None:
    matter = make(queue)
    for who in ("resident", "agent"):
        with pytest.raises(api.NotNow):
            api.withdraw_matter(matter.pk, actor=queue.actor(who))


def test_neighbours_who_wait_for_the_answer_keep_it_open(queue: Any) -> None:
    matter, other = make_matter(queue), make_matter(queue, reporter_id=queue.people["elder"].pk)
    api.merge_matters(matter.pk, [other.pk], actor=queue.actor("agent"), reason="同一根管子")
    with pytest.raises(api.OthersWait):
        api.withdraw_matter(matter.pk, actor=queue.actor("resident"))


def test_a_reply_or_the_desk_opens_it_again(queue: Any) -> None:
    for open_again in (
        lambda pk: api.reply_to_matter(pk, actor=queue.actor("resident"), text="又漏了"),
        lambda pk: api.reopen_matter(pk, actor=queue.actor("agent"), reason="居民来电"),
    ):
        matter = make_accepted(queue)
        api.withdraw_matter(matter.pk, actor=queue.actor("resident"))
        assert open_again(matter.pk).state == "accepted"
