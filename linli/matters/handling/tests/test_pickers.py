"""Merging and joining by choosing, with scripts and without; no raw numbers needed."""

from __future__ import annotations

from typing import Any

import pytest

from linli.matters.handling.models import MatterParty
from linli.matters.testing import make_accepted, make_closed, make_matter


def merge_address(matter: Any) -> str:
    return f"/queue/{matter.number}/do/merge"


def test_the_form_offers_what_the_same_person_said_and_what_lies_near(
    queue: Any, sign_in: Any
) -> None:
    place = queue.places["building1"].pk
    kept = make_matter(queue, place_id=place)
    same = make_matter(queue, text="又漏水了", place_id=queue.places["gate"].pk)
    near = make_matter(queue, text="楼上也漏", reporter_id=queue.people["elder"].pk, place_id=place)
    far = make_matter(
        queue, text="路灯坏了", reporter_id=queue.people["owner"].pk,
        place_id=queue.places["building3"].pk,
    )  # fmt: skip
    closed = make_closed(queue, text="早修好了", place_id=place)
    page = sign_in(queue.agent).get(merge_address(kept)).content.decode()
    boxes = page[page.index('id="id_deed_others_found"') :]
    boxes = boxes[: boxes.index("</form>")]
    assert f'value="{same.number}"' in boxes and "同一个人说的" in boxes
    assert f'value="{near.number}"' in boxes
    for other in (kept, far, closed):
        assert f'value="{other.number}"' not in boxes


@pytest.mark.parametrize("how", ["part of the number", "words of the title"])
def test_another_is_found_by_number_and_words(queue: Any, sign_in: Any, how: str) -> None:
    kept = make_matter(queue)
    other = make_matter(
        queue, text="路灯坏了", reporter_id=queue.people["owner"].pk,
        place_id=queue.places["building3"].pk,
    )  # fmt: skip
    words = other.number[3:] if how == "part of the number" else "路灯"
    client = sign_in(queue.agent)
    found = client.get(f"/queue/{kept.number}/candidates", {"others_words": words})
    assert f'value="{other.number}"' in found.content.decode()
    # without scripts the form comes back with it, nothing is merged yet
    answer = client.post(merge_address(kept), {"others_words": "路灯", "reason": "同一件"})
    assert answer.status_code == 422
    assert f'value="{other.number}"' in answer.content.decode()
    other.refresh_from_db()
    assert other.state == "received"


def test_ticked_boxes_and_a_typed_number_merge(queue: Any, sign_in: Any) -> None:
    kept, one, two = (make_matter(queue) for _ in range(3))
    fields = {"others": [one.number], "others_words": two.number, "reason": "同一件",
              "form_key": "m1"}  # fmt: skip
    assert sign_in(queue.agent).post(merge_address(kept), fields).status_code == 302
    for other in (one, two):
        other.refresh_from_db()
        assert (other.state, other.merged_into_id) == ("merged", kept.pk)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "请在下面点一下是哪几件"),
        ({"others_words": "没有这样的事"}, "没有找到"),
        ({"others_words": "991231-999"}, "没有找到编号"),
        ({"others": "991231-999"}, "没有找到编号"),
    ],
)
def test_what_is_not_there_is_said(
    queue: Any, sign_in: Any, sent: dict[str, str], said: str
) -> None:
    kept = make_matter(queue)
    answer = sign_in(queue.agent).post(merge_address(kept), {**sent, "reason": "同一件"})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_sensitive_words_are_offered_to_nobody_who_may_not_read_them(
    queue: Any, sign_in: Any
) -> None:
    kept = make_matter(queue)
    hidden = make_accepted(
        queue, worker="secretary", by="lead", category="disability_aid", text="轮椅补贴没有发"
    )
    page = sign_in(queue.agent).get(
        f"/queue/{kept.number}/candidates", {"others_words": "轮椅"}
    ).content.decode()  # fmt: skip
    assert "轮椅补贴" not in page and hidden.number not in page
    for who in ("outsider", "worker2", "worker", "resident"):
        answer = sign_in(queue.accounts[who]).get(f"/queue/{kept.number}/candidates")
        assert answer.status_code in (403, 404), who


def test_somebody_of_the_register_joins_by_being_picked(queue: Any, sign_in: Any) -> None:
    matter, elder = make_matter(queue), queue.people["elder"]
    client, address = sign_in(queue.agent), f"/queue/{matter.number}/do/join"
    answer = client.post(address, {"person_words": elder.name})
    assert answer.status_code == 422
    assert f'name="person" id="id_person_{elder.pk}"' in answer.content.decode()
    fields = {"person_words": elder.name, "person": elder.pk, "form_key": "j1"}
    assert client.post(address, fields).status_code == 302
    assert MatterParty.objects.get(matter=matter.pk).person_id == elder.pk


def test_somebody_unknown_joins_by_name_and_nobody_does_not(queue: Any, sign_in: Any) -> None:
    matter = make_matter(queue)
    client, address = sign_in(queue.agent), f"/queue/{matter.number}/do/join"
    assert client.post(address, {}).status_code == 422
    fields = {"name": "过路人", "phone": "13700000001", "form_key": "j2"}
    assert client.post(address, fields).status_code == 302
    party = MatterParty.objects.get(matter=matter.pk)
    assert (party.person_id, party.name) == (None, "过路人")
