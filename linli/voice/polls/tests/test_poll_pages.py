"""The pages of polls: written, approved, answered one question at a time, helped, shown."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.base.calendars.api import clock_at
from linli.estate.testing import addresses_of
from linli.voice.polls.api import count_closed_poll
from linli.voice.polls.models import Poll, PollVoice, SecretSheet, Talk
from linli.voice.polls.testing import answers_to, make_poll, make_talk

FORM = {
    "title": "花坛怎么办", "intro": "想听听大家。", "audience": "estate", "voice": "person",
    "secrecy": "anonymous", "opens_at": "2026-11-01T08:00", "closes_at": "2099-01-01T08:00",
    "text1": "改不改?", "kind1": "single", "options1": "改\n不改", "most1": "1",
}  # fmt: skip


def form(**over: str) -> dict[str, str]:
    from linli.base.calendars.api import SHANGHAI, now

    start = now().astimezone(SHANGHAI)
    times = {"opens_at": f"{start:%Y-%m-%dT00:00}", "closes_at": f"{start.year + 0}-12-31T23:00"}
    return FORM | times | over


def test_written_approved_and_answered(cast: Any, sign_in: Any) -> None:
    secretary, lead, tenant = (sign_in(a) for a in (cast.secretary, cast.lead, cast.tenant))
    answer = secretary.post("/polls/new", form())
    assert answer.status_code == 302, answer.content.decode()
    poll = Poll.objects.get()
    act = f"/polls/{poll.pk}/act"
    secretary.post(act, {"action": "submit"})
    assert secretary.post(act, {"action": "approve"}).status_code == 403
    assert "等另一个人批准" in lead.get("/polls/").content.decode()
    assert lead.post(act, {"action": "approve"}).status_code == 302
    assert "等您说一句" in tenant.get("/polls/").content.decode()
    page = f"/polls/{poll.pk}/answer"
    question = poll.questions.get()
    option = question.options.get(text="不改")
    assert tenant.post(page, {"step": "0", "go": "next"}).status_code == 422  # nothing chosen
    shown = tenant.post(page, {"step": "0", f"q{question.pk}": option.pk, "go": "next"})
    assert "看一眼再交" in shown.content.decode()
    sent = tenant.post(page, {"step": "1", f"q{question.pk}": option.pk, "go": "send"})
    assert sent.status_code == 302
    assert SecretSheet.objects.get().answers == {str(question.pk): [option.pk]}
    assert "您这一票收到了" in tenant.get(f"/polls/{poll.pk}").content.decode()
    assert tenant.get(page).status_code == 302  # spoken already


def test_a_wrong_poll_names_the_field(cast: Any, sign_in: Any) -> None:
    secretary = sign_in(cast.secretary)
    for wrong, word in (
        ({"closes_at": "2020-01-01T00:00"}, "截止要晚于开始"),
        ({"options1": "只有一个"}, "至少要有两个不同的选项"),
        ({"audience": "grid"}, "请选问哪个网格"),
    ):
        answer = secretary.post("/polls/new", form(**wrong))
        assert answer.status_code == 422
        assert word in answer.content.decode()
    assert not Poll.objects.exists()


def test_the_captain_helps_at_the_door(cast: Any, sign_in: Any) -> None:
    poll = make_poll(cast, is_anonymous=True)
    captain, page = sign_in(cast.captain), f"/polls/{poll.pk}/help"
    assert "王德山" in captain.get(f"{page}?plate=1-1-201").content.decode()
    assert "钱租" not in captain.get(f"{page}?plate=2-1-201").content.decode()
    elder = {"plate": "1-1-201", "person": str(cast.people["elder"].pk)}
    given = {f"q{key}": value for key, value in answers_to(poll).items()}
    last = {**elder, **given, "step": "3", "go": "send"}
    refused = captain.post(page, last)
    assert refused.status_code == 422
    assert "本人怎么确认" in refused.content.decode()
    assert captain.post(page, {**last, "confirmation": "念给他听"}).status_code == 302
    assert PollVoice.objects.get().way == "captain"
    assert captain.post(page, {**last, "confirmation": "念给他听"}).status_code == 422


def test_names_are_shown_to_organisers_of_a_poll_with_names_only(cast: Any, sign_in: Any) -> None:
    from linli.voice.polls.api import answer_poll

    for anonymous, status in ((False, 200), (True, 404)):
        poll = make_poll(cast, is_anonymous=anonymous)
        answer_poll(poll.pk, answers_to(poll), actor=cast.actor("resident"))
        with clock_at(poll.closes_at):
            count_closed_poll(poll.pk, actor=cast.actor("lead"))
        answer = sign_in(cast.lead).get(f"/polls/{poll.pk}/sheets")
        assert answer.status_code == status
        assert ("张秀兰" in answer.content.decode()) is not anonymous
        page = sign_in(cast.resident).get(f"/polls/{poll.pk}").content.decode()
        assert "1 票 / 共 4 票" in page
        act = f"/polls/{poll.pk}/act"
        assert sign_in(cast.lead).post(act, {"action": "archive", "outcome": ""}).status_code == 422
        sign_in(cast.lead).post(act, {"action": "archive", "outcome": "划车位"})
        assert "划车位" in sign_in(cast.tenant).get(f"/polls/{poll.pk}").content.decode()


@pytest.mark.rule("RC-04")
def test_a_consultation_is_posted_for_fifteen_days_and_stays_findable(
    cast: Any, sign_in: Any
) -> None:
    talk = make_talk(cast)
    secretary, tenant, elder = (sign_in(a) for a in (cast.secretary, cast.tenant, cast.elder))
    page = f"/polls/talks/{talk.pk}"
    assert tenant.get(page).status_code == 200  # invited
    assert elder.get(page).status_code == 404
    secretary.post(f"{page}/minutes", {"minutes": "钱租说停车难。", "result": "东边划六个车位。"})
    assert secretary.post(f"{page}/act", {"action": "post"}).status_code == 302
    talk.refresh_from_db()
    assert (talk.posted_until - talk.posted_on).days == 15
    with clock_at(talk.meets_at.replace(year=talk.meets_at.year + 2)):
        shown = elder.get(page).content.decode()
    assert "东边划六个车位" in shown
    assert "钱租" not in shown  # minutes are for those who were there


def test_two_sides_at_least(cast: Any, sign_in: Any) -> None:
    form = {"topic": "花坛", "about": "停车", "venue": "中心", "meets_at": "2099-01-01T09:00",
            "people": "张秀兰 1-1-101"}  # fmt: skip
    answer = sign_in(cast.secretary).post("/polls/talks/new", form)
    assert answer.status_code == 422
    assert not Talk.objects.exists()
    body = str(cast.organisations["property"].pk)
    answer = sign_in(cast.lead).post("/polls/talks/new", form | {"organisations": [body]})
    assert answer.status_code == 302


@pytest.mark.parametrize("who", ["outsider", "foreign_lead"])
def test_strangers_get_nothing(cast: Any, sign_in: Any, who: str) -> None:
    poll, talk = make_poll(cast), make_talk(cast)
    client = sign_in(getattr(cast, who))
    for path in addresses_of("polls", poll_id=poll.pk, talk_id=talk.pk):
        for method in (client.get, client.post):
            body = method(path).content.decode()
            assert "花坛要不要改成停车位" not in body, path
            assert "花坛怎么改" not in body, path


def signed_paper(name: str = "record.png") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (300, 400), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue())


@pytest.mark.rule("RC-04")
def test_the_signed_paper_is_seen_by_who_reads_the_record(cast: Any, sign_in: Any) -> None:
    talk = make_talk(cast)
    secretary = sign_in(cast.secretary)
    page = f"/polls/talks/{talk.pk}"
    said = {"minutes": "钱租说停车难。", "result": "东边划六个车位。"}
    secretary.post(f"{page}/minutes", {**said, "scan": signed_paper()})
    talk.refresh_from_db()
    paper = f"/files/{talk.scan.token}"
    secretary.post(f"{page}/minutes", said)  # typed again without a paper: it stays
    secretary.post(f"{page}/act", {"action": "post"})
    for account, status in ((cast.tenant, 200), (cast.lead, 200), (cast.elder, 404),
                            (cast.outsider, 404), (cast.foreign_lead, 404)):  # fmt: skip
        client = sign_in(account)
        assert client.get(paper).status_code == status, account
        shown = client.get(page).content.decode()
        assert (str(talk.scan.token) in shown) is (status == 200)


def test_somebody_elses_paper_or_a_broken_one_hangs_nowhere(cast: Any, sign_in: Any) -> None:
    from linli.base.errors import NotFound
    from linli.base.files.api import keep_upload
    from linli.voice.polls.api import write_minutes

    talk, said = make_talk(cast), {"minutes": "说了。", "result": "定了。"}
    others = keep_upload(signed_paper(), actor=cast.actor("lead"))
    with pytest.raises(NotFound):
        write_minutes(talk.pk, actor=cast.actor("secretary"), came=[], scan_id=others.pk, **said)
    broken = SimpleUploadedFile("record.pdf", b"%PDF-1.7 nothing behind")
    answer = sign_in(cast.secretary).post(
        f"/polls/talks/{talk.pk}/minutes", {**said, "scan": broken}
    )
    assert answer.status_code == 422
    talk.refresh_from_db()
    assert (talk.scan, talk.state) == (None, "invited")


def test_bars_and_their_table_say_the_same(cast: Any, sign_in: Any) -> None:
    from linli.voice.polls.api import answer_poll

    poll = make_poll(cast)
    answer_poll(poll.pk, answers_to(poll), actor=cast.actor("resident"))
    answer_poll(poll.pk, answers_to(poll, choice=1), actor=cast.actor("elder"))
    with clock_at(poll.closes_at):
        count_closed_poll(poll.pk, actor=cast.actor("lead"))
    answer = sign_in(cast.tenant).get(f"/polls/{poll.pk}")
    body = answer.content.decode()
    specs = re.findall(
        r'<script type="application/json" id="question-\d-spec">(.*?)</script>', body
    )
    first = json.loads(specs[0])
    assert len(specs) == 2  # the question in words has no picture
    assert first["yAxis"]["data"] == ["改", "不改", "都行"]
    assert first["series"][0]["data"] == [1, 1, 0]
    assert body.count("50.0 %") >= 2
