from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.base.files.api import StoredFile
from linli.estate.people.api import fill_search
from linli.estate.testing import make_place
from linli.matters.handling.api import Matter
from linli.matters.intake import api
from linli.matters.testing import make_matter

OUTSIDERS = ["outsider", "administrator", "resident", "worker", "captain"]


def scan(queue: Any, count: int = 1) -> list[int]:
    return [
        StoredFile.objects.create(
            content_type="image/webp",
            byte_count=1,
            sha256=b"0" * 32,
            uploaded_by_id=queue.clerk.pk,
            uploaded_at=now(),
        ).pk
        for _ in range(count)
    ]


@pytest.fixture
def found(queue: Any) -> Any:
    for person in queue.people.values():
        fill_search(person)
        person.save()
    return queue


@pytest.mark.parametrize("query", ["张秀", "zxl", "1-1-101", "phone", "last"])
def test_a_caller_is_found_while_typing(found: Any, query: str) -> None:
    person = found.people["resident"]
    text = {"phone": person.phone, "last": person.phone[-4:]}.get(query, query)
    matter = make_matter(found)
    api.log_contact(
        actor=found.actor("agent"),
        way="hotline",
        person_id=person.pk,
        matter_id=matter.pk,
        note="催过一次",
    )
    card = next(c for c in api.find_callers(found.actor("agent"), text) if c.person_id == person.pk)
    assert card.plate == "1-1-101"
    assert [m.number for m in card.open_matters] == [matter.number]
    assert card.contacts[0].note == "催过一次"


def test_sensitive_titles_stay_with_their_holder(found: Any) -> None:
    make_matter(found, category="elder_care", text="老伴卧床")
    for name, title in (("agent", "老伴卧床"), ("agent2", "")):
        (card,) = api.find_callers(found.actor(name), "张秀兰")
        assert [m.title for m in card.open_matters] == [title]


@pytest.mark.parametrize("query", ["", "  ", "\x00", "%", "' OR 1", "９", "x" * 5000])
def test_odd_queries_find_nobody(found: Any, query: str) -> None:
    assert api.find_callers(found.actor("agent"), query) == []


@pytest.mark.rule("REQ-02")
def test_a_transfer_is_written_down(queue: Any) -> None:
    agent = queue.actor("agent")
    log = api.log_contact(actor=agent, way="hotline", phone="19900000001", transferred_to="119")
    assert log.transferred_to == "119"
    assert api.last_contacts_of(agent, "19900000001")[0].way == "hotline"
    with pytest.raises(Invalid):
        api.log_contact(actor=agent, way="hotline", transferred_to="911")
    with pytest.raises(Invalid):
        api.log_contact(actor=agent, way="pigeon")
    with pytest.raises(NotFound):
        api.log_contact(actor=agent, way="hotline", matter_id=10**12)


@pytest.mark.rule("REQ-05")
def test_calling_back_counts_as_a_first_answer(queue: Any) -> None:
    matter = make_matter(queue)
    agent = queue.actor("agent")
    api.log_contact(actor=agent, way="hotline", matter_id=matter.pk)
    assert Matter.objects.get(pk=matter.pk).responded_at is None
    api.log_contact(actor=agent, way="outgoing", matter_id=matter.pk)
    assert Matter.objects.get(pk=matter.pk).responded_at is not None


def test_a_letter_becomes_a_matter_once(queue: Any) -> None:
    clerk = queue.actor("clerk")
    box = make_place("facility", "东门信箱", facility_type="letter_box")
    letter = api.scan_letter(actor=clerk, files=scan(queue, 2), box_id=box.pk)
    (line,) = api.list_letters(clerk)
    assert (len(line.pages), line.box) == (2, "东门信箱")
    matter = api.type_letter(
        letter.pk, actor=clerk, kind="complaint", category="rubbish", text="垃圾没人清。"
    )
    assert matter.channel == "letter"
    assert matter.files.count() == 2
    assert api.letter_for(clerk, letter.pk).number == matter.number
    for again in (
        lambda: api.type_letter(letter.pk, actor=clerk, kind="request", category="dog", text="x"),
        lambda: api.set_letter_aside(letter.pk, actor=clerk, reason="重复"),
    ):
        with pytest.raises(api.LetterDone):
            again()
    assert api.list_letters(clerk) == []


def test_a_letter_is_set_aside_with_a_reason(queue: Any) -> None:
    clerk = queue.actor("clerk")
    letter = api.scan_letter(actor=clerk, files=scan(queue))
    with pytest.raises(Invalid):
        api.set_letter_aside(letter.pk, actor=clerk, reason=" ")
    api.set_letter_aside(letter.pk, actor=clerk, reason="广告")
    (line,) = api.list_letters(clerk, "set_aside")
    assert line.note == "广告"


def test_bad_scans_are_refused(queue: Any) -> None:
    clerk = queue.actor("clerk")
    with pytest.raises(api.LetterEmpty):
        api.scan_letter(actor=clerk, files=[])
    for bad in ({"files": [10**12]}, {"files": scan(queue, 21)},
                {"files": scan(queue), "box_id": 10**12},
                {"files": scan(queue), "box_id": queue.places["gate"].pk},
                {"files": scan(queue), "received_on": today() + timedelta(days=1)}):  # fmt: skip
        with pytest.raises(Invalid):
            api.scan_letter(actor=clerk, **bad)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_the_outsider_takes_no_calls_and_no_letters(queue: Any, name: str) -> None:
    letter = api.scan_letter(actor=queue.actor("clerk"), files=scan(queue))
    actor = queue.actor(name)
    for act in (
        lambda: api.find_callers(actor, "张"),
        lambda: api.log_contact(actor=actor, way="hotline"),
        lambda: api.scan_letter(actor=actor, files=scan(queue)),
        lambda: api.set_letter_aside(letter.pk, actor=actor, reason="x"),
        lambda: api.list_letters(actor),
        lambda: api.letter_for(actor, letter.pk),
        lambda: api.last_contacts_of(actor, "1"),
    ):
        with pytest.raises(NotAllowed):
            act()
