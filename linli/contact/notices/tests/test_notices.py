"""Notices: lawful days, four eyes, the seal, who saw them, who must be told at the door (RC-04)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from linli.base.calendars.api import SHANGHAI, clock_at, today
from linli.base.errors import DomainError, Invalid, NotAllowed, NotFound
from linli.contact.messages.api import set_preference
from linli.contact.notices import errors
from linli.contact.notices.api import (
    Notice,
    NoticeDraft,
    NoticeSeen,
    archived,
    broken_seals,
    count_seen,
    is_seal_whole,
    list_seen,
    mark_notice_seen,
    notice_for,
    notices_for,
    notices_to_carry,
    own_notices,
    people_without_phone,
    post_notice,
    posted,
    return_draft,
    submit_draft,
    tell_at_door,
    write_draft,
)
from linli.contact.notices.rules import days_posted, standing

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock_at(NOON):
        yield


def draft(cast: Any, **over: Any) -> NoticeDraft:
    fields = {
        "kind": "disclosure", "title_zh": "十月收支", "body_zh": "收 10 元,支 8 元。",
        "title_en": "", "body_en": "", "place_id": None, "is_public": True,
        "post_from": DAY, "post_until": DAY + timedelta(days=14), "corrects_id": None,
    }  # fmt: skip
    return write_draft(actor=cast.actor("clerk"), **{**fields, **over})


def post(cast: Any, **over: Any) -> Notice:
    written = draft(cast, **over)
    submit_draft(written.pk, actor=cast.actor("clerk"))
    return post_notice(written.pk, actor=cast.actor("lead"))


@pytest.mark.rule("RC-04")
def test_disclosure_hangs_fifteen_days_at_least_first_and_last_included(cast: Any) -> None:
    assert days_posted(DAY, DAY + timedelta(days=14)) == 15
    with pytest.raises(errors.TooShort) as refused:
        draft(cast, post_until=DAY + timedelta(days=13))
    assert "2026-12-07" in str(refused.value)
    notice = post(cast)
    hangs = [standing(notice.post_from, notice.post_until, DAY + timedelta(days=n))
             for n in (-1, 0, 14, 15)]  # fmt: skip
    assert hangs == ["upcoming", "posted", "posted", "archived"]
    assert draft(cast, kind="outage", post_until=DAY).pk  # other kinds choose their days


@pytest.mark.rule("RC-04")
def test_the_database_itself_refuses_a_shorter_disclosure_and_any_change(cast: Any) -> None:
    notice = post(cast)
    with pytest.raises(IntegrityError, match="notice_disclosed_15_days"), transaction.atomic():
        other = draft(cast, kind="outage", post_until=DAY)
        copied = {f.attname: getattr(notice, f.attname) for f in Notice._meta.concrete_fields}
        short = {**copied, "id": None, "draft_id": other.pk, "serial": 9, "post_until": DAY}
        Notice.objects.create(**short)
    for statement in (
        "UPDATE notice SET body_zh = 'x'", "DELETE FROM notice", "DELETE FROM notice_seen",
        "TRUNCATE notice CASCADE",
    ):  # fmt: skip
        refused = pytest.raises(DatabaseError, match=r"append-only|permission denied")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.rule("RC-04")
def test_it_ends_and_stays_queryable_as_it_was(cast: Any) -> None:
    notice = post(cast)
    with clock_at(NOON + timedelta(days=15)):
        actor = cast.actor("resident")
        assert list(posted(notices_for(actor))) == []
        assert list(archived(notices_for(actor))) == [notice]
        assert is_seal_whole(notice_for(actor, notice.pk))


def test_the_seal_covers_the_words_and_the_chain(cast: Any) -> None:
    first, second = post(cast), post(cast, title_zh="十一月收支")
    assert broken_seals() == []
    assert (first.number, second.number) == ("2026-001", "2026-002")
    first.body_zh += "(改)"
    assert not is_seal_whole(first)
    assert first.seal != second.seal


def test_four_eyes_and_one_posting_however_often_pressed(cast: Any) -> None:
    own = write_draft(
        actor=cast.actor("lead"), kind="other", title_zh="t", body_zh="b", post_from=DAY,
        post_until=DAY,
    )  # fmt: skip
    submit_draft(own.pk, actor=cast.actor("lead"))
    with pytest.raises(errors.OwnNotice):
        post_notice(own.pk, actor=cast.actor("lead"))
    with pytest.raises(NotAllowed):
        post_notice(own.pk, actor=cast.actor("clerk"))
    first = post_notice(own.pk, actor=cast.actor("secretary"))
    assert post_notice(own.pk, actor=cast.actor("secretary")).pk == first.pk
    with pytest.raises(errors.NoticeNotNow):
        write_draft(
            actor=cast.actor("lead"), draft_id=own.pk, kind="other", title_zh="t2", body_zh="b",
            post_from=DAY, post_until=DAY,
        )  # fmt: skip


def test_returned_with_a_reason_and_mended(cast: Any) -> None:
    written = draft(cast)
    submit_draft(written.pk, actor=cast.actor("clerk"))
    with pytest.raises(Invalid):
        return_draft(written.pk, actor=cast.actor("lead"), reason=" ")
    return_draft(written.pk, actor=cast.actor("lead"), reason="写清楚数目")
    with pytest.raises(errors.NoticeNotNow):
        post_notice(written.pk, actor=cast.actor("lead"))
    draft(cast, draft_id=written.pk, body_zh="收 10.00 元")
    submit_draft(written.pk, actor=cast.actor("clerk"))
    assert post_notice(written.pk, actor=cast.actor("lead")).body_zh == "收 10.00 元"


@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"post_until": DAY - timedelta(days=1)}, errors.EndsBeforeStart),
        ({"post_from": DAY - timedelta(days=1)}, errors.StartPassed),
        ({"place_id": 999_999_999}, NotFound),
        ({"corrects_id": 999_999_999}, NotFound),
    ],
)
def test_bad_days_and_places_are_refused(
    cast: Any, over: dict[str, Any], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        draft(cast, **over)
    assert not NoticeDraft.objects.exists()


def test_approved_too_late_it_must_be_dated_anew(cast: Any) -> None:
    written = draft(cast)
    submit_draft(written.pk, actor=cast.actor("clerk"))
    with clock_at(NOON + timedelta(days=1)), pytest.raises(errors.StartPassed):
        post_notice(written.pk, actor=cast.actor("lead"))


def test_a_correction_refers_to_what_it_puts_right(cast: Any) -> None:
    wrong = post(cast)
    right = post(cast, title_zh="十月收支(更正)", corrects_id=wrong.pk)
    assert list(wrong.corrections.all()) == [right]
    assert notice_for(cast.actor("resident"), wrong.pk).body_zh == wrong.body_zh


def test_who_reads_what(cast: Any) -> None:
    here = post(cast, place_id=cast.places["building1"].pk, is_public=False)
    there = post(cast, place_id=cast.places["building2"].pk, is_public=False)
    later = post(cast, post_from=DAY + timedelta(days=3), post_until=DAY + timedelta(days=20))
    public = post(cast)
    read = {
        name: set(notices_for(cast.actor(name))) for name in ("resident", "owner", "outsider")
    }  # fmt: skip
    assert read["resident"] == {here, public}
    assert read["owner"] == {there, public}
    assert read["outsider"] == set(notices_for(None)) == {public}
    assert later in notices_for(cast.actor("clerk"))
    with pytest.raises(NotFound):
        notice_for(cast.actor("resident"), there.pk)


def test_each_resident_who_opened_it_is_counted_once(cast: Any) -> None:
    notice = post(cast)
    resident = cast.actor("resident")
    assert own_notices(resident) == [notice]
    assert mark_notice_seen(notice, actor=resident)
    assert not mark_notice_seen(notice, actor=resident)
    assert not mark_notice_seen(notice, actor=cast.actor("outsider"))
    assert not mark_notice_seen(notice, actor=cast.actor("clerk"))
    assert own_notices(resident) == []
    assert count_seen(notice) == {"page": 1, "told": 0}
    assert [line.name for line in list_seen(cast.actor("lead"), notice)] == ["张秀兰"]
    assert [line.name for line in list_seen(cast.actor("grid_worker"), notice)] == ["张秀兰"]
    assert list_seen(cast.actor("grid_worker2"), notice) == []


def test_the_captain_carries_it_to_those_without_a_phone(cast: Any) -> None:
    elder = cast.people["elder"]
    elder.phone = ""
    elder.save(update_fields=["phone"])
    notice, building = post(cast), cast.places["building1"]
    (carried,) = notices_to_carry(building.pk)
    assert (carried.id, carried.to_tell, carried.told) == (notice.pk, 1, 0)
    captain = cast.actor("captain")
    _notice, _building, rows = people_without_phone(captain, notice.pk, building.pk)
    assert [row.person.name for row, _seen in rows] == ["王德山"]
    assert tell_at_door(notice.pk, building.pk, actor=captain, person_ids=[elder.pk]) == 1
    assert tell_at_door(notice.pk, building.pk, actor=captain, person_ids=[elder.pk]) == 0
    assert notices_to_carry(building.pk) == []
    assert NoticeSeen.objects.get().told_by_id == cast.captain.pk


def test_who_asked_for_the_captain_is_on_the_list_and_others_are_not_to_tell(cast: Any) -> None:
    resident = cast.people["resident"]
    set_preference(resident.pk, actor=cast.actor("resident"), channel="captain", language="")
    notice, building = post(cast), cast.places["building1"]
    captain = cast.actor("captain")
    rows = people_without_phone(captain, notice.pk, building.pk)[2]
    assert [row.person.name for row, _seen in rows] == ["张秀兰"]
    with pytest.raises(NotFound):  # somebody who is not on the list
        tell_at_door(notice.pk, building.pk, actor=captain, person_ids=[cast.people["owner"].pk])
    with pytest.raises(NotFound):  # another building
        people_without_phone(captain, notice.pk, cast.places["building2"].pk)
    for name in ("resident", "outsider", "worker", "grid_worker2"):
        with pytest.raises(NotFound):
            people_without_phone(cast.actor(name), notice.pk, building.pk)


def test_the_day_of_the_estate_counts_not_that_of_utc(cast: Any) -> None:
    notice = post(cast)
    with clock_at(datetime(2026, 12, 8, 0, 1, tzinfo=SHANGHAI)):
        assert today() == date(2026, 12, 8)
        assert notice not in posted(notices_for(cast.actor("resident")))
