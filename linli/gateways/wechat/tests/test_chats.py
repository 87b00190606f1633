"""What people write, and what they are told: the steps of a chat."""

from __future__ import annotations

from linli.matters.handling.api import Matter


def test_words_with_a_place_are_a_matter_with_number_and_link(town, phone):
    said = phone.text("3号楼2单元101厨房水管漏水了")
    matter = Matter.objects.get()
    assert matter.number in said
    assert "/public/f/" in said
    assert matter.channel == "wechat"
    assert matter.category.code == "water_pipe"
    assert (matter.place.plate, matter.reporter_id) == ("3-2", None)  # no stranger names a home
    assert "3-2-101" in matter.place_text


def test_the_place_is_asked_for_and_the_chat_goes_on(town, phone):
    asked = phone.text("楼道灯不亮")
    assert "在哪里" in asked
    assert not Matter.objects.exists()
    said = phone.text("1号楼1单元")
    matter = Matter.objects.get()
    assert matter.number in said
    assert matter.place.plate == "1-1"
    assert matter.texts.get().body == "楼道灯不亮"
    joined = phone.text("从昨天晚上开始的")
    assert matter.number in joined
    assert Matter.objects.count() == 1
    assert matter.texts.count() == 2
