"""What a device sends: done once, kept always, answered each time."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.base.calendars.api import now, today
from linli.base.errors import NotFound
from linli.base.files.api import FileRefused, keep_upload
from linli.estate.models import Household, Membership, Person
from linli.estate.people.api import move_out
from linli.estate.places.api import Verification
from linli.matters.handling.api import Matter
from linli.matters.rounds.api import (
    DoorVisit,
    OtherAccount,
    RoundClaim,
    RoundOperation,
    decide_claim,
    device_list,
    keep_round_picture,
)
from linli.matters.rounds.data import Batch
from linli.matters.rounds.syncing import apply_batch
from linli.matters.rounds.testing import make_day, send, tap
from linli.matters.rounds.values import digest_of

DOOR = "1-1-101"


def phone_base(cast) -> str:
    return digest_of("phone", cast.people["resident"].phone)


def new_phone(cast, made, phone, **over):
    person = cast.people["resident"].pk
    return tap(made, DOOR, "propose", person=person, field="phone", base=phone_base(cast),
               value=phone, **over)  # fmt: skip


def phone_of(cast) -> str:
    return Person.objects.get(pk=cast.people["resident"].pk).phone


@pytest.mark.rule("GRID-03")
def test_a_door_is_asked_and_written_down_once(queue):
    made = make_day(queue, DOOR)
    member = queue.people["resident"].pk
    taps = [
        tap(made, DOOR, "visit", outcome="met", consent="oral"),
        tap(made, DOOR, "confirm", facts=["household", "contact", "disputes"], members=[member]),
        tap(made, DOOR, "need", kind="request", category="water_pipe", text="厨房漏水"),
    ]
    first = send(queue, taps)
    assert [one.result for one in first] == ["done"] * 3
    assert first[2].number == Matter.objects.get().number
    assert send(queue, taps) == first, "the same batch is answered the same"
    assert (Matter.objects.count(), DoorVisit.objects.count()) == (1, 1)
    facts = set(Verification.objects.filter(source="round").values_list("fact", flat=True))
    assert facts == {"household", "contact", "disputes"}
    assert DoorVisit.objects.get().consent == "oral"


def test_a_change_is_written_at_once_where_nobody_changed_it_since(queue):
    made = make_day(queue, DOOR)
    assert send(queue, [new_phone(queue, made, "13900000001")])[0].result == "done"
    assert phone_of(queue) == "13900000001"


def test_two_workers_do_not_overwrite_each_other(queue):
    made = make_day(queue, DOOR)
    send(queue, [new_phone(queue, made, "13900000001")])
    answer = send(queue, [new_phone(queue, made, "13900000002")], by="clerk", device="other")
    assert (answer[0].result, phone_of(queue)) == ("conflict", "13900000001")
    question = RoundClaim.objects.get(state="open")
    decide_claim(question.pk, actor=queue.actor("grid_worker"), take=True)
    assert phone_of(queue) == "13900000002"
    assert not RoundClaim.objects.filter(state="open").exists()


def test_what_the_desk_changed_meanwhile_stays(queue):
    made = make_day(queue, DOOR)
    change = new_phone(queue, made, "13900000001")
    Person.objects.filter(pk=queue.people["resident"].pk).update(phone="13911111111")
    assert send(queue, [change])[0].result == "conflict"
    assert phone_of(queue) == "13911111111"


def test_a_household_that_moved_is_a_question_and_its_need_a_matter(queue):
    made = make_day(queue, DOOR)
    member = queue.people["resident"]
    taps = [
        tap(made, DOOR, "confirm", facts=["household", "contact"], members=[member.pk]),
        tap(made, DOOR, "need", category="elder_care", text="腿脚不便,想要助洁", person=member.pk),
    ]
    household = Household.objects.get(home__place__plate=DOOR)
    move_out(household.pk, actor=queue.actor("clerk"), on=today())
    answers = send(queue, taps)
    assert [one.result for one in answers] == ["conflict", "done"]
    assert Matter.objects.get().reporter_id == member.pk
    assert not Verification.objects.filter(source="round").exists()
    question = RoundClaim.objects.get(state="open", field="household")
    decide_claim(question.pk, actor=queue.actor("grid_worker"), take=True)
    lives = Membership.objects.get(person=member, until__isnull=True)
    assert lives.household.home.place.plate == DOOR


def test_gone_and_still_here_contradict_each_other_in_either_order(queue):
    made = make_day(queue, DOOR)
    members = [queue.people["resident"].pk]
    gone = tap(made, DOOR, "gone", members=members)
    here = tap(made, DOOR, "confirm", facts=["household"], members=members)
    assert send(queue, [here])[0].result == "done"
    assert send(queue, [gone], by="clerk")[0].result == "conflict"
    assert Membership.objects.filter(person__in=members, until__isnull=True).exists()


def test_a_family_that_moved_away_leaves_the_home_vacant(queue):
    made = make_day(queue, DOOR)
    send(queue, [tap(made, DOOR, "gone", members=[queue.people["resident"].pk])])
    home = Household.objects.get(home__place__plate=DOOR).home
    assert home.is_vacant


def test_somebody_new_is_one_person_whoever_notes_it(queue):
    made = make_day(queue, DOOR)
    send(queue, [tap(made, DOOR, "arrive", name="张小新", phone="13900000003")])
    again = [tap(made, DOOR, "arrive", name="张 小新", phone="13900000004")]
    assert send(queue, again, by="clerk")[0].result == "conflict"
    (person,) = Person.objects.filter(name="张小新")
    assert person.phone == "13900000003"


def test_a_clock_a_year_off_is_kept_beside_the_servers(queue):
    made = make_day(queue, DOOR)
    RoundOperation.objects.all()
    year = 366 * 86_400_000
    from linli.matters.rounds.testing import device_ms

    wrong = device_ms() - year
    visit = tap(made, DOOR, "visit", outcome="met", device_at=wrong - 1000)
    send(queue, [visit], device_now=wrong)
    row = RoundOperation.objects.get()
    assert row.device_ms == wrong - 1000
    assert abs(row.at - now()) < timedelta(minutes=5)


def test_another_workers_batch_is_left_on_the_device(queue):
    made = make_day(queue, DOOR)
    batch = Batch(queue.grid_worker2.pk, "tablet", 0, (tap(made, DOOR, "visit", outcome="met"),))
    with pytest.raises(OtherAccount):
        apply_batch(batch, actor=queue.actor("grid_worker"))
    assert not RoundOperation.objects.exists()


def test_what_cannot_be_done_is_kept_with_its_reason(queue):
    made = make_day(queue, DOOR)
    taps = [
        tap(made, DOOR, "propose", person=999_999_999, field="phone", base="", value="1"),
        tap(made, DOOR, "propose", person=queue.people["resident"].pk, field="birth_date",
            base="", value="昨天"),
        tap(made, DOOR, "visit", outcome="flew away"),
        tap(made, "2-1-101", "visit", outcome="met"),
        tap(made, DOOR, "visit", outcome="nobody"),
    ]  # fmt: skip
    assert [one.result for one in send(queue, taps)] == ["refused"] * 4 + ["done"]
    assert RoundOperation.objects.filter(result="refused").exclude(answer="").count() == 4
    assert all(one.payload for one in RoundOperation.objects.all())


def test_the_list_holds_no_number_in_full(queue):
    made = make_day(queue, DOOR)
    text = str(device_list(queue.actor("grid_worker"), made))
    assert queue.people["resident"].name in text
    assert queue.people["resident"].phone not in text


def door_picture(colour: str = "red") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return SimpleUploadedFile("door.jpg", out.getvalue())


@pytest.mark.rule("GRID-03")
def test_a_picture_goes_ahead_and_comes_into_its_matter_once(queue):
    made, worker = make_day(queue, DOOR), queue.actor("grid_worker")
    account = str(worker.user_id)
    sent = [keep_round_picture("k1", account, door_picture(), actor=worker) for _ in range(2)]
    assert sent[0] == sent[1]
    need = tap(made, DOOR, "need", kind="report", category="water_pipe", text="漏水", file=sent[0])
    for _ in range(2):
        assert send(queue, [need])[0].result == "done"
    assert Matter.objects.get().files.get().file_id == sent[0]


def test_a_picture_of_somebody_else_or_no_picture_is_refused(queue):
    made, worker = make_day(queue, DOOR), queue.actor("grid_worker")
    account = str(worker.user_id)
    with pytest.raises(OtherAccount):
        keep_round_picture("k", "1234567", door_picture(), actor=worker)
    with pytest.raises(FileRefused):
        fake = SimpleUploadedFile("x.jpg", b"<html>")
        keep_round_picture("k", account, fake, actor=worker)
    agent = queue.actor("agent")
    foreign = keep_upload(door_picture("blue"), actor=agent).pk
    for n, value in enumerate((foreign, "7", True, 2**62)):
        odd = tap(made, DOOR, "need", kind="report", category="other", text=f"x{n}", file=value)
        assert send(queue, [odd])[0].result == "refused"
    assert not Matter.objects.exists()


def test_who_walks_no_round_keeps_no_picture(queue):
    tenant = queue.actor("tenant")
    with pytest.raises(NotFound):
        keep_round_picture("k", str(tenant.user_id), door_picture(), actor=tenant)
