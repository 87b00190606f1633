"""Finding matters by their words, and not finding what is not one's to read."""

from __future__ import annotations

from typing import Any

import pytest

from linli.matters import testing
from linli.matters.handling.api import add_note, search_matters
from linli.matters.handling.models import MatterText


def numbers(cast: Any, who: str, words: str, **over: Any) -> list[str]:
    return [f.number for f in search_matters(cast.actor(who), words, **over).found]


@pytest.mark.parametrize(
    "words", ["漏水", "水管漏水", "漏水 三单元", "三单元", "𠮷家", "PVC", "pvc", "管。请", "5%_"]
)
def test_words_find_their_matter(queue: Any, words: str) -> None:
    hit = testing.make_matter(queue, text="三单元𠮷家水管漏水,是PVC管。请来看看,打5%_折。")
    testing.make_matter(queue, text="三号楼单元门坏了,元三单,水漏了,5折")
    assert numbers(queue, "agent", words) == [hit.number]


@pytest.mark.parametrize("words", ["", "漏", " ", "水漏水", "%", "'; DROP", "\\", "漏水 没有这句"])
def test_what_does_not_stand_there_is_not_found(queue: Any, words: str) -> None:
    testing.make_matter(queue, text="漏了水,漏水不停。")
    assert numbers(queue, "agent", words) == []


def test_old_texts_are_found_beyond_the_newest(queue: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("linli.matters.handling.searching._SAMPLE", 3)
    hits = [testing.make_matter(queue, text=f"第{i}次说到青苔").number for i in range(3)]
    for _ in range(4):
        testing.make_matter(queue, text="别的事情")
    assert numbers(queue, "agent", "青苔") == hits[::-1]


def test_pages_follow_each_other_without_gap(queue: Any) -> None:
    hits = [testing.make_matter(queue, text=f"第{i}次说到青苔").number for i in range(7)]
    seen, before = [], None
    for _ in range(4):
        page = search_matters(queue.actor("agent"), "青苔", limit=2, before=before)
        seen += [one.number for one in page.found]
        before = page.before
        if before is None:
            break
    assert seen == hits[::-1]


def test_a_matter_that_says_it_twice_is_one_find(queue: Any) -> None:
    matter = testing.make_matter(queue, text="青苔很滑")
    add_note(matter.pk, actor=queue.actor("agent"), text="青苔已拍照")
    assert numbers(queue, "agent", "青苔") == [matter.number]


@pytest.mark.rule("SEC-06")
def test_sensitive_words_are_found_by_those_who_need_them(queue: Any) -> None:
    matter = testing.make_matter(queue, category="neighbour_dispute", text="对门青苔纠纷")
    assert numbers(queue, "agent", "青苔") == [matter.number]  # took it in
    assert numbers(queue, "lead", "青苔") == [matter.number]
    for who in ("grid_worker", "captain", "worker", "outsider", "foreign_lead"):
        assert numbers_or_none(queue, who) == [], who


def numbers_or_none(cast: Any, who: str) -> list[str]:
    from linli.base.scopes.api import ScopeMissing

    try:
        return numbers(cast, who, "青苔")
    except ScopeMissing:
        return []


def test_the_grid_worker_finds_the_own_grid_without_the_desks_notes(queue: Any) -> None:
    place = queue.places["building1"].pk
    matter = testing.make_matter(queue, text="楼前青苔", place_id=place)
    add_note(matter.pk, actor=queue.actor("agent"), text="内部说法：推诿")
    assert numbers(queue, "grid_worker", "青苔") == [matter.number]
    assert numbers(queue, "grid_worker", "推诿") == []
    assert numbers(queue, "agent", "推诿") == [matter.number]


def test_another_estates_words_stay_there(queue: Any) -> None:
    testing.make_matter(queue, text="楼前青苔")
    assert numbers(queue, "foreign_lead", "青苔") == []


def test_the_longest_text_is_indexed(queue: Any) -> None:
    matter = testing.make_matter(queue, text="开头" + "字词" * 4990 + "结尾")
    assert numbers(queue, "agent", "结尾") == [matter.number]
    assert MatterText.objects.get(matter=matter).body.endswith("结尾")
