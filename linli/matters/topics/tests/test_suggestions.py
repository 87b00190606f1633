from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.accounts.api import system_actor
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed
from linli.matters.testing import make_matter
from linli.matters.topics.api import (
    accepted_shares,
    guess_category,
    record_join,
    record_suggestions,
    suggest,
    write_shown,
)
from linli.matters.topics.models import Suggestion
from linli.matters.topics.showing import read_shown


def test_a_text_gets_category_place_and_danger(queue: Any, reads: Any) -> None:
    found = suggest("1号楼1单元101 厨房着火了 快来人", actor=queue.actor("agent"))
    assert found.danger == "119"
    assert found.urgency is not None
    assert found.urgency.value == "emergency"
    assert found.places[0].plate == "1-1-101"
    assert found.model == reads.reader.version


def test_an_impossible_home_gives_way_to_its_entrance(queue: Any, reads: Any) -> None:
    found = suggest("1-1-9901 水管漏水", actor=queue.actor("agent"))
    assert found.places[0].plate == "1-1"
    assert found.unknown_places == ("1-1-9901",)


def test_a_public_place_is_found_by_name(queue: Any, reads: Any) -> None:
    found = suggest("东门垃圾桶满了没人清", actor=queue.actor("agent"))
    assert [guess.id for guess in found.places] == [queue.places["gate"].pk]


def test_without_a_model_words_speak(queue: Any) -> None:
    found = suggest("电梯坏了 有人困在电梯里", actor=queue.actor("agent"))
    assert found.model == "words"
    assert found.categories[0].value == "lift"
    assert found.danger == "lift"
    assert guess_category("暖气不热") == "heating"


def test_the_same_incident_is_offered(queue: Any, reads: Any) -> None:
    place = queue.places["building1"]
    first = make_matter(queue, category="lift", text="1号楼1单元电梯坏了停在五楼 门打不开",
                        place_id=place.pk)  # fmt: skip
    make_matter(queue, category="dog", text="1号楼有人遛狗不拴绳", place_id=place.pk)
    found = suggest("1号楼1单元的电梯停在5楼了 门打不开", actor=queue.actor("agent"), place=place)
    assert [guess.id for guess in found.same] == [first.pk]
    assert found.same[0].title
    hidden = suggest(
        "1号楼1单元的电梯停在5楼了 门打不开", actor=queue.actor("outsider"), place=place
    )
    assert hidden.same == ()


def test_words_that_name_nothing_lean_on_the_matter_beside_them(queue: Any, reads: Any) -> None:
    place, agent = queue.places["building1"], queue.actor("agent")
    make_matter(queue, category="water_pipe", text="1号楼1单元停水了 到现在没来", place_id=place.pk)
    said = "1号楼1单元又停了 到现在没来"
    alone = suggest(said, actor=queue.actor("outsider"), place=place)
    beside = suggest(said, actor=agent, place=place)
    chances = [{g.value: g.score for g in one.categories} for one in (alone, beside)]
    assert chances[1]["water_pipe"] > chances[0].get("water_pipe", 0)


@pytest.mark.parametrize("text", ["", "嗯", "😀😀😀", "。。。", "​", "\x00"])
def test_nothing_said_suggests_nothing(queue: Any, reads: Any, text: str) -> None:
    assert suggest(text, actor=queue.actor("agent")).categories == ()


def test_a_pasted_law_is_harmless(queue: Any, reads: Any) -> None:
    law = "第二百七十八条 下列事项由业主共同决定：(一)制定和修改业主大会议事规则；" * 300
    found = suggest(law[:10_000], actor=queue.actor("agent"))
    assert found.danger == ""
    assert len(found.categories) == 3


def test_what_was_shown_and_decided_is_kept(queue: Any, reads: Any) -> None:
    agent = queue.actor("agent")
    place = queue.places["building1"]
    shown = suggest("1号楼电梯坏了停在五楼", actor=agent)
    matter = make_matter(queue, category="lift", text="1号楼电梯坏了", place_id=place.pk)
    record_suggestions(matter.pk, write_shown(shown), actor=agent)
    record_suggestions(matter.pk, write_shown(shown), actor=agent)
    kept = {row.field: row for row in Suggestion.objects.filter(matter=matter)}
    assert kept["category"].decision == "accepted"
    assert kept["place"].decision == "accepted"
    shares = {s.field: s for s in accepted_shares(queue.actor("lead"), today(), today())}
    assert shares["category"].share == 1
    assert (shares["category"].accepted, shares["category"].decided) == (1, 1)


def test_what_somebody_changed_counts_against(queue: Any) -> None:
    matter = make_matter(queue, category="lift", text="电梯")
    record_suggestions(matter.pk, "model=ab category=dog:0.900", actor=queue.actor("agent"))
    (share,) = accepted_shares(queue.actor("lead"), today() - timedelta(days=1), today())
    assert share.share == 0


def test_a_joined_matter_accepts_the_same(queue: Any) -> None:
    matter = make_matter(queue)
    for _ in range(2):
        record_join(matter.pk, f"model=ab same={matter.pk}:0.800", actor=queue.actor("agent"))
    (share,) = accepted_shares(queue.actor("lead"), today(), today())
    assert (share.field, share.accepted) == ("same", 2)


def test_where_nobody_chose_it_counts_for_neither(queue: Any) -> None:
    matter = make_matter(queue)
    actor = system_actor(queue.estate.pk)
    record_suggestions(matter.pk, "model=ab category=water_pipe:0.9", actor=actor)
    (share,) = accepted_shares(queue.actor("lead"), today(), today())
    assert share.decided == 0
    assert share.share is None


@pytest.mark.parametrize(
    "text", ["", "model=<script>", "category=dog", "category=a:2", "x=y:0.5", "=" * 9_000]
)
def test_a_meddled_form_is_ignored(text: str) -> None:
    assert read_shown(text) == ("words", {})


def test_figures_are_for_those_who_see_figures(queue: Any) -> None:
    with pytest.raises(NotAllowed):
        accepted_shares(queue.actor("outsider"), today(), today())


def test_the_page_shows_topics_and_shares(queue: Any, sign_in: Any) -> None:
    matter = make_matter(queue, category="lift", text="电梯")
    record_suggestions(matter.pk, "model=ab category=lift:0.900", actor=queue.actor("agent"))
    page = sign_in(queue.lead).get("/topics/")
    assert page.status_code == 200
    assert "系统建议被采用的比例" in page.content.decode()
    assert sign_in(queue.outsider).get("/topics/").status_code == 403


def test_chips_stand_beside_what_is_typed(queue: Any, reads: Any, sign_in: Any) -> None:
    client = sign_in(queue.agent)
    answer = client.post("/intake/call/hints", {"text": "1号楼1单元101 暖气不热 才十三度"})
    page = answer.content.decode()
    assert 'data-chip="category" data-value="heating" aria-pressed="true"' in page
    assert 'data-chip="place" data-value="1-1-101" aria-pressed="false"' in page
    assert 'name="shown" value="model=' in page
