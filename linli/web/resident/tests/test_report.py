"""Telling something: the whole way, what is refused and how, and who may not."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from PIL import Image

from linli.base.requests.api import RequestKey
from linli.estate.places.api import Place
from linli.matters.handling.api import Matter, MatterEntry, MatterFile, open_matters_near
from linli.matters.topics.models import Suggestion
from linli.web.accounts.testing import OutsideClient
from linli.web.resident.tests.conftest import home_of


def filled(cast, **over):
    fields = {"text": "三楼楼道灯不亮了", "where": str(home_of(cast, "resident")), "form_key": "k1"}
    return {**fields, **over}


def picture(name="灯.png", colour="red"):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    file.seek(0)
    file.name = name
    return file


def send(client, cast, **over):
    return client.post("/my/report/", filled(cast, **over))


def words_of(matter):
    rows = MatterEntry.objects.filter(matter=matter, text__isnull=False).order_by("id")
    return list(rows.values_list("text__body", flat=True))


def test_what_is_told_becomes_one_matter_with_its_number_shown(estate, sign_in):
    client = sign_in(estate.resident)
    answer = send(client, estate, pictures=[picture(), picture("b.png", "blue")])
    matter = Matter.objects.get()
    assert (matter.title, matter.place.plate) == ("三楼楼道灯不亮了", "1-1-101")
    assert matter.reporter == estate.people["resident"]
    assert MatterFile.objects.filter(matter=matter).count() == 2
    page = client.get(answer["Location"]).content.decode()
    assert matter.number in page and "给您回话" in page
    assert f'name="draft-done" content="report-{estate.resident.pk}' in page


def test_a_second_click_sends_nothing_more(estate, sign_in):
    client = sign_in(estate.resident)
    answers = [send(client, estate, pictures=[picture()]) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Matter.objects.count() == 1
    assert MatterFile.objects.count() == 1


def test_words_written_after_a_lost_answer_are_added_and_not_doubled(estate, sign_in):
    client = sign_in(estate.resident)
    send(client, estate)
    for _ in range(2):
        assert send(client, estate, text="三楼楼道灯不亮了,四楼也不亮").status_code == 302
    matter = Matter.objects.get()
    bodies = words_of(matter)
    assert bodies.count("三楼楼道灯不亮了,四楼也不亮") == 1


def test_a_missing_place_is_asked_for(estate, sign_in):
    client = sign_in(estate.resident)
    for over in ({"where": ""}, {"where": "other"}, {"where": "other", "near": ""}):
        answer = send(client, estate, **over)
        assert answer.status_code == 422
        assert "请选一下在哪儿" in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_place_is_chosen_by_list_by_words_and_by_sticker(estate, sign_in):
    client = sign_in(estate.resident)
    gate = estate.places["gate"]
    send(client, estate, form_key="a", where="other", near=str(gate.pk))
    send(client, estate, form_key="b", where="other", place_text="西边围墙豁口")
    token = uuid.uuid4()
    Place.objects.filter(pk=gate.pk).update(qr_token=token)
    page = client.get(f"/my/report/?place={token}").content.decode()
    assert "您扫码的地方" in page and f'value="{gate.pk}"' in page
    first, second = Matter.objects.order_by("id")
    assert first.place == gate and second.place is None and second.place_text == "西边围墙豁口"


@pytest.mark.parametrize(
    "token", ["x", "not-a-token", "6f1c2f6e-0000-4000-8000-000000000001", "'; DROP TABLE place"]
)
def test_a_foreign_sticker_leads_to_the_plain_form(estate, sign_in, token):
    answer = sign_in(estate.resident).get("/my/report/", {"place": token})
    assert answer.status_code == 200
    assert "您扫码的地方" not in answer.content.decode()


def test_the_sticker_of_a_neighbours_home_names_the_entrance_only(estate, sign_in):
    token = uuid.uuid4()
    Place.objects.filter(plate="1-1-201").update(qr_token=token)
    page = sign_in(estate.resident).get(f"/my/report/?place={token}").content.decode()
    assert "您扫码的地方" in page and "1-1-201" not in page


def test_a_neighbours_home_cannot_be_named(estate, sign_in):
    neighbour = home_of(estate, "elder")
    for over in ({"where": str(neighbour)}, {"where": "other", "near": str(neighbour)}):
        answer = send(sign_in(estate.resident), estate, **over)
        assert answer.status_code == 422
        assert "没有找到这个地方" in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script><b>粗</b>", "{{ 7*7 }} {% raw %}", "𠮷野家的㐂·先生 👵🏽🧯", "第一行\n第二行",
     "' OR 1=1 --", "x" * 10_000],
)  # fmt: skip
def test_words_stay_as_they_are_written(estate, sign_in, text):
    client = sign_in(estate.resident)
    send(client, estate, text=text)
    matter = Matter.objects.get()
    assert words_of(matter) == [text]
    page = client.get(f"/my/matters/{matter.number}/").content.decode()
    assert "<script>alert" not in page and "<b>粗" not in page


def test_ten_thousand_characters_and_one_are_refused_with_the_limit(estate, sign_in):
    answer = send(sign_in(estate.resident), estate, text="长" * 10_001)
    page = answer.content.decode()
    assert answer.status_code == 422 and "10001" in page and "10000" in page
    assert "长" * 10_001 in page, "what was written must come back"
    assert not Matter.objects.exists()


def test_a_picture_that_is_none_is_named_and_nothing_is_sent(estate, sign_in):
    fake = io.BytesIO(b"<?php echo 1; ?>" * 50)
    fake.name = "photo.jpg"
    answer = send(sign_in(estate.resident), estate, pictures=[fake])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="pictures_error"' in page and "三楼楼道灯不亮了" in page
    assert not Matter.objects.exists() and not RequestKey.objects.filter(key="k1").exists()


def test_seven_pictures_are_one_too_many(estate, sign_in):
    answer = send(sign_in(estate.resident), estate, pictures=[picture() for _ in range(7)])
    assert answer.status_code == 422 and "一次最多放 6 张" in answer.content.decode()


def test_a_phone_that_cannot_be_one_is_asked_for_again(estate, sign_in):
    answer = send(sign_in(estate.resident), estate, phone="12345")
    assert answer.status_code == 422 and "这个电话" in answer.content.decode()


def test_the_category_is_guessed_when_nobody_chose_one(estate, sign_in):
    client = sign_in(estate.resident)
    send(client, estate, form_key="a", text="电梯门关不上")
    send(client, estate, form_key="b", text="嗯嗯啊啊")
    codes = list(Matter.objects.order_by("id").values_list("category__code", flat=True))
    assert codes == ["lift", "other"]


def test_a_category_that_does_not_exist_is_refused(estate, sign_in):
    answer = send(sign_in(estate.resident), estate, category="nonsense")
    assert answer.status_code == 422 and not Matter.objects.exists()


@pytest.mark.rule("REQ-02")
@pytest.mark.parametrize(
    ("text", "number"),
    [("厨房着火了", "tel:119"), ("老人摔倒起不来了", "tel:120"), ("楼下有人拿刀", "tel:110"),
     ("闻到一股煤气味", "tel:119"), ("我被困在电梯里了", "tel:119")],
)  # fmt: skip
def test_danger_shows_whom_to_call_before_anything_is_sent(estate, sign_in, text, number):
    client = sign_in(estate.resident)
    advice = client.post("/my/report/advice/", {"text": text}, headers={"HX-Request": "true"})
    banner = advice.content.decode()
    assert 'class="emergency danger"' in banner and number in banner
    # without scripts the banner comes with the next answer of the server
    assert 'class="emergency danger"' in send(client, estate, text=text, where="").content.decode()
    assert not Matter.objects.exists()


@pytest.mark.rule("REQ-02")
def test_calls_stand_on_the_form_from_the_start_and_a_calm_text_raises_no_banner(estate, sign_in):
    client = sign_in(estate.resident)
    page = client.get("/my/report/").content.decode()
    assert all(f"tel:{n}" in page for n in (110, 119, 120))
    assert "emergency danger" not in page
    calm = client.post("/my/report/advice/", {"text": "煤气费怎么交"}).content.decode()
    assert "emergency danger" not in calm


@pytest.mark.rule("REQ-02")
def test_what_tells_of_danger_is_filed_as_an_emergency(estate, sign_in):
    send(sign_in(estate.resident), estate, text="厨房着火了")
    assert Matter.objects.get().urgency == "emergency"


def test_parts_of_a_building_are_listed_without_its_homes(estate, sign_in):
    client = sign_in(estate.resident)
    near = estate.places["building2"].pk
    page = client.get(f"/my/report/parts/?near={near}").content.decode()
    assert "2-1" in page and "2-1-101" not in page
    for odd in ("", "x", "-1", "9" * 40, "0"):
        assert client.get("/my/report/parts/", {"near": odd}).status_code == 200


def test_a_neighbours_report_of_the_same_can_be_joined(estate, sign_in, tell):
    matter = tell("elder", text="电梯坏了,我腿不好,王德山", place_id=estate.places["building1"].pk)
    client = sign_in(estate.resident)
    asked = {"where": home_of(estate, "resident"), "text": "电梯停了"}
    page = client.post("/my/report/neighbours/", asked).content.decode()
    assert f"/my/join/{matter.pk}/" in page and "王德山" not in page
    assert client.post(f"/my/join/{matter.pk}/").status_code == 302
    mine = client.get("/my/matters/").content.decode()
    assert matter.number in mine and "我腿不好" not in mine
    theirs = client.get(f"/my/matters/{matter.number}/").content.decode()
    assert "我腿不好" not in theirs and "王德山" not in theirs


def test_what_was_suggested_is_tapped_not_preselected_and_kept_with_the_decision(estate, sign_in):
    client = sign_in(estate.resident)
    advice = client.post("/my/report/advice/", {"text": "1号楼电梯门关不上"}).content.decode()
    assert 'data-chip="category" data-value="lift"' in advice and "selected" not in advice
    shown = re.search(r'name="shown" value="([^"]+)"', advice)[1]
    send(client, estate, form_key="a", shown=shown, category="lift")
    send(client, estate, form_key="b", shown=shown, category="noise_neighbour")
    send(client, estate, form_key="c", shown=shown)
    rows = Suggestion.objects.filter(field="category").order_by("id")
    assert [row.decision for row in rows] == ["accepted", "changed", "default"]


def test_a_place_that_the_words_name_is_offered_beside_ones_own(estate, sign_in):
    client = sign_in(estate.resident)
    advice = client.post("/my/report/advice/", {"text": "2号楼1单元灯坏了"}).content.decode()
    entrance = Place.objects.get(plate="2-1")
    assert f'name="where" id="id_where_{entrance.pk}"' in advice and "您说到的地方" in advice
    neighbour = client.post("/my/report/advice/", {"text": "1-1-201 漏水"}).content.decode()
    assert f"id_where_{home_of(estate, 'elder')}" not in neighbour
    send(client, estate, where=str(entrance.pk))
    assert Matter.objects.get().place == entrance


def test_me_too_says_how_many_told_of_it_and_is_kept(estate, sign_in, tell, reads):
    building = estate.places["building1"].pk
    matter = tell("elder", text="一单元电梯停了，按了没反应", place_id=building)
    client = sign_in(estate.resident)
    asked = {"where": home_of(estate, "resident"), "text": "一单元电梯又停了，按了没反应"}
    page = client.post("/my/report/neighbours/", asked).content.decode()
    assert "我也是" in page and f"/my/join/{matter.pk}/" in page
    shown = re.search(r'name="shown_same" value="([^"]+)"', page)[1]
    assert f"same={matter.pk}:" in shown
    assert client.post(f"/my/join/{matter.pk}/", {"shown_same": shown}).status_code == 302
    kept = Suggestion.objects.get(field="same")
    assert (kept.decision, kept.chosen) == ("accepted", str(matter.pk))
    (line,) = open_matters_near(estate.actor("elder"), building)
    assert line.tellers == 2


def test_a_visitor_is_led_to_sign_in_and_parts_stay_quiet(estate):
    visitor = OutsideClient()
    for page in ("/my/", "/my/report/", "/my/matters/", "/my/help/", "/my/services/pay/"):
        assert "/accounts/sign-in/" in visitor.get(page)["Location"]
    answer = visitor.post("/my/report/advice/", {"text": "x"}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    back = visitor.post("/my/report/", {"text": "x"})["Location"]
    assert re.search(r"next=/my/report/$", back)


@pytest.mark.parametrize("who", ["outsider", "lead", "agent", "worker", "administrator"])
def test_who_does_not_live_here_tells_nothing(estate, sign_in, who):
    client = sign_in(estate.accounts[who])
    for page in ("/my/", "/my/report/", "/my/matters/", "/my/help/", "/my/services/pay/"):
        answer = client.get(page)
        assert answer.status_code == 403 and "服务中心" in answer.content.decode()
    assert client.post("/my/report/", {"text": "x", "where": "1"}).status_code == 403
    assert not Matter.objects.exists()
