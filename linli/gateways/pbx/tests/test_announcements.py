"""What the hotline's PBX tells, as several makers tell it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from linli.base.audit.api import AuditRow
from linli.matters.handling.api import Matter
from linli.matters.intake.api import add_line, end_line, seat_agent
from linli.matters.intake.models import PhoneCall
from linli.matters.testing import load_rules


@pytest.fixture
def hotline(cast: Any) -> Any:
    load_rules(cast.estate)
    return add_line(actor=cast.actor("lead"), name="民生热线")


@pytest.fixture
def tell(hotline: Any) -> Any:
    """The PBX: opens the line's address with these values."""
    client = Client()

    def send(**values: Any) -> Any:
        return client.get(reverse("pbx:announce", args=[hotline.key]), values)

    return send


def phone_of(cast: Any, name: str = "resident") -> str:
    return str(cast.people[name].phone)


def test_a_call_told_ten_times_is_one_call(cast: Any, tell: Any) -> None:
    for _ in range(10):
        assert tell(event="ringing", call_id="a-1", caller=phone_of(cast)).status_code == 200
    assert PhoneCall.objects.count() == 1
    for _ in range(10):
        tell(event="missed", call_id="a-1", caller=phone_of(cast))
    assert Matter.objects.filter(kind__code="callback").count() == 1


@pytest.mark.parametrize(
    "order", [("ringing", "answered", "hangup"), ("hangup", "answered", "ringing"),
              ("missed", "answered", "hangup")],
)  # fmt: skip
def test_a_call_only_goes_forward(cast: Any, tell: Any, order: tuple[str, ...]) -> None:
    for event in order:
        tell(event=event, call_id="a-1", caller=phone_of(cast))
    call = PhoneCall.objects.get()
    assert call.state == "answered"
    assert call.answered_at and call.ended_at


def test_a_missed_call_is_a_matter_with_a_short_clock(cast: Any, tell: Any) -> None:
    tell(event="ringing", call_id="a-1", caller="0" + phone_of(cast))
    tell(event="hangup", call_id="a-1")
    matter = Matter.objects.get(kind__code="callback")
    assert matter.reporter_id == cast.people["resident"].pk
    assert matter.urgency == "high"
    assert (matter.respond_by - matter.created_at).total_seconds() <= 2 * 3600
    assert PhoneCall.objects.get().matter_id == matter.pk


def test_whoever_tries_again_is_called_back_once(cast: Any, tell: Any) -> None:
    for key in ("a-1", "a-2", "a-3"):
        tell(event="missed", call_id=key, caller=phone_of(cast))
    matter = Matter.objects.get(kind__code="callback")
    assert PhoneCall.objects.filter(matter=matter).count() == 3


def test_a_hidden_number_is_a_matter_of_its_own(tell: Any) -> None:
    tell(event="missed", call_id="a-1", caller="anonymous")
    tell(event="missed", call_id="a-2")
    assert Matter.objects.filter(kind__code="callback").count() == 2


def test_outgoing_calls_that_nobody_answers_are_nobodys_task(cast: Any, tell: Any) -> None:
    tell(event="missed", call_id="a-1", direction="outbound", dst=phone_of(cast))
    assert PhoneCall.objects.get(is_outgoing=True).phone == phone_of(cast)
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"uniqueid": "1700000000.17", "callerid": "{phone}", "status": "RINGING", "exten": "801"},
        {"uuid": "b2-c3", "caller_id_number": "+86{phone}", "event": "Ring"},
        {"callId": "c/9", "from": "{phone}", "type": "incoming"},
        {"session-id": "d4", "ANI": "{phone}", "state": "NEWCALL"},
    ],
)
def test_several_makers_words_are_understood(cast: Any, tell: Any, values: dict[str, str]) -> None:
    filled = {k: v.replace("{phone}", phone_of(cast)) for k, v in values.items()}
    assert tell(**filled).json()["state"] == "ringing"
    assert PhoneCall.objects.get().phone == phone_of(cast)


def test_json_is_understood_too(cast: Any, hotline: Any) -> None:
    body = {"event": "answered", "call_id": 17, "caller": phone_of(cast), "extra": {"a": [1]}}
    answer = Client().post(
        reverse("pbx:announce", args=[hotline.key]), json.dumps(body), "application/json"
    )
    assert answer.json()["state"] == "answered"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"event": "ringing"}, "call_id"), ({"call_id": "a"}, "event"),
     ({"call_id": "a", "event": "schnurrt"}, "event"), ({"call_id": "\x00 "}, "call_id")],
)  # fmt: skip
def test_what_is_missing_is_named(tell: Any, values: dict[str, str], field: str) -> None:
    answer = tell(**values)
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert not PhoneCall.objects.exists()


