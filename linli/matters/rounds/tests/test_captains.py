"""The captain's day: open matters, who has not been seen, and nobody's reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.calendars.api import clock_at, now
from linli.base.errors import NotFound
from linli.estate.people.api import add_category
from linli.estate.people.data import CategoryKind
from linli.matters.handling.api import Matter
from linli.matters.rounds.api import Watch, ask_to_look, captain_days, note_seen
from linli.matters.rounds.testing import make_day, send, tap
from linli.matters.testing import make_matter


@pytest.fixture
def elder(queue):
    person = queue.people["elder"]
    add_category(person.pk, actor=queue.actor("lead"), kind=CategoryKind.ELDER_ALONE, source="本人")
    return person


def agree(cast, person, agreed=True):
    Watch.objects.update_or_create(
        person=person,
        defaults={"agreed": agreed, "set_by_id": cast.grid_worker.pk, "set_at": now()},
    )


def unseen(cast):
    (day,) = captain_days(cast.actor("captain"))
    return [one.person_id for one in day.unseen]


def test_only_who_agreed_is_looked_after(queue, elder):
    assert unseen(queue) == []
    agree(queue, elder)
    assert unseen(queue) == [elder.pk]
    agree(queue, elder, agreed=False)
    assert unseen(queue) == []


def test_agreement_is_given_at_the_door(queue, elder):
    made = make_day(queue, "1-1-201")
    send(queue, [tap(made, "1-1-201", "propose", person=elder.pk, field="watch", base="",
                     value="1")])  # fmt: skip
    assert Watch.objects.get(person=elder).agreed


def test_each_sign_of_life_counts_for_some_days(queue, elder):
    agree(queue, elder)
    note_seen(elder.pk, actor=queue.actor("captain"))
    note_seen(elder.pk, actor=queue.actor("captain"))
    assert unseen(queue) == []
    with clock_at(now() + timedelta(days=8)):
        assert unseen(queue) == [elder.pk]
        make_matter(queue, reporter_id=elder.pk)
        assert unseen(queue) == []
    with clock_at(now() + timedelta(days=20)):
        assert unseen(queue) == [elder.pk]
        made = make_day(queue, "1-1-201")
        send(queue, [tap(made, "1-1-201", "visit", outcome="nobody")])
        assert unseen(queue) == [elder.pk], "a closed door is no sign"
        send(queue, [tap(made, "1-1-201", "visit", outcome="met")])
        assert unseen(queue) == []


def test_no_answer_sends_the_grid_worker_once(queue, elder):
    agree(queue, elder)
    one = ask_to_look(elder.pk, actor=queue.actor("captain"))
    assert ask_to_look(elder.pk, actor=queue.actor("captain")) == one
    assert (one.urgency, Matter.objects.count()) == ("high", 1)


def test_nobody_else_gets_the_page_or_the_people(queue, elder, sign_in):
    agree(queue, elder)
    for who in ("outsider", "resident", "volunteer", "grid_worker2"):
        client = sign_in(getattr(queue, who))
        assert client.get("/rounds/captain").status_code == 404
        assert client.post(f"/rounds/captain/{elder.pk}/seen").status_code == 404
    stranger = queue.people["tenant"]
    with pytest.raises(NotFound):
        note_seen(stranger.pk, actor=queue.actor("captain"))


def test_the_page_tells_the_name_and_never_the_reason(queue, elder, sign_in):
    agree(queue, elder)
    make_matter(queue, place_id=queue.places["building1"].pk)
    make_matter(queue, place_id=queue.places["building1"].pk, category="elder_care",
                text="秘密的事")  # fmt: skip
    body = sign_in(queue.captain).get("/rounds/captain").content.decode()
    assert "王德山" in body and "厨房水管漏水" in body
    assert "独居" not in body and "秘密的事" not in body
