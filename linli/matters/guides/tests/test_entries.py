"""Entries of the guide: written, checked, found, counted, wanted, past their day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from linli.base.calendars.api import clock_at, now, today
from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.matters.guides.api import (
    count_use,
    draw_entry,
    entry_card,
    find_entries,
    first_words,
    list_rows,
    publish_entry,
    report_expired,
    retire_entry,
    return_entry,
    rewrite_entry,
    say_lacking,
    submit_entry,
    suggest_entries,
    version_for,
    write_entry,
)
from linli.matters.guides.data import Use
from linli.matters.guides.errors import (
    DayPassed,
    EntryNotNow,
    OwnEntry,
    PartMissing,
    PartTooLong,
    TitleTaken,
    WaitsForCheck,
)
from linli.matters.guides.testing import entry_words, make_entry
from linli.matters.handling.api import Matter, matters_of_reporter
from linli.matters.testing import make_closed


def test_nobody_publishes_alone(queue: Any) -> None:
    version = write_entry(entry_words(queue), actor=queue.actor("lead"))
    with pytest.raises(EntryNotNow):
        publish_entry(version.pk, actor=queue.actor("clerk"))
    submit_entry(version.pk, actor=queue.actor("lead"))
    with pytest.raises(OwnEntry):
        publish_entry(version.pk, actor=queue.actor("lead"))
    assert find_entries("续租") == []
    publish_entry(version.pk, actor=queue.actor("clerk"))
    assert [card.title for card in find_entries("续租")] == ["公租房续租"]


def test_an_older_version_stays_and_readers_find_the_new(queue: Any) -> None:
    first = make_entry(queue)
    words = entry_words(queue, parts_zh={"what": "改过的话。", "where": "3 号窗口"})
    second = rewrite_entry(first.entry_id, words, actor=queue.actor("lead"))
    assert entry_card(first.entry_id).version_id == first.pk
    submit_entry(second.pk, actor=queue.actor("lead"))
    with pytest.raises(WaitsForCheck):
        rewrite_entry(first.entry_id, words, actor=queue.actor("lead"))
    publish_entry(second.pk, actor=queue.actor("clerk"))
    assert entry_card(first.entry_id).summary == "改过的话。"
    old = version_for(queue.actor("lead"), first.pk)
    assert (old.state, old.parts_zh["papers"]) == ("replaced", "身份证、原租约")


def test_what_is_returned_is_written_on(queue: Any) -> None:
    version = write_entry(entry_words(queue), actor=queue.actor("lead"))
    submit_entry(version.pk, actor=queue.actor("lead"))
    with pytest.raises(Invalid):
        return_entry(version.pk, actor=queue.actor("clerk"), reason=" ")
    return_entry(version.pk, actor=queue.actor("clerk"), reason="少了电话")
    again = rewrite_entry(version.entry_id, entry_words(queue), actor=queue.actor("lead"))
    assert again.pk == version.pk


@pytest.mark.parametrize(
    ("over", "error", "field"),
    [
        ({"parts_zh": {"what": "只写了什么事"}}, PartMissing, "where_zh"),
        ({"parts_zh": {"what": "长" * 601, "where": "窗口"}}, PartTooLong, "what_zh"),
        ({"valid_until": date(2020, 1, 1)}, DayPassed, "valid_until"),
        ({"organisation_id": 999_999}, Invalid, "organisation"),
        ({"category": "no_such"}, Invalid, "category"),
    ],
)
def test_bad_entries_are_refused_at_their_field(
    queue: Any, over: Any, error: Any, field: str
) -> None:
    with pytest.raises(error) as refusal:
        write_entry(entry_words(queue, **over), actor=queue.actor("lead"))
    assert refusal.value.field == field


def test_a_keeper_works_for_the_organisation(queue: Any) -> None:
    with pytest.raises(Invalid):
        write_entry(entry_words(queue, account_id=queue.outsider.pk), actor=queue.actor("lead"))


def test_a_title_is_there_once(queue: Any) -> None:
    make_entry(queue)
    with pytest.raises(TitleTaken):
        write_entry(entry_words(queue), actor=queue.actor("clerk"))


@pytest.mark.parametrize("name", ["resident", "outsider", "worker", "captain"])
def test_others_do_not_write(queue: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        write_entry(entry_words(queue), actor=queue.actor(name))


def test_people_find_it_by_their_own_words(queue: Any) -> None:
    make_entry(queue)
    make_entry(queue, title_zh="助浴预约", keywords="洗澡 擦身 泡澡", category="elder_care",
               parts_zh={"what": "给走不动的老人上门洗澡。", "where": "打电话就行"})  # fmt: skip
    assert find_entries("洗澡")[0].title == "助浴预约"
    assert find_entries("租约到期 怎么办")[0].title == "公租房续租"
    assert find_entries("火星移民") == []
    assert len(find_entries("")) == 2
    for odd in ("租", "😀😀", "%", "a" * 500, "'; --"):
        find_entries(odd)


def test_an_agent_is_offered_only_what_fits(queue: Any) -> None:
    make_entry(queue)
    told = "喂你好,我家这个租约到期了,还想接着住,要拿什么东西去办呀"
    assert [card.title for card in suggest_entries(told)] == ["公租房续租"]
    assert suggest_entries("楼上一直在装修,吵得睡不着") == []
    assert suggest_entries("请问怎么办理") == []


def test_english_readers_get_what_there_is(queue: Any) -> None:
    from django.utils.translation import override

    entry = make_entry(queue).entry_id
    with override("en"):
        card = entry_card(entry)
    assert card.title == "Renewing a public rental"
    assert [(p.code, p.is_foreign) for p in card.parts][:2] == [("what", False), ("papers", True)]


def test_uses_are_counted_by_the_day(queue: Any) -> None:
    entry = make_entry(queue).entry_id
    for use in (Use.SHOWN, Use.SHOWN, Use.USED):
        count_use(entry, use)
    (row,) = list_rows(queue.actor("agent"))
    assert (row.counts["shown"], row.counts["used"]) == (2, 1)


@pytest.mark.rule("REQ-01")
def test_what_a_reader_lacks_is_advice_for_the_keeper(queue: Any) -> None:
    entry = make_entry(queue).entry_id
    actor = queue.actor("resident")
    matter = say_lacking(entry, actor=actor, text="没写要几张照片。", key="k1")
    again = say_lacking(entry, actor=actor, text="没写要几张照片。", key="k1")
    assert matter.pk == again.pk
    assert (matter.kind.code, matter.offered_to_id) == ("advice", queue.lead.pk)
    assert [m.number for m in matters_of_reporter(actor)] == [matter.number]
    assert list_rows(queue.actor("agent"))[0].counts["lacking"] == 1


@pytest.mark.parametrize("text", ["", "   ", "长" * 501])
def test_lacking_needs_words(queue: Any, text: str) -> None:
    entry = make_entry(queue).entry_id
    with pytest.raises(Invalid):
        say_lacking(entry, actor=queue.actor("resident"), text=text, key="k1")


def test_what_is_past_its_day_warns_and_goes_to_the_keeper_once(queue: Any) -> None:
    version = make_entry(queue, valid_until=today() + timedelta(days=3))
    assert report_expired() == 0
    with clock_at(now() + timedelta(days=5)):
        assert entry_card(version.entry_id).is_expired
        assert report_expired() == 1
        assert report_expired() == 0
    matter = Matter.objects.get(client_key=f"guide-expired-{version.pk}")
    assert matter.offered_to_id == queue.lead.pk
    assert "公租房续租" in matter.title


def test_a_retired_entry_is_not_found_any_more(queue: Any) -> None:
    entry = make_entry(queue).entry_id
    with pytest.raises(Invalid):
        retire_entry(entry, actor=queue.actor("lead"), reason="")
    retire_entry(entry, actor=queue.actor("lead"), reason="不再办理")
    with pytest.raises(NotFound):
        entry_card(entry)
    make_entry(queue)  # the title is free again


def test_a_draft_is_made_of_the_answers_that_were_given(queue: Any) -> None:
    matter = make_closed(queue, text="厨房水管漏水找谁?")
    words = first_words(queue.actor("agent"), [matter.pk])
    assert words["title_zh"] == matter.title
    assert "换了密封圈" in words["what_zh"]
    assert first_words(queue.actor("outsider"), [matter.pk]) == {}
    assert first_words(queue.actor("agent"), [0, 2**62]) == {}


def test_the_paper_is_one_page_however_much_is_written(queue: Any) -> None:
    parts = dict.fromkeys(("what", "who", "papers", "where"), "很长的一段话。" * 60)
    entry = make_entry(queue, parts_zh=parts).entry_id
    content = draw_entry(entry_card(entry), "http://example.cn/guides/of/x/1", queue.estate)
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == 1
