"""The own matters: who sees them, what they say, what the resident may do."""

from __future__ import annotations

import pytest

from linli.base.calendars.api import now
from linli.estate.people.api import Household, Membership
from linli.estate.testing import make_account, make_person
from linli.matters.handling.api import (
    Matter,
    Thanks,
    add_note,
    ask_reporter,
    join_matter,
    tell_reporter,
)
from linli.web.accounts.testing import OutsideClient


@pytest.fixture
def spouse(estate):
    """Somebody else of the resident's household, with an account."""
    person = make_person("张家人")
    account = make_account("张家人", person=person, estate=estate.estate)
    household = Household.objects.get(home__place__plate="1-1-101")
    Membership.objects.create(household=household, person=person, relation="spouse")
    return account


ACTIONS = ("words", "result", "thanks")


@pytest.mark.parametrize("who", ["elder", "owner", "foreign_lead", "outsider", "agent", "captain"])
def test_nobody_else_comes_to_a_matter_through_these_pages(estate, sign_in, tell, who):
    matter = tell("resident", text="我家水管漏了,别告诉别人")
    client = sign_in(estate.accounts[who])
    client.__class__ = OutsideClient
    fields = {"text": "x", "form_key": "k", "solved": "yes"}
    answers = [client.get(f"/my/matters/{matter.number}/"),
               client.get(f"/my/matters/{matter.number}/progress/"),
               client.get(f"/my/report/sent/{matter.number}/"),
               *(client.post(f"/my/matters/{matter.number}/{a}/", fields) for a in (*ACTIONS, "withdraw"))]  # fmt: skip
    for answer in answers:
        assert answer.status_code in (403, 404)
        assert "漏了" not in answer.content.decode()
    matter.refresh_from_db()
    assert matter.version == 1


def test_a_visitor_gets_the_way_to_sign_in(tell):
    matter = tell("resident")
    answer = OutsideClient().get(f"/my/matters/{matter.number}/")
    assert answer.status_code == 302 and "/accounts/sign-in/" in answer["Location"]


def test_the_household_sees_what_is_not_sensitive(estate, sign_in, tell, spouse):
    plain, private = tell("resident"), tell("resident", category="disability_aid", text="轮椅补贴")
    client = sign_in(spouse)
    page = client.get("/my/matters/").content.decode()
    assert plain.number in page and "家里人说的" in page
    assert private.number not in page and "轮椅" not in page
    assert client.get(f"/my/matters/{plain.number}/").status_code == 200
    assert client.get(f"/my/matters/{private.number}/").status_code == 404
    own = sign_in(estate.resident).get("/my/matters/").content.decode()
    assert plain.number in own and private.number in own


def test_internal_words_stay_inside(estate, sign_in, tell):
    matter = tell("resident")
    add_note(matter.pk, actor=estate.actor("agent"), text="这家常打电话")
    tell_reporter(matter.pk, actor=estate.actor("agent"), text="明天有人去看")
    page = sign_in(estate.resident).get(f"/my/matters/{matter.number}/").content.decode()
    assert "明天有人去看" in page and "这家常打电话" not in page


def test_a_question_is_shown_and_answered_once(estate, sign_in, tell):
    matter = tell("resident")
    ask_reporter(matter.pk, actor=estate.actor("agent"), text="几号电梯?")
    client = sign_in(estate.resident)
    assert "等您回话" in client.get("/my/").content.decode()
    address = f"/my/matters/{matter.number}/"
    assert "几号电梯?" in client.get(address).content.decode()
    for _ in range(2):
        said = client.post(address + "words/", {"text": "东边那部", "form_key": "k"})
        assert said.status_code == 302
    page = client.get(said["Location"]).content.decode()
    assert page.count("东边那部") == 1
    assert f'content="words-{estate.resident.pk}-{matter.pk}"' in page
    matter.refresh_from_db()
    assert not matter.is_waiting_for_reporter


def test_an_empty_answer_is_asked_for(estate, sign_in, tell):
    matter = tell("resident")
    answer = sign_in(estate.resident).post(
        f"/my/matters/{matter.number}/words/", {"text": " ", "form_key": "k"}
    )
    assert answer.status_code == 422 and "请写一句话" in answer.content.decode()


def test_the_residents_word_closes_it_and_says_how_content(estate, sign_in, tell, finish):
    matter = finish(tell("resident"))
    client = sign_in(estate.resident)
    address = f"/my/matters/{matter.number}/"
    assert "解决了吗？" in client.get(address).content.decode()
    done = client.post(address + "result/", {"solved": "yes", "satisfaction": "satisfied"})
    assert done.status_code == 302
    matter.refresh_from_db()
    assert (matter.state, matter.result) == ("closed", "solved")
    visit = matter.visits.get()
    assert (visit.satisfaction, visit.visited_by) == ("satisfied", None)


def test_a_refusal_needs_a_word_and_opens_it_again(estate, sign_in, tell, finish):
    matter = finish(tell("resident"))
    client = sign_in(estate.resident)
    address = f"/my/matters/{matter.number}/result/"
    for fields in ({}, {"solved": "no"}, {"solved": "maybe"}):
        assert client.post(address, fields).status_code == 422
    assert client.post(address, {"solved": "no", "text": "还是关不严"}).status_code == 302
    matter.refresh_from_db()
    assert (matter.state, matter.reopened) == ("accepted", 1)


