"""The queue's pages through HTTP: everybody of the cast, hostile words, stale and double forms."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from linli.matters import testing
from linli.matters.handling.api import Matter, finish_matter

HOSTILE = "<script>alert('漏水')</script>𠮷野家 & \"水\""


@pytest.fixture
def house(cast):
    testing.load_rules(cast.estate)
    return cast


def form_of(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form that a page shows."""
    html = client.get(address).content.decode()
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    return dict(pairs)


PAGES = ["/queue/", "/queue/today", "/queue/visits", "/queue/{n}", "/queue/{n}/why",
         "/queue/{n}/do/note"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_outsiders_get_nothing(house, sign_in, page):
    address = page.format(n=testing.make_matter(house).number)
    for name in ("outsider", "resident", "foreign_lead"):
        answer = sign_in(getattr(house, name)).get(address)
        if name == "foreign_lead" and "{n}" not in page:
            assert "厨房水管漏水" not in answer.content.decode()
        else:
            assert answer.status_code in (403, 404), (name, page)
    visitor = Client().get(address)
    assert visitor.status_code == 302 and "/accounts/sign-in" in visitor["Location"]


@pytest.mark.parametrize("name", ["agent", "lead", "secretary", "worker", "property_manager",
                                  "grid_worker", "guard", "volunteer"])  # fmt: skip
def test_staff_open_the_queue(house, sign_in, name):
    testing.make_matter(house)
    assert sign_in(getattr(house, name)).get("/queue/").status_code == 200


def test_a_matter_shows_what_was_said_and_who_said_it(house, sign_in):
    matter = testing.make_matter(house)
    page = sign_in(house.agent).get(f"/queue/{matter.number}").content.decode()
    assert "厨房水管漏水。请来看看。" in page
    assert house.people["resident"].name in page
    assert house.people["resident"].phone in page


def test_hostile_words_are_words(house, sign_in):
    matter = testing.make_matter(house, text=HOSTILE)
    client = sign_in(house.agent)
    for address in ("/queue/", f"/queue/{matter.number}"):
        page = client.get(address).content.decode()
        assert "<script>alert(" not in page
        assert "&lt;script&gt;alert(" in page


@pytest.mark.rule("SEC-06")
def test_a_sensitive_matter_is_masked_for_the_desk(house, sign_in):
    matter = testing.make_accepted(
        house, worker="secretary", by="lead", category="disability_aid", text="我的轮椅补贴没有发。"
    )
    client = sign_in(house.agent)
    assert "轮椅补贴" not in client.get("/queue/").content.decode()
    assert client.get(f"/queue/{matter.number}").status_code == 403
    assert "轮椅补贴" in sign_in(house.lead).get(f"/queue/{matter.number}").content.decode()


@pytest.mark.parametrize(
    "query", ["category=nothing", "grid=-1", "grid=abc", "building=99999999999999999999",
              "cursor=%00garbage", "view=nope", "since=2026-99-99", "state='--"]
)  # fmt: skip
def test_garbage_filters_get_a_clear_answer(house, sign_in, query):
    answer = sign_in(house.agent).get(f"/queue/?{query}")
    assert answer.status_code == 422
    assert "没有办成" in answer.content.decode()


def test_unknown_numbers_and_deeds_are_not_found(house, sign_in):
    client = sign_in(house.agent)
    matter = testing.make_matter(house)
    addresses = ("/queue/991231-999", f"/queue/{matter.number}/do/dance", "/queue/991231-99999999")
    for address in addresses:
        assert client.get(address).status_code == 404


def test_parts_for_htmx_are_parts(house, sign_in):
    matter = testing.make_matter(house)
    client = sign_in(house.agent)
    for part, address in (("matter", f"/queue/{matter.number}"), ("done", f"/queue/{matter.number}"),
                          ("queue-list", "/queue/"), ("views", "/queue/"),
                          ("deed", f"/queue/{matter.number}/do/note")):  # fmt: skip
        html = client.get(address, headers={"HX-Request": "true", "HX-Target": part})
        assert html.status_code == 200
        assert "<html" not in html.content.decode()
    whole = client.get("/queue/", headers={"HX-Request": "true", "HX-Target": "matter",
                                           "HX-History-Restore-Request": "true"})  # fmt: skip
    assert "<html" in whole.content.decode()


def test_a_double_click_does_it_once(house, sign_in):
    matter = testing.make_accepted(house)
    client = sign_in(house.worker)
    address = f"/queue/{matter.number}/do/note"
    sent = {**form_of(client, address), "text": "仓库有货。"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    page = client.get(f"/queue/{matter.number}").content.decode()
    assert page.count("仓库有货。") == 1


def test_the_same_key_with_other_words_is_refused(house, sign_in):
    matter = testing.make_accepted(house)
    client = sign_in(house.worker)
    address = f"/queue/{matter.number}/do/note"
    sent = {**form_of(client, address), "text": "一"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, {**sent, "text": "二"}).status_code == 409


def test_a_stale_form_says_who_was_faster_and_keeps_the_words(house, sign_in):
    matter = testing.make_matter(house)
    first, second = sign_in(house.worker), sign_in(house.worker2)
    address = f"/queue/{matter.number}/do/accept"
    ours, theirs = (
        form_of(first, f"/queue/{matter.number}"),
        form_of(second, f"/queue/{matter.number}"),
    )
    assert first.post(address, ours).status_code == 302
    answer = second.post(address, theirs)
    assert answer.status_code == 409
    assert "李师傅刚才改过这件事" in answer.content.decode()
    assert Matter.objects.get(pk=matter.pk).holder_id == house.worker.pk


def test_finishing_without_proof_says_what_is_missing(house, sign_in):
    matter = testing.make_accepted(house)
    client = sign_in(house.worker)
    address = f"/queue/{matter.number}/do/finish"
    answer = client.post(address, {**form_of(client, address), "text": ""})
    assert answer.status_code == 422
    assert "请拍张照片，或写一句怎么办好的。" in answer.content.decode()


def test_handing_on_needs_a_reason(house, sign_in):
    matter = testing.make_accepted(house)
    client = sign_in(house.worker)
    address = f"/queue/{matter.number}/do/offer"
    sent = form_of(client, address) | {"to": f"{house.organisations['committee'].pk}:"}
    answer = client.post(address, {**sent, "reason": " "})
    assert answer.status_code == 422
    assert client.post(address, {**sent, "reason": "要居委会出面。"}).status_code == 302


DEEDS = {
    "note": {"text": "看过了。"},
    "tell": {"text": "明天来。"},
    "ask": {"text": "几点在家？"},
    "extend": {"days": "1", "reason": "等配件。"},
    "change": {"title": "水管", "category": "drainage", "kind": "request", "urgency": "high",
               "place": "1-1-101"},
    "appoint": {"day": "2099-01-05", "start": "09:00", "until": "11:00"},
    "finish": {"text": "换好了。"},
    "decline": {"reason": "not_ours", "text": "请找供水公司。"},
    "merge": {"others": "{other}", "reason": "同一根管。"},
    "split": {"text1": "水", "category1": "water_pipe", "text2": "电", "category2": "electricity"},
    "join": {"name": "李四", "phone": "13800000000", "text": "我家也是。"},
    "assign": {"account": ""},
    "reply": {"text": "还在漏。"},
}  # fmt: skip


@pytest.mark.parametrize("name", DEEDS)
def test_every_deed_has_a_form_that_works(house, sign_in, name):
    other = testing.make_matter(house).number
    matter = testing.make_accepted(house)
    client = sign_in(house.lead)
    address = f"/queue/{matter.number}/do/{name}"
    page = client.get(address)
    assert page.status_code == 200 and 'id="deed-title"' in page.content.decode()
    fields = {k: v.format(other=other) for k, v in DEEDS[name].items()}
    answer = client.post(address, form_of(client, address) | fields)
    assert answer.status_code == 302, answer.content.decode()


@pytest.mark.parametrize("name", ["finish", "visit", "step", "reopen", "unmerge"])
def test_a_deed_out_of_turn_is_refused(house, sign_in, name):
    matter = testing.make_matter(house)
    answer = sign_in(house.agent).get(f"/queue/{matter.number}/do/{name}")
    assert answer.status_code == 403


def test_a_dispute_takes_parties_and_steps(house, sign_in):
    matter = testing.make_matter(house, by="lead", kind="dispute", category="neighbour_dispute")
    client = sign_in(house.lead)
    page = f"/queue/{matter.number}"
    client.post(f"{page}/do/accept", form_of(client, page))
    for name, fields in (
        ("add_party", {"role": "party", "name": "楼上的刘家"}),
        ("step", {"step": "hear", "text": "两边都听了。"}),
    ):
        address = f"{page}/do/{name}"
        assert client.post(address, form_of(client, address) | fields).status_code == 302
    html = client.get(page).content.decode()
    assert "楼上的刘家" in html and "分别听取" in html


def test_a_return_visit_with_one_button(house, sign_in):
    matter = testing.make_done(house)
    client = sign_in(house.agent2)
    assert matter.number in client.get("/queue/visits").content.decode()
    sent = form_of(client, "/queue/visits") | {"quick": "good"}
    answer = client.post(f"/queue/{matter.number}/visit", sent)
    assert answer.status_code == 302
    closed = Matter.objects.get(pk=matter.pk)
    assert (closed.state, closed.result) == ("closed", "solved")


def test_a_return_visit_button_that_does_not_exist(house, sign_in):
    matter = testing.make_done(house)
    answer = sign_in(house.agent2).post(f"/queue/{matter.number}/visit", {"quick": "x"})
    assert answer.status_code == 422


def test_whoever_did_the_work_is_not_offered_the_visit(house, sign_in):
    matter = testing.make_matter(house, by="agent")
    client = sign_in(house.agent)
    page = f"/queue/{matter.number}"
    client.post(f"{page}/do/accept", form_of(client, page))
    finish_matter(matter.pk, actor=house.actor("agent"), text="答复了。")
    assert client.get(f"{page}/do/visit").status_code == 403
    assert matter.number not in client.get("/queue/visits").content.decode()


def test_today_lists_the_agreed_visit(house, sign_in):
    matter = testing.make_accepted(house)
    client = sign_in(house.worker)
    page = client.get("/queue/today").content.decode()
    assert matter.number in page and "tel:" in page


def test_why_names_the_rule(house, sign_in):
    matter = testing.make_matter(house)
    page = sign_in(house.agent).get(f"/queue/{matter.number}/why").content.decode()
    assert "供水管道：物业公司" in page and "类别不同" in page


def test_a_picture_that_is_none_is_refused(house, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    matter = testing.make_accepted(house)
    client = sign_in(house.worker)
    address = f"/queue/{matter.number}/do/finish"
    picture = SimpleUploadedFile("a.jpg", b"MZ not a picture", "image/jpeg")
    answer = client.post(address, form_of(client, address) | {"text": "", "pictures": picture})
    assert 400 <= answer.status_code < 500
    assert Matter.objects.get(pk=matter.pk).state == "accepted"


def test_the_queue_speaks_english(house, sign_in):
    testing.make_matter(house)
    client = sign_in(house.agent)
    client.cookies["linli_language"] = "en"
    page = client.get("/queue/").content.decode()
    assert "All open" in page and "全部未结" not in page