def test_broken_json_and_absurd_lengths_do_no_harm(hotline: Any) -> None:
    address = reverse("pbx:announce", args=[hotline.key])
    client = Client()
    broken = client.post(address, "[" * 9000, "application/json")
    assert broken.status_code == 422
    long = {"event": "ringing", "call_id": "x" * 5000, "caller": "1" * 5000, "ext": "9" * 500}
    assert client.post(address, long).status_code == 200
    assert len(PhoneCall.objects.get().phone) <= 20


def test_a_key_that_ended_or_never_was_opens_nothing(cast: Any, hotline: Any, tell: Any) -> None:
    wrong = Client().get(reverse("pbx:announce", args=["nobody"]), {"event": "ringing"})
    assert wrong.status_code == 404
    end_line(hotline.line.pk, actor=cast.actor("lead"))
    assert tell(event="ringing", call_id="a-1").status_code == 404
    assert not PhoneCall.objects.exists()


def test_the_screen_opens_on_the_caller(cast: Any, tell: Any, sign_in: Any) -> None:
    tell(event="ringing", call_id="a-1", caller=phone_of(cast))
    agent = sign_in(cast.agent)
    bar = agent.get(reverse("intake:ringing")).content.decode()
    assert cast.people["resident"].name in bar
    page = agent.get(reverse("intake:call"), {"call": PhoneCall.objects.get().pk})
    assert cast.people["resident"].name in page.content.decode()
    assert phone_of(cast) in page.content.decode()


def test_a_call_at_somebodys_seat_rings_there_alone(cast: Any, tell: Any, sign_in: Any) -> None:
    seat_agent(cast.agent.pk, "801", actor=cast.actor("lead"))
    tell(event="ringing", call_id="a-1", caller=phone_of(cast), ext="801")
    assert "data-own" in sign_in(cast.agent).get(reverse("intake:ringing")).content.decode()
    assert sign_in(cast.clerk).get(reverse("intake:ringing")).content.strip() == b""


def file_call(client: Any, cast: Any, call: PhoneCall, key: str = "form-key-1") -> Any:
    return client.post(
        reverse("intake:call"),
        {
            "way": "hotline", "form_key": key, "call": call.pk, "text": "三单元的灯不亮",
            "phone": phone_of(cast), "reporter_id": cast.people["resident"].pk, "place": "1-1",
            "category": "electricity", "kind": "report", "urgency": "none",
        },
    )  # fmt: skip


@pytest.mark.rule("SEC-01")
def test_call_and_recording_stay_with_the_matter(cast: Any, tell: Any, sign_in: Any) -> None:
    tell(event="answered", call_id="a-1", caller=phone_of(cast))
    agent = sign_in(cast.agent)
    assert file_call(agent, cast, PhoneCall.objects.get()).status_code == 302
    tell(event="hangup", call_id="a-1", recording="https://pbx.example/rec/1.wav")
    matter = Matter.objects.exclude(kind__code="callback").get()
    assert PhoneCall.objects.get().matter_id == matter.pk
    shown = agent.get(reverse("intake:calls", args=[matter.number])).content.decode()
    listen = reverse("intake:recording", args=[PhoneCall.objects.get().pk])
    assert listen in shown
    assert agent.get(listen).headers["Location"] == "https://pbx.example/rec/1.wav"
    heard = AuditRow.objects.filter(action="intake.recording_heard")
    assert heard.get().user_id == cast.agent.pk
    assert sign_in(cast.worker).get(listen).status_code == 403


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "https://", "https://x.example/" + "x" * 2000],
    ids=["script", "file", "nowhere", "endless"],
)
def test_a_recording_leads_nowhere_dangerous(cast: Any, tell: Any, link: str) -> None:
    tell(event="recorded", call_id="a-1", recording=link)
    assert not PhoneCall.objects.get().recording


def test_the_answer_to_a_missed_call_ends_its_matter(cast: Any, tell: Any, sign_in: Any) -> None:
    tell(event="missed", call_id="a-1", caller=phone_of(cast))
    tell(event="answered", call_id="a-2", caller=phone_of(cast))
    call = PhoneCall.objects.get(call_key="a-2")
    assert file_call(sign_in(cast.agent), cast, call).status_code == 302
    assert Matter.objects.get(kind__code="callback").state == "closed"
    assert PhoneCall.objects.filter(matter__kind__code="callback").count() == 1
    assert PhoneCall.objects.filter(matter_id=F("matter_id"), call_key="a-2").exists()


def test_lines_are_the_leads_to_set(cast: Any, sign_in: Any) -> None:
    lead = sign_in(cast.lead)
    page = lead.post(reverse("intake:lines"), {"name": "夜间热线"}).content.decode()
    assert "/hooks/pbx/" in page
    assert "/hooks/pbx/" not in lead.get(reverse("intake:lines")).content.decode()
    assert lead.post(reverse("intake:lines"), {"name": "夜间热线"}).status_code == 422
    assert sign_in(cast.agent).get(reverse("intake:lines")).status_code == 403
    taken = lead.post(reverse("intake:seats"), {"account": cast.worker.pk, "number": "9"})
    assert taken.status_code == 422
