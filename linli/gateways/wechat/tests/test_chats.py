"""What people write, and what they are told: the steps of a chat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.accounts.api import set_language
from linli.base.calendars.api import clock_at, now
from linli.contact.messages.api import Message
from linli.gateways.wechat.models import WechatContact, WechatConversation, WechatMedia
from linli.gateways.wechat.tasks import end_chat
from linli.gateways.wechat.tests.conftest import make_phone
from linli.matters.handling.api import (
    Matter,
    accept_matter,
    ask_reporter,
    finish_matter,
    timeline_for,
)


@pytest.fixture
def own(town):
    """The resident's WeChat, bound."""
    return make_phone(town, "oABCresident", town.resident)


def work_done(town, matter):
    """The property company's worker says that it is done."""
    accept_matter(matter.pk, actor=town.actor("worker"))
    return finish_matter(matter.pk, actor=town.actor("worker"), text="换了灯泡")


def tell_all():
    """Run the queue's news as the worker would."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from linli.base.events.actions import handle_event

    for job in ProcrastinateJob.objects.filter(task_name="linli.handle_event", status="todo"):
        if "wechat" in job.args["handler"]:
            handle_event(**job.args)


def test_words_with_a_place_are_a_matter_with_number_and_link(town, phone):
    said = phone.text("3号楼2单元101厨房水管漏水了")
    matter = Matter.objects.get()
    assert matter.number in said
    assert "/public/f/" in said
    assert "/bind" in said
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


def test_a_bound_resident_says_yes_to_the_own_home(town, own):
    assert "1-1-101" in own.text("厨房水管漏水")
    own.text("1")
    matter = Matter.objects.get()
    assert matter.place.plate == "1-1-101"
    assert matter.reporter_id == town.people["resident"].pk
    assert matter.reported_by_id == town.resident.pk


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("东门", "东门"),
        ("二号楼一单元", "2-1"),
        ("3-2", "3-2"),
        ("就在3号楼楼下", "3号楼"),
        ("９－９", None),
    ],
)
def test_a_place_is_understood_however_it_is_said(town, phone, said, plate):
    phone.text("垃圾没人清")
    phone.text(said)
    matter = Matter.objects.get()
    assert (matter.place.plate if matter.place else None) == plate


def test_who_does_not_want_to_say_where_is_heard_all_the_same(town, phone):
    phone.text("有人总在楼下放音响")
    phone.text("2")
    matter = Matter.objects.get()
    assert (matter.place, matter.place_text) == (None, "")


def test_more_words_instead_of_a_place_are_kept(town, phone):
    phone.text("垃圾没人清")
    story = (
        "已经堆了三天了，味道特别大，苍蝇也多，老人孩子天天从那儿过，真的受不了了，快来看看吧谢谢"
    )
    assert "哪里" in phone.text(story)
    said = phone.text(story + "真的")
    matter = Matter.objects.get()
    assert matter.number in said
    assert matter.texts.get().body.count("三天") == 2


def test_a_chat_that_ends_without_a_place_still_is_a_matter(town, own):
    own.text("楼道灯不亮")
    contact = WechatContact.objects.get()
    end_chat(contact.pk)
    assert not Matter.objects.exists()
    with clock_at(now() + timedelta(minutes=31)):
        end_chat(contact.pk)
        end_chat(contact.pk)
    matter = Matter.objects.get()
    assert matter.texts.get().body == "楼道灯不亮"
    assert matter.number in Message.objects.get().body
    assert not WechatConversation.objects.exists()


def test_an_old_chat_is_ended_before_a_new_one_begins(town, own):
    own.text("楼道灯不亮")
    with clock_at(now() + timedelta(minutes=40)):
        own.text("东门的路灯坏了")
    first, second = Matter.objects.order_by("id")
    assert (first.place_text, second.place.plate) == ("", "东门")


@pytest.mark.rule("REQ-02")
def test_danger_is_answered_first_and_filed_at_once(town, phone):
    said = phone.text("家里着火了")
    matter = Matter.objects.get()
    assert said.index("119") < said.index(matter.number)
    assert matter.urgency == "emergency"
    placed = phone.text("1号楼1单元101")
    matter.refresh_from_db()
    assert matter.number in placed
    assert matter.place.plate == "1-1"
    assert Matter.objects.count() == 1


def test_danger_takes_the_words_before_it_along(town, phone):
    phone.text("楼道里有股怪味")
    phone.text("是煤气味，头晕")
    matter = Matter.objects.get()
    assert "怪味" in matter.texts.order_by("id").first().body
    assert matter.urgency == "emergency"


def test_two_matters_do_not_run_together(town, phone):
    phone.text("1号楼1单元的灯不亮")
    phone.text("3号楼门口垃圾没人清，已经三天了，味道很大，请快点来人")
    assert Matter.objects.count() == 2
    phone.text("新的事")
    phone.text("东门的长椅坏了")
    assert Matter.objects.count() == 3


def test_a_picture_after_the_words_belongs_to_them(town, phone):
    phone.text("1号楼1单元的灯不亮")
    matter = Matter.objects.get()
    assert matter.number in phone.send("image", media="pic-1")
    assert WechatMedia.objects.get().matter_id == matter.pk


def test_a_picture_before_the_words_belongs_to_them(town, phone):
    assert "什么事" in phone.send("image", media="pic-1")
    assert WechatMedia.objects.get().matter_id is None
    phone.text("1号楼1单元的灯不亮")
    assert WechatMedia.objects.get().matter_id == Matter.objects.get().pk


def test_a_picture_between_words_and_place(town, phone):
    phone.text("灯不亮")
    assert "哪里" in phone.send("image", media="pic-1")
    phone.text("1号楼1单元")
    assert WechatMedia.objects.get().matter_id == Matter.objects.get().pk


def test_a_picture_alone_becomes_no_matter(town, phone):
    phone.send("image", media="pic-1")
    with clock_at(now() + timedelta(minutes=31)):
        end_chat(WechatContact.objects.get().pk)
    assert not Matter.objects.exists()
    assert not WechatMedia.objects.exists()


def test_a_location_says_where(town, phone):
    phone.text("垃圾没人清")
    phone.send("location", "祥和城小区东门旁")
    matter = Matter.objects.get()
    assert (matter.place.plate, matter.place_text) == ("东门", "祥和城小区东门旁")


def test_a_point_that_names_no_place_of_ours_is_kept_and_asked_for(town, phone):
    phone.text("垃圾没人清")
    said = phone.send("location", "")
    matter = Matter.objects.get()
    assert matter.number in said and "哪栋楼" in said
    assert (matter.place, matter.place_text) == (None, "(23.134521, 113.358803)")
    phone.text("1号楼1单元")
    matter.refresh_from_db()
    assert matter.place.plate == "1-1"
    assert Matter.objects.count() == 1


def test_a_video_after_the_words_belongs_to_them(town, phone):
    phone.text("1号楼1单元的灯不亮")
    matter = Matter.objects.get()
    said = phone.send("video", media="film")
    assert matter.number in said and "视频收到了" in said
    assert WechatMedia.objects.get().matter_id == matter.pk


def test_a_video_first_asks_for_words(town, phone):
    assert "什么事" in phone.send("video", media="film")
    phone.text("1号楼1单元的灯不亮")
    row = WechatMedia.objects.get()
    assert (row.kind, row.matter_id) == ("video", Matter.objects.get().pk)


def test_a_location_first_waits_for_the_words(town, phone):
    assert "怎么了" in phone.send("location", "信都区泉北大街")
    phone.text("垃圾没人清")
    matter = Matter.objects.get()
    assert (matter.place, matter.place_text) == (None, "信都区泉北大街")


def test_a_recognised_voice_is_words(town, phone):
    phone.send("voice", "一号楼一单元的灯不亮", media="v")
    matter = Matter.objects.get()
    assert matter.place.plate == "1-1"
    assert WechatMedia.objects.get().matter_id == matter.pk


def test_a_voice_without_words_is_filed_for_somebody_to_hear(town, phone):
    said = phone.send("voice", "", media="v")
    matter = Matter.objects.get()
    assert matter.number in said
    assert "语音" in matter.title
    phone.text("1号楼1单元")
    matter.refresh_from_db()
    assert matter.place.plate == "1-1"


def test_a_link_is_an_enquiry_and_not_nothing(town, phone):
    said = phone.send("link", "看看这个")
    matter = Matter.objects.get()
    assert matter.number in said
    assert matter.kind.code == "enquiry"


def test_a_type_that_nobody_has_heard_of(town, phone):
    xml = phone.xml("text", "x").replace("[text]", "[hologram]")
    said = phone.platform.read(phone.post(xml).content)["Content"]
    assert Matter.objects.get().number in said
    assert "hologram" in Matter.objects.get().texts.get().body


@pytest.mark.parametrize("text", ["😀😀", "[微笑][微笑]", "。。。", "？", "/::)", "  "])
def test_only_signs_are_answered_and_no_matter(town, phone, text):
    assert "一句话" in phone.text(text)
    assert not Matter.objects.exists()


def test_one_character_is_asked_for_more(town, phone):
    assert phone.text("水")
    phone.text("1号楼1单元没水了")
    assert Matter.objects.get().texts.get().body == "水\n1号楼1单元没水了"


def test_ten_thousand_characters_and_more_are_kept_whole(town, phone):
    story = "东门的灯不亮。" + "真" * 9_993
    phone.text(story)
    matter = Matter.objects.get()
    assert matter.texts.get().body == story
    longer = "3号楼垃圾没人清，" + "假" * 14_000
    phone.text(longer)
    bodies = [t.body for t in Matter.objects.order_by("-id")[0].texts.order_by("id")]
    assert sum(body.count("假") for body in bodies) == 14_000


def test_mark_up_in_words_stays_words(town, phone):
    words = "东门的灯不亮 <a href='http://evil'>x</a> ]]> &amp;"
    assert "evil" not in phone.text(words)
    assert Matter.objects.get().texts.get().body == words
    assert "<a href='http" not in phone.text("进度")


@pytest.mark.parametrize(
    ("word", "expect"),
    [("帮助", "进度"), ("你好", "什么事"), ("谢谢", "不客气"), ("人工", "热线"), ("绑定", "/bind"),
     ("解绑", "没有绑定"), ("进度", "没有在办"), ("解决了", "没有等您"), ("撤回", "没有在办")],
)  # fmt: skip
def test_a_word_that_asks_for_something_is_no_matter(town, phone, word, expect):
    town.estate.hotline = "0319-1234567"
    town.estate.save()
    assert expect in phone.text(word)
    assert not Matter.objects.exists()


def test_the_menu_asks_for_the_same(town, own):
    own.text("1号楼1单元的灯不亮")
    number = Matter.objects.get().number
    assert number in own.send("event", "STATUS", event="CLICK")
    assert own.send("event", "https://x", event="VIEW") == ""
    assert own.send("event", "", event="SOMETHING_NEW") == ""


def test_the_own_page_needs_no_password_from_the_chat(town, own):
    said = own.text("1号楼1单元的灯不亮")
    assert "/enter?next=%2Fmy%2Fmatters%2F" in said
    assert "/bind" not in said


def test_solved_says_the_resident_and_it_is_closed(town, own):
    own.text("1号楼1单元的水管漏水")
    matter = work_done(town, Matter.objects.get())
    tell_all()
    assert matter.number in own.text("解决了")
    matter.refresh_from_db()
    assert (matter.state, matter.result) == ("closed", "solved")


def test_one_and_two_answer_the_question_whether_it_is_solved(town, own):
    own.text("1号楼1单元的水管漏水")
    matter = work_done(town, Matter.objects.get())
    tell_all()
    assert matter.number in own.text("2")
    matter.refresh_from_db()
    assert matter.state == "done"
    own.text("还是不亮")
    matter.refresh_from_db()
    assert (matter.state, matter.reopened) == ("accepted", 1)
    finish_matter(matter.pk, actor=town.actor("worker"), text="又换了")
    tell_all()
    own.text("1")
    matter.refresh_from_db()
    assert matter.state == "closed"


def test_a_strangers_word_about_the_result_is_passed_on(town, phone):
    phone.text("1号楼1单元的水管漏水")
    matter = work_done(town, Matter.objects.get())
    assert matter.number in phone.text("解决了")
    matter.refresh_from_db()
    assert matter.state == "done"


def test_a_question_is_answered_by_the_next_words(town, own):
    own.text("1号楼1单元的水管漏水")
    matter = Matter.objects.get()
    with clock_at(now() + timedelta(hours=2)):
        ask_reporter(matter.pk, actor=town.actor("agent"), text="几楼的？")
        tell_all()
        assert "几楼" in Message.objects.get().body
        assert matter.number in own.text("三楼的")
    matter.refresh_from_db()
    assert not matter.is_waiting_for_reporter
    assert Matter.objects.count() == 1


def test_withdrawn_before_it_was_filed(town, phone):
    phone.text("楼道灯不亮")
    assert "没有登记" in phone.text("算了")
    assert not Matter.objects.exists()
    assert not WechatConversation.objects.exists()


def test_withdrawn_after_it_was_filed(town, own):
    own.text("1号楼1单元的灯不亮")
    matter = Matter.objects.get()
    assert matter.number in own.text("撤回")
    own.text("是")
    matter.refresh_from_db()
    assert matter.state == "withdrawn"


def test_a_withdrawal_is_not_sure_until_said(town, own):
    own.text("1号楼1单元的灯不亮")
    own.text("撤回")
    own.text("不")
    assert Matter.objects.get().state == "received"


def test_english_for_those_whose_account_says_so(town, own):
    set_language(town.resident, "en")
    town.resident.refresh_from_db()
    own.text("English")
    said = own.text("1号楼1单元的灯不亮")
    assert "收到" not in said
    assert Matter.objects.get().number in said


def test_the_words_of_the_chat_stand_in_the_timeline(town, own):
    own.text("1号楼1单元的灯不亮")
    own.text("三楼那个")
    lines = timeline_for(town.actor("agent"), Matter.objects.get())
    assert [line.text for line in lines if line.text] == ["1号楼1单元的灯不亮", "三楼那个"]


def test_two_people_do_not_hear_of_each_other(town, own):
    own.text("1号楼1单元的灯不亮")
    number = Matter.objects.get().number
    other = make_phone(town, "oABCother", town.tenant)
    for word in ("进度", f"进度 {number}", f"解决了 {number}", f"撤回 {number}"):
        assert number not in other.text(word)


def test_whoever_left_is_not_written_to(town, own):
    own.text("1号楼1单元的水管漏水")
    own.send("event", event="unsubscribe")
    work_done(town, Matter.objects.get())
    tell_all()
    assert not Message.objects.exists()


def test_the_place_that_overtook_the_words_waits_for_them(town, phone):
    """Re-ordered: the answer to a question that was not yet asked."""
    assert "怎么了" in phone.text("1号楼1单元")
    phone.text("楼道灯不亮")
    matter = Matter.objects.get()
    assert (matter.place.plate, matter.texts.get().body) == ("1-1", "楼道灯不亮")


def test_whoever_closed_it_in_the_chat_is_not_told_twice(town, own):
    own.text("1号楼1单元的水管漏水")
    work_done(town, Matter.objects.get())
    tell_all()
    own.text("解决了")
    tell_all()
    assert Message.objects.count() == 1


def test_a_flood_of_a_stranger_is_stopped_and_danger_is_not(town, phone):
    for n in range(12):
        phone.text("新的事")
        phone.text(f"东门的灯坏了，第{n}盏")
    assert "没有登记" in phone.text("新的事") or "没有登记" in phone.text("东门的长椅坏了")
    assert Matter.objects.count() == 12
    phone.text("东门着火了")
    assert Matter.objects.count() == 13


@pytest.mark.rule("REQ-03")
def test_a_word_after_the_end_opens_it_again(town, own):
    own.text("1号楼1单元的水管漏水")
    work_done(town, Matter.objects.get())
    own.text("解决了")
    with clock_at(now() + timedelta(days=1)):
        own.text("没解决")
        own.text("今早又漏了")
    matter = Matter.objects.get()
    assert (matter.state, matter.reopened) == ("accepted", 1)