def test_a_reply_after_the_end_opens_it_again(estate, sign_in, tell, finish):
    matter = finish(tell("resident"))
    client = sign_in(estate.resident)
    address = f"/my/matters/{matter.number}/"
    client.post(address + "result/", {"solved": "yes"})
    assert "回一句就重新办" in client.get(address).content.decode()
    client.post(address + "words/", {"text": "又坏了", "form_key": "k"})
    matter.refresh_from_db()
    assert matter.state in ("received", "accepted") and matter.reopened == 1


def test_thanks_reach_the_worker_once(estate, sign_in, tell, finish):
    matter = finish(tell("resident"))
    client = sign_in(estate.resident)
    address = f"/my/matters/{matter.number}/"
    assert "谢谢李师傅" in client.get(address).content.decode()
    assert client.post(address + "thanks/", {"text": "手艺好"}).status_code == 302
    assert "谢谢李师傅" not in client.get(address).content.decode()
    assert client.post(address + "thanks/", {"text": "手艺好"}).status_code == 409
    assert Thanks.objects.get().account == estate.worker
    assert client.post(address + "thanks/", {"text": "长" * 301}).status_code == 422


def test_whoever_signs_in_again_after_sending_comes_to_the_matter(estate, sign_in, tell):
    matter = tell("resident")
    client = sign_in(estate.resident)
    for action in ACTIONS:
        answer = client.get(f"/my/matters/{matter.number}/{action}/")
        assert answer["Location"] == f"/my/matters/{matter.number}/"


@pytest.mark.parametrize("number", ["0", "261124-999", "x" * 200, "１２３", "' OR 1=1"])
def test_a_number_that_is_none_finds_nothing(estate, sign_in, number):
    assert sign_in(estate.resident).get(f"/my/matters/{number}/").status_code == 404


@pytest.mark.rule("A11-04")
def test_help_is_one_tap_and_becomes_a_matter_that_presses(estate, sign_in):
    estate.estate.hotline = "0319-0000-110"
    estate.estate.save()
    client = sign_in(estate.resident)
    page = client.get("/my/help/").content.decode()
    assert "tel:0319-0000-110" in page
    for _ in range(2):
        answer = client.post("/my/help/", {"about": "call", "form_key": "h"})
    matter = Matter.objects.get()
    assert answer["Location"].endswith(f"/sent/{matter.number}/")
    assert (matter.kind.code, matter.urgency) == ("help", "high")
    assert "电话" in matter.title and matter.respond_by > now()
    assert client.post("/my/help/", {"form_key": "h2"}).status_code == 422


@pytest.mark.rule("A11-04")
@pytest.mark.parametrize("slug", ["pay", "services", "door", "activities", "vote"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_big_thing_leads_to_a_person(estate, sign_in, slug, language):
    estate.estate.hotline = "0319-0000-110"
    estate.estate.save()
    client = sign_in(estate.resident)
    client.cookies["linli_language"] = language
    page = client.get(f"/my/services/{slug}/").content.decode()
    assert "tel:0319-0000-110" in page and "/my/help/" in page
    assert ("service" if language == "en" else "服务中心") in page
    assert client.get("/my/services/nonsense/").status_code == 404


def test_a_resident_takes_an_own_matter_back_after_being_asked(estate, sign_in, tell):
    matter = tell("resident")
    client = sign_in(estate.resident)
    address = f"/my/matters/{matter.number}/withdraw/"
    assert address in client.get(f"/my/matters/{matter.number}/").content.decode()
    asked = client.get(address).content.decode()
    assert "要撤回这件事吗" in asked
    matter.refresh_from_db()
    assert matter.state == "received"  # asking changes nothing
    answer = client.post(address, {"reason": "自己修好了"}, follow=True)
    page = answer.content.decode()
    assert "您撤回了这件事" in page and "自己修好了" in page
    assert address not in page
    matter.refresh_from_db()
    assert (matter.state, matter.offered_to_organisation_id) == ("withdrawn", None)
    assert matter.number in client.get("/my/matters/").content.decode()
    # a changed mind is one reply away
    client.post(f"/my/matters/{matter.number}/words/", {"text": "又坏了", "form_key": "k1"})
    matter.refresh_from_db()
    assert matter.state == "received"


def test_what_somebody_finished_is_not_taken_back(estate, sign_in, tell, finish):
    matter = finish(tell("resident"))
    client = sign_in(estate.resident)
    address = f"/my/matters/{matter.number}/withdraw/"
    assert address not in client.get(f"/my/matters/{matter.number}/").content.decode()
    for answer in (client.get(address), client.post(address, {})):
        assert answer.status_code == 409
    matter.refresh_from_db()
    assert matter.state == "done"


def test_the_household_reads_it_and_does_not_withdraw_it(estate, sign_in, tell, spouse):
    matter = tell("resident")
    assert sign_in(spouse).post(f"/my/matters/{matter.number}/withdraw/").status_code == 409


def test_a_matter_that_a_neighbour_waits_for_stays(estate, sign_in, tell):
    matter = tell("resident")
    join_matter(matter.pk, actor=estate.actor("agent"), person_id=estate.people["elder"].pk)
    answer = sign_in(estate.resident).post(f"/my/matters/{matter.number}/withdraw/", {})
    assert answer.status_code == 422
    assert "还有 1 家也在等这件事的结果" in answer.content.decode()
    matter.refresh_from_db()
    assert matter.state == "received"
