"""What anybody sees of an estate and of a slip, and what nobody learns there."""

from __future__ import annotations

import re

import pytest

from linli.base.scopes.api import all_estates
from linli.matters.handling.api import (
    Matter,
    accept_matter,
    finish_matter,
    follow_token,
    open_matter,
    thank_worker,
)
from linli.matters.routing.api import load_catalogue
from linli.web.accounts.testing import OutsideClient
from linli.web.public.queries import REPLIES_AN_HOUR


@pytest.fixture
def estate(cast):
    load_catalogue(cast.estate)
    return cast


@pytest.fixture
def visitor():
    return OutsideClient()


def tell(cast, who="resident", **over):
    fields = {
        "kind": "request", "category": "lift", "channel": "resident",
        "text": "三单元电梯门关不上,我是张秀兰", "place_id": next(iter(cast.actor(who).home_ids)),
    }  # fmt: skip
    return open_matter(actor=cast.actor(who), **{**fields, **over})


def page_of(cast, visitor):
    return visitor.get(f"/public/{cast.estate.code}/").content.decode()


def test_what_is_being_fixed_names_building_and_category_and_nobody(estate, visitor):
    tell(estate)
    page = page_of(estate, visitor)
    assert "电梯" in page and "1号楼" in page
    for secret in ("张秀兰", "1-1-101", "三单元", estate.people["resident"].phone):
        assert secret not in page


def test_sensitive_private_and_disputed_matters_are_not_published(estate, visitor):
    tell(estate, category="elder_care", text="老人要洗澡")
    tell(estate, category="gas", text="灶打不着")
    tell(estate, category="electricity", kind="dispute", text="电费吵起来了")
    page = page_of(estate, visitor)
    assert "正在办的公共事" in page and "现在没有在修的公共设施" in page


@pytest.mark.rule("GRID-02")
def test_grid_cards_name_area_worker_and_both_phones(estate, visitor):
    estate.grid_worker.phone = "13900000001"
    estate.grid_worker.save()
    estate.estate.supervision_phone = "0319-0000-119"
    estate.estate.save()
    page = page_of(estate, visitor)
    for part in ("何网格", "tel:13900000001", "1号楼", "2号楼", "tel:0319-0000-119"):
        assert part in page


def test_honours_name_staff_only(estate, visitor):
    matter = tell(estate)
    accept_matter(matter.pk, actor=estate.actor("worker"))
    finish_matter(matter.pk, actor=estate.actor("worker"), text="修好了")
    thank_worker(matter.pk, actor=estate.actor("resident"), text="我是秘密的张秀兰")
    page = page_of(estate, visitor)
    assert "李师傅" in page and "张秀兰" not in page


def test_the_rates_show_what_they_are_made_of(estate, visitor):
    page = page_of(estate, visitor)
    assert all(word in page for word in ("响应率", "解决率", "满意率", "0 件 / 共 0 件"))


def test_the_page_needs_no_script_and_few_bytes(estate, visitor):
    for n in range(12):
        tell(estate, text=f"电梯 {n}")
    page = page_of(estate, visitor)
    assert not re.findall(r"<script(?![^>]*application/json)", page)
    assert "bootstrap" not in page
    assert len(page.encode()) < 40_000


@pytest.mark.parametrize("code", ["nothing", "estate-0", "f", "x" * 300])
def test_an_unknown_estate_is_not_found(visitor, estate, code):
    assert visitor.get(f"/public/{code}/").status_code == 404


def test_the_list_leads_to_the_estates(estate, visitor):
    page = visitor.get("/public/").content.decode()
    assert estate.estate.name in page and estate.other_estate.name in page
    with all_estates():
        type(estate.estate).objects.filter(pk=estate.other_estate.pk).update(code="far-away")
    assert visitor.get("/public/far-away/").status_code == 200


def test_somebody_signed_in_stays_in_the_own_estate(estate, sign_in):
    client = sign_in(estate.resident)
    own = f"/public/{estate.estate.code}/"
    assert client.get("/public/")["Location"] == own
    assert client.get(own).status_code == 200
    assert client.get(f"/public/{estate.other_estate.code}/").status_code == 404


def test_the_slip_tells_state_and_next_step_and_nothing_else(estate, visitor):
    matter = tell(estate, category="elder_care", text="老人要洗澡,我是张秀兰")
    answer = visitor.get(f"/public/f/{follow_token(matter)}")
    page = answer.content.decode()
    assert matter.number in page and "给您回话" in page
    for secret in ("张秀兰", "洗澡", "养老", "1-1-101", "1号楼", "陈接线"):
        assert secret not in page
    # the address is the key: it goes to no other site and into no cache
    assert answer["Referrer-Policy"] == "same-origin" and "no-store" in answer["Cache-Control"]


def test_a_token_that_was_not_made_here_finds_nothing(estate, visitor, sign_in):
    matter = tell(estate)
    token = follow_token(matter)
    for odd in (token[:-1], token + "x", "x", str(matter.pk), matter.number):
        assert visitor.get(f"/public/f/{odd}").status_code == 404
    stranger = sign_in(estate.foreign_lead)
    stranger.__class__ = OutsideClient
    assert stranger.get(f"/public/f/{token}").status_code == 404


@pytest.mark.parametrize("known", [True, False])
def test_whoever_holds_the_slip_may_answer_but_not_without_end(estate, visitor, known):
    over = {"reporter_id": estate.people["elder"].pk} if known else {}
    matter = open_matter(
        actor=estate.actor("clerk"), kind="request", category="lift", channel="letter",
        text="电梯", **over,
    )  # fmt: skip
    address = f"/public/f/{follow_token(matter)}"
    for n in range(REPLIES_AN_HOUR):
        for _ in range(2):  # sent twice, taken once
            said = visitor.post(address, {"text": f"第 {n} 句 <b>", "form_key": f"k{n}"})
        assert said.status_code == 302
    assert "收到了，办事的人会看到" in visitor.get(said["Location"]).content.decode()
    refused = visitor.post(address, {"text": "再来", "form_key": "more"})
    assert refused.status_code == 429 and "再来" in refused.content.decode()
    assert matter.entries.filter(kind="answered").count() == REPLIES_AN_HOUR


def test_an_empty_answer_to_a_slip_is_asked_for(estate, visitor):
    matter = tell(estate)
    answer = visitor.post(f"/public/f/{follow_token(matter)}", {"text": " ", "form_key": "k"})
    assert answer.status_code == 422
    assert Matter.objects.get(pk=matter.pk).version == matter.version
