from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.matters.intake.emergencies import SAY, WHO, find_emergency


@pytest.mark.rule("REQ-02")
@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("我家厨房着火了快来人", "119"),
        ("三楼窗户往外冒黑烟 楼道看不清", "119"),
        ("配电箱冒火花 一股烧焦味", "119"),
        ("充电的电动车着了!!", "119"),
        ("屋里煤气味特别大 头都晕", "gas"),
        ("楼道一股臭鸡蛋味儿", "gas"),
        ("灶上漏气 关不住", "gas"),
        ("我爸躺地上没反应了 咋整", "120"),
        ("胸口疼得厉害 出虚汗", "120"),
        ("奶奶摔了一跤起不来了", "120"),
        ("老伴喘不上来气", "120"),
        ("孩子噎住了脸都紫了", "120"),
        ("电梯困人了 三号楼", "lift"),
        ("我们在电梯里呢 门打不开 按铃没人理", "lift"),
        ("被关在电梯出不来了", "lift"),
        ("对门打起来了 男的拿着菜刀", "110"),
        ("有人撬我家门锁", "110"),
        ("孙女在楼下玩 一扭脸不见了", "110"),
        ("有个人站楼顶要跳楼", "110"),
        ("隔壁老爷子两天没下楼 敲门没人应", "110"),
    ],
)
def test_calls_for_help_are_heard(text: str, to: str) -> None:
    found = find_emergency(text)
    assert found is not None
    assert found.to == to
    assert found.sign in text
    assert found.who and found.say


@pytest.mark.rule("REQ-02")
@pytest.mark.parametrize(
    "text",
    [
        "煤气费在哪交", "气死我了 暖气一点不热", "急死我了", "最近上火了嘴起泡", "我真着急 快点",
        "煤气灶打不着火 不漏气", "电梯坏了 停在一楼",
        "不是困人 就是门老开关", "没着火 就是问问灭火器",
        "上次煤气味虚惊一场 谢谢", "昨天电梯困人的事怎么处理", "钥匙丢了", "孩子把门卡丢了",
        "狗不见了帮忙找找", "这楼道堆东西 万一着火咋跑", "消防演习几点", "楼上装修砸墙",
        "水管漏水", "广场舞太吵了", "", "在不", "建议装烟雾报警器 防着火",
        "饭店油烟机冒烟往我家飘",
    ],
)  # fmt: skip
def test_false_alarms_stay_quiet(text: str) -> None:
    assert find_emergency(text) is None


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = find_emergency(text)
    assert found is None or found.sign in text


def test_a_long_text_is_read_quickly() -> None:
    assert find_emergency("水" * 9_000 + "着火了") is not None


def test_every_service_has_words() -> None:
    assert set(SAY) == set(WHO)
