"""A message to many: who gets what, four eyes, never twice, stop, night, and who is told by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import SHANGHAI, clock_at
from linli.base.errors import DomainError, NotAllowed, NotFound
from linli.contact.mailings import errors
from linli.contact.mailings.api import (
    Mailing,
    MailingRecipient,
    approve_mailing,
    count_mailing,
    mailing_for,
    mark_told,
    open_lists,
    own_messages,
    people_to_carry,
    preview_mailing,
    resume_mailings,
    return_mailing,
    run_once,
    stop_mailing,
    submit_mailing,
    write_mailing,
)
from linli.contact.messages.api import (
    Message,
    OutgoingText,
    SendingFailed,
    TooFast,
    record_delivery,
    register_channel,
    set_preference,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
NIGHT = datetime(2026, 11, 23, 23, tzinfo=SHANGHAI)
BODY = "{姓名}您好：{楼栋}明天停水，问事打{热线}。"

sent: list[OutgoingText] = []
trouble: dict[str, Exception] = {}
remembered: dict[str, bool | None] = {}


class SenderOfTests:
    def send(self, message: OutgoingText) -> None:
        if message.address in trouble:
            raise trouble[message.address]
        sent.append(message)

    def was_received(self, message: OutgoingText) -> bool | None:
        return remembered.get(message.key)


@pytest.fixture(autouse=True)
def own_sender(settings: Any) -> Any:
    for kept in (sent, trouble, remembered):
        kept.clear()
    settings.LINLI = settings.LINLI.model_copy(update={"sms_sender": f"{__name__}.SenderOfTests"})
    with clock_at(NOON):
        yield


def write(cast: Any, **over: Any) -> Mailing:
    fields = {"title": "停水", "body_zh": BODY, "audience": "everybody", "audience_values": []}
    return write_mailing(actor=cast.actor("clerk"), **{**fields, **over})


def let_out(cast: Any, **over: Any) -> Mailing:
    mailing = write(cast, **over)
    submit_mailing(mailing.pk, actor=cast.actor("clerk"))
    return approve_mailing(mailing.pk, actor=cast.actor("lead"))


def run(mailing: Mailing, times: int = 10) -> Mailing:
    for _ in range(times):
        if not run_once(mailing.pk, mailing.estate_id):
            break
    mailing.refresh_from_db()
    return mailing


def phone_of(cast: Any, name: str) -> str:
    phone: str = cast.people[name].phone
    return phone


def make_unreachable(cast: Any, name: str) -> None:
    person = cast.people[name]
    person.phone = "家里没电话"
    person.save(update_fields=["phone"])


def test_a_message_to_all_is_previewed_approved_and_sent_once(cast: Any) -> None:
    mailing = write(cast)
    preview = preview_mailing(mailing)
    assert (preview.total, dict(preview.by_channel)) == (4, {"sms": 4})
    assert any("张秀兰您好：1号楼明天停水" in sample.text for sample in preview.samples)
    submit_mailing(mailing.pk, actor=cast.actor("clerk"))
    assert not sent
    approve_mailing(mailing.pk, actor=cast.actor("lead"))
    approve_mailing(mailing.pk, actor=cast.actor("lead"))  # a double click
    assert run(mailing).state == "done"
    assert sorted(m.address for m in sent) == sorted(p.phone for p in cast.people.values())
    run(mailing)
    assert len(sent) == 4
    assert count_mailing(mailing).counts == {"sent": 4}
    assert AuditRow.objects.filter(action="mailing.approved", subject_id=mailing.pk).count() == 1


def test_nobody_approves_the_own_message(cast: Any) -> None:
    mailing = write_mailing(
        actor=cast.actor("lead"), title="停水", body_zh=BODY, audience="everybody"
    )
    submit_mailing(mailing.pk, actor=cast.actor("lead"))
    with pytest.raises(errors.OwnMailing):
        approve_mailing(mailing.pk, actor=cast.actor("lead"))
    with pytest.raises(NotAllowed):
        approve_mailing(mailing.pk, actor=cast.actor("clerk"))
    assert approve_mailing(mailing.pk, actor=cast.actor("secretary")).state == "sending"


def test_a_returned_one_can_be_mended_and_approved(cast: Any) -> None:
    mailing = write(cast)
    submit_mailing(mailing.pk, actor=cast.actor("clerk"))
    return_mailing(mailing.pk, actor=cast.actor("lead"), reason="写明几点")
    with pytest.raises(errors.NotNow):
        approve_mailing(mailing.pk, actor=cast.actor("lead"))
    write(cast, mailing_id=mailing.pk, body_zh="{姓名},9点停水")
    submit_mailing(mailing.pk, actor=cast.actor("clerk"))
    run(approve_mailing(mailing.pk, actor=cast.actor("lead")))
    assert "9点停水" in sent[0].body


def test_a_few_named_people_need_no_second_pair_of_eyes(cast: Any) -> None:
    one = [str(cast.people["resident"].pk)]
    mailing = write(cast, audience="people", audience_values=one)
    assert submit_mailing(mailing.pk, actor=cast.actor("clerk")).state == "sending"
    run(mailing)
    assert [m.address for m in sent] == [phone_of(cast, "resident")]


@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"body_zh": "您好{姓铭}"}, errors.UnknownField),
        ({"body_en": "Dear {surname"}, errors.UnknownField),
        ({"body_zh": "长" * 401}, errors.TextTooLong),
        ({"audience": "aliens"}, errors.AudienceUnknown),
        ({"audience": "building", "audience_values": []}, errors.AudienceUnknown),
        ({"audience": "building", "audience_values": ["999999999"]}, errors.AudienceUnknown),
        ({"is_urgent": True, "urgent_reason": " "}, errors.UrgentWithoutReason),
    ],
)
def test_bad_input_is_refused_by_name(
    cast: Any, over: dict[str, Any], error: type[DomainError]
) -> None:
    with pytest.raises(error) as refused:
        write(cast, **over)
    assert refused.value.field in {*over, "urgent_reason"}
    assert not Mailing.objects.exists()


def test_an_empty_list_and_an_endless_text_are_refused(cast: Any) -> None:
    empty = write(cast, audience="building", audience_values=[str(cast.places["building3"].pk)])
    with pytest.raises(errors.AudienceEmpty):
        submit_mailing(empty.pk, actor=cast.actor("clerk"))
    cast.estate.name = "祥和城保障性住房小区"
    cast.estate.save()
    endless = write(cast, body_zh="{小区}" * 100)
    with pytest.raises(errors.TextTooLong):
        submit_mailing(endless.pk, actor=cast.actor("clerk"))


def test_a_huge_list_is_refused(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.contact.mailings.plans.MOST_PEOPLE", 2)
    mailing = write(cast)
    with pytest.raises(errors.AudienceTooLarge):
        submit_mailing(mailing.pk, actor=cast.actor("clerk"))


def test_everybody_reads_the_own_language(cast: Any) -> None:
    resident = cast.people["resident"]
    set_preference(resident.pk, actor=cast.actor("resident"), channel="", language="en")
    mailing = write(cast)
    with pytest.raises(errors.TranslationMissing):
        submit_mailing(mailing.pk, actor=cast.actor("clerk"))
    run(let_out(cast, body_en="Dear {name}, no water in {building}."))
    english = [m.body for m in sent if m.address == resident.phone]
    assert english == ["Dear 张秀兰, no water in 1号楼."]


def test_each_gets_it_the_own_way(cast: Any) -> None:
    people = cast.people
    for name, channel in (("resident", "app"), ("elder", "captain"), ("owner", "wechat")):
        set_preference(people[name].pk, actor=cast.actor(name), channel=channel, language="")
    register_channel("wechat", SenderOfTests, lambda ids: {people["owner"].pk: "openid-1"})
    try:
        run(let_out(cast))
    finally:
        register_channel("wechat", SenderOfTests, lambda ids: {})
    assert {(m.channel, m.address) for m in sent} == {
        ("wechat", "openid-1"), ("sms", phone_of(cast, "tenant")),
    }  # fmt: skip
    assert [r.mailing.title for r in own_messages(cast.actor("resident"))] == ["停水"]
    assert MailingRecipient.objects.get(person=people["elder"]).state == "by_hand"


def test_no_phone_and_a_refused_number_end_on_the_captains_list(cast: Any) -> None:
    make_unreachable(cast, "resident")
    trouble[phone_of(cast, "elder")] = SendingFailed("空号")
    mailing = run(let_out(cast))
    assert count_mailing(mailing).counts == {"sent": 2, "by_hand": 2}
    found, rows = people_to_carry(cast.actor("captain"), mailing.pk)
    assert found == mailing
    assert [row.person.name for row in rows] == ["张秀兰", "王德山"]
    first = mark_told(rows[0].pk, actor=cast.actor("captain"))
    again = mark_told(rows[0].pk, actor=cast.actor("lead"))
    assert first.told_by_id == again.told_by_id == cast.captain.pk
    assert open_lists(cast.actor("captain")) == [(mailing, 1, 1)]


def test_a_captain_sees_the_own_building_only(cast: Any) -> None:
    make_unreachable(cast, "owner")  # building 2
    mailing = run(let_out(cast))
    row = MailingRecipient.objects.get(state="by_hand")
    for name in ("captain", "resident", "outsider", "grid_worker2"):
        with pytest.raises(NotFound):
            people_to_carry(cast.actor(name), mailing.pk)
        with pytest.raises(NotFound):
            mark_told(row.pk, actor=cast.actor(name))
        assert open_lists(cast.actor(name)) == []
    assert people_to_carry(cast.actor("grid_worker"), mailing.pk)[1] == [row]


def test_what_tells_of_health_stays_with_those_who_may_know(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        write(cast, audience="category", audience_values=["disability"])
    mailing = write_mailing(
        actor=cast.actor("lead"), title="评残", body_zh="请来", audience="category",
        audience_values=["disability"],
    )  # fmt: skip
    assert mailing.is_sensitive
    with pytest.raises(NotFound):
        mailing_for(cast.actor("clerk"), mailing.pk)


def test_a_grid_worker_reaches_the_own_grid(cast: Any) -> None:
    mine = write_mailing(
        actor=cast.actor("grid_worker2"), title="入户", body_zh="明天来", audience="everybody"
    )
    with pytest.raises(errors.AudienceEmpty):  # nobody lives in grid two
        preview_mailing(mine)
    with pytest.raises(NotAllowed):
        write_mailing(actor=cast.actor("worker"), title="x", body_zh="x", audience="everybody")


def test_stopped_in_mid_run_nothing_more_goes_out(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.contact.mailings.running.BATCH", 1)
    make_unreachable(cast, "elder")
    mailing = let_out(cast)
    run(mailing, times=1)
    stop_mailing(mailing.pk, actor=cast.actor("clerk"))
    stop_mailing(mailing.pk, actor=cast.actor("clerk"))
    run(mailing)
    assert len(sent) == 1
    assert count_mailing(mailing).counts == {"sent": 1, "stopped": 3}
    assert open_lists(cast.actor("captain")) == []
    with pytest.raises(errors.NotNow):
        approve_mailing(mailing.pk, actor=cast.actor("secretary"))


def test_at_night_only_what_is_urgent_goes_out(cast: Any) -> None:
    calm = let_out(cast)
    urgent = let_out(cast, is_urgent=True, urgent_reason="煤气泄漏", body_zh="快离开{楼栋}")
    with clock_at(NIGHT):
        run(calm)
        assert not sent
        run(urgent)
        assert {m.body for m in sent} == {"快离开1号楼", "快离开2号楼"}
    with clock_at(NIGHT + timedelta(hours=9, minutes=1)):
        run(calm)
    assert len(sent) == 8


def test_a_busy_provider_and_a_broken_one_are_tried_again(cast: Any) -> None:
    phone = phone_of(cast, "resident")
    trouble[phone] = TooFast(30)
    mailing = let_out(cast)
    run(mailing)
    message = Message.objects.get(address=phone)
    assert (message.state, message.attempts) == ("queued", 0)
    trouble[phone] = ConnectionError("down")
    with clock_at(NOON + timedelta(minutes=1)):
        run(mailing)
        message.refresh_from_db()
        assert (message.state, message.attempts) == ("queued", 1)
    trouble.clear()
    with clock_at(NOON + timedelta(minutes=2)):
        assert run(mailing).state == "done"
    assert len(sent) == 4


@pytest.mark.parametrize(
    ("known", "sends", "state"), [(True, 3, "sent"), (False, 4, "sent"), (None, 3, "by_hand")]
)
def test_what_a_dead_worker_held_is_never_sent_twice(
    cast: Any, known: bool | None, sends: int, state: str
) -> None:
    mailing = let_out(cast)
    held = Message.objects.get(address=phone_of(cast, "resident"))
    Message.objects.filter(pk=held.pk).update(state="sending", reserved_at=NOON)
    remembered[held.key] = known
    with clock_at(NOON + timedelta(minutes=2)):
        run(mailing)
    assert len(sent) == sends
    assert count_mailing(mailing).of(state) >= 1
    assert count_mailing(mailing).total == 4


def test_reports_of_the_provider_count_and_a_late_failure_finds_the_next_way(cast: Any) -> None:
    mailing = run(let_out(cast))
    keys = [m.key for m in sent]
    assert record_delivery(keys[0], "delivered")
    assert record_delivery(keys[0], "read")
    assert not record_delivery(keys[0], "delivered")  # late, and known better
    assert not record_delivery("nobody-knows-it", "delivered")
    assert record_delivery(keys[1], "failed", error="停机")
    resume_mailings()
    run(mailing)
    assert count_mailing(mailing).counts == {"read": 1, "sent": 2, "by_hand": 1}


def test_housemates_with_one_phone_get_it_once(cast: Any) -> None:
    elder = cast.people["elder"]
    elder.phone = phone_of(cast, "resident")
    elder.save(update_fields=["phone"])
    mailing = run(let_out(cast))
    assert len(sent) == 3
    assert count_mailing(mailing).counts == {"sent": 3, "shared": 1}
