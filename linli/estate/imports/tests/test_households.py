"""Rows, households, statuses and doubles."""

import pytest

from .registers import entries, judge, number, place, sheet

ONE = ["单元", "房号", "姓名", "关系", "身份证号", "电话", "低保", "备注"]
I = [number(1950 + k) for k in range(20)]  # noqa: E741


def one(*rows):
    return entries(judge(sheet("3号楼", ONE, *rows)))


TWO = (
    ["房号", "户主信息", "", "", "家庭成员信息", "", "", "", "备注"],
    ["", "姓名", "身份证号", "电话", "姓名", "关系", "身份证号", "性别", ""],
)


def two(*rows):
    return judge(sheet("3号楼", *TWO, *rows, merges=[(0, 1, 0, 3), (0, 4, 0, 7)]))


@pytest.mark.parametrize(
    "mark", ["", "同上", "同上。", "〃", "″", '"', "同左", "同前", "↑", " 同上 "]
)
def test_a_home_is_carried(mark):
    found = one(["1单元", "101", "张三", "户主", I[0]], ["", mark, "李四", "妻", I[1]])
    assert place(found[3, "row"]) == (3, 1, 101)


@pytest.mark.parametrize(
    "ending", [[""], ["小计：3户"], ["", "合计", "", "", "", ""], ["本页小计", "", 3]]
)
def test_a_subtotal_or_an_empty_row_ends_what_is_carried(ending):
    found = one(["1单元", "101", "张三", "户主", I[0]], ending, ["", "", "李四", "妻", I[1]])
    assert place(found[4, "row"]) == (None, None, None)
    assert found[4, "row"]["flags"] == ["home_missing"]


def test_a_repeated_header_ends_nothing():
    found = one(["1单元", "101", "张三", "户主", I[0]], ONE, ["", "", "李四", "妻", I[1]])
    assert place(found[4, "row"]) == (3, 1, 101)


def test_a_merge_holds_over_an_empty_row():
    page = sheet(
        "3号楼",
        ONE,
        ["1单元", "101", "张三", "户主", I[0]],
        [""],
        ["", "102", "李四", "户主", I[1]],
        merges=[(1, 0, 3, 0)],
    )
    assert place(entries(judge(page))[4, "row"]) == (3, 1, 102)


@pytest.mark.parametrize("word", ["空置", "空房", "空户", "无人居住", "未入住"])
def test_an_empty_home_is_listed_and_ends_the_household(word):
    result = judge(
        sheet(
            "3号楼",
            ONE,
            ["1", "101", "张三", "户主", I[0]],
            ["", "102", "", "", "", "", "", word],
            ["", "", "李四", "", I[1]],
        )
    )
    assert [(v.row, v.home.number) for v in result.report.vacant_homes] == [(3, 102)]
    assert place(entries(result)[4, "row"]) == (None, None, None)


def test_a_named_owner_of_an_uninhabited_home_is_a_person():
    assert one(["1", "101", "张三", "户主", I[0], "", "", "无人居住"])[2, "row"]["flags"] == []


def test_everybody_in_an_impossible_home_is_refused():
    found = one(["1", "103", "张三", "户主", I[0]], ["", "", "李四", "妻", I[1]])
    assert [e["outcome"] for e in found.values()] == ["refused", "refused"]


def test_nothing_to_identify():
    found = one([""], ["", "", "", "", 1.3e17], ["", "", "", "妻", "", "19900001111"])
    assert [e["flags"] for e in found.values()] == [["nothing_to_identify"]] * 2


def test_a_home_and_a_typed_number_without_a_name_are_kept():
    (entry,) = one(["1", "101", "", "", I[0][:-2]]).values()
    assert entry["outcome"] == "accepted"
    assert sorted(entry["flags"]) == ["id_bad_length", "name_missing"]


def test_a_phone_is_repeated_by_a_ditto_mark():
    found = one(
        ["1", "101", "张三", "户主", I[0], "19900001111"], ["", "", "李四", "妻", I[1], "同上"]
    )
    assert found[3, "row"]["phone"] == "19900001111"


def test_a_head_in_both_blocks_is_one_person():
    result = two(
        ["3-1-101", "张三", 1.3059919500305e17, "19900001111", "张 三", "本人", I[0], "男", ""],
        ["", "", "", "", "李四", "妻", I[1], "女", "户主已故"],
    )
    head = result.persons[0]
    assert (head.name, head.id_number, head.relation, head.status) == (
        "张三",
        I[0],
        "本人",
        "deceased",
    )
    assert [row.mention.block for row in result.rows if row.person == 0] == ["head", "member"]
    assert entries(result)[3, "head"]["flags"] == ["id_scientific", "deceased"]
    assert entries(result)[4, "member"]["status"] == "active"


def test_a_head_with_two_different_numbers_keeps_neither():
    result = two(["3-1-101", "张三", I[0], "", "张三", "户主", I[1], "", ""])
    assert (len(result.persons), result.persons[0].id_number) == (1, None)
    assert entries(result)[3, "head"]["flags"] == ["id_conflict"]


def test_a_head_repeated_on_each_row_is_one_household():
    result = two(
        ["3-1-101", "张三", I[0], "", "李四", "妻", I[1], "女", ""],
        ["3-1-101", "张三", I[0], "", "张小", "子", I[2], "", ""],
    )
    assert [(p.name, p.relation) for p in result.persons] == [
        ("张三", "户主"),
        ("李四", "妻"),
        ("张小", "子"),
    ]


def test_another_head_below_a_blank_home_shares_it():
    result = two(
        ["3-1-101", "张三", I[0], "", "", "", "", "", ""],
        ["", "王五", I[1], "", "赵六", "妻", I[2], "", ""],
    )
    assert entries(result)[4, "head"]["flags"] == ["home_shared"]
    assert result.households == 1


def test_a_phone_without_a_person_is_answered_for():
    result = two(["3-1-101", "", "", "19900001111", "", "", "", "", ""])
    assert entries(result)[3, "head"]["flags"] == ["nothing_to_identify"]


def test_moved_out_covers_the_household_only_from_its_first_row():
    found = one(
        ["1", "101", "张三", "户主", I[0], "", "", "已搬走"],
        ["", "", "李四", "妻", I[1]],
        ["1", "102", "王五", "户主", I[2]],
        ["", "", "赵六", "妻", I[3], "", "", "整户搬走"],
    )
    assert [e["status"] for e in found.values()] == [
        "moved_out",
        "moved_out",
        "active",
        "moved_out",
    ]


def test_a_remark_about_somebody_else_has_no_effect():
    found = one(["1", "101", "张三", "户主", I[0], "", "", "老伴已故，独居"])
    assert (found[2, "row"]["status"], found[2, "row"]["flags"]) == ("active", [])


def test_an_unclear_remark_is_flagged_only():
    found = one(["1", "101", "张三", "配偶", I[0], "", "", "配偶已故"])
    assert (found[2, "row"]["status"], found[2, "row"]["flags"]) == ("active", ["status_unclear"])


def test_who_moved_is_recognised():
    found = one(
        ["1", "101", "张三", "户主", I[0], "", "", "已搬至3号楼2单元202"],
        ["2", "202", "张三", "本人", I[0]],
    )
    assert [place(e) for e in found.values()] == [(3, 2, 202)] * 2
    assert [e["status"] for e in found.values()] == ["active"] * 2
    assert [e["flags"] for e in found.values()] == [["same_person_again"]] * 2


def test_the_first_home_stays_without_such_a_remark():
    result = judge(
        sheet("3号楼", ONE, ["1", "101", "张三", "户主", I[0]], ["2", "202", "张三", "户主", I[0]])
    )
    assert [place(e) for e in entries(result).values()] == [(3, 1, 101)] * 2
    assert (len(result.persons), result.households) == (1, 1)


def test_one_number_with_two_names():
    found = one(["1", "101", "张三", "户主", I[0]], ["", "", "李四", "妻", I[0]])
    assert found[3, "row"]["flags"] == ["id_duplicate"]
    assert found[3, "row"]["id_number_last4"] is None


def test_one_name_with_two_numbers_is_two_people():
    result = judge(
        sheet("3号楼", ONE, ["1", "101", "张三", "户主", I[0]], ["1", "102", "张三", "户主", I[1]])
    )
    assert len(result.persons) == 2


def test_two_heads_in_one_home():
    found = one(
        ["1", "101", "张三", "户主", I[0]],
        ["", "", "李四", "户主", I[1]],
        ["1", "102", "王五", "户主", I[2]],
        ["1", "101", "赵六", "户主", I[3]],
    )
    assert [e["flags"] for e in found.values()] == [[], ["second_head"], [], ["home_shared"]]


def test_low_income_once_per_household_covers_all_of_it():
    rows = []
    for k in range(4):
        rows += [
            ["1", str(101 + 100 * k), f"张{k}甲", "户主", I[2 * k], "", "是"],
            ["", "", f"李{k}乙", "妻", I[2 * k + 1]],
        ]
    assert all(p.low_income for p in judge(sheet("3号楼", ONE, *rows)).persons)
    rows[3] += ["", "否"]
    persons = judge(sheet("3号楼", ONE, *[[*row, "", ""] for row in rows])).persons
    assert [p.low_income for p in persons[:4]] == [True, False, True, False]


def test_sections_name_the_building():
    result = judge(
        sheet(
            "全部",
            ["姓名", "房号", "身份证号"],
            ["三号楼一单元"],
            ["张三（示例）", "101", I[9]],
            ["张三", "101", I[0]],
            ["3号楼2单元"],
            ["李四", "102", I[1]],
        )
    )
    assert [(p.home.building, p.home.entrance) for p in result.persons] == [(3, 1), (3, 2)]


def test_shorthand_homes_are_completed_only_where_they_are_the_rule():
    head = ["房号", "姓名", "身份证号"]
    often = judge(
        sheet(
            "3号楼", head, ["3-1-101", "张三", I[0]], ["102", "李四", I[1]], ["201", "王五", I[2]]
        )
    )
    once = judge(
        sheet(
            "3号楼",
            head,
            ["3-1-101", "张三", I[0]],
            ["3-1-102", "李四", I[1]],
            ["201", "王五", I[2]],
        )
    )
    assert often.persons[2].home.number == 201
    assert once.persons[2].home is None


def test_a_dead_number_leaves_the_written_birth_and_a_good_one_wins():
    page = sheet(
        "3号楼",
        ["房号", "姓名", "性别", "出生年月", "身份证号"],
        ["1-101", "张三", "女", "1950年3月", I[0]],
        ["1-102", "李四", "男", "1949.04", "待补"],
        ["1-201", "王五", "男", "1949-01-01", number(1960, sequence=1)],
    )
    result = judge(page)
    assert [(p.birth_date, p.sex) for p in result.persons] == [
        ("1950-03-05", "男"),
        ("1949-04", "男"),
        ("1960-03-05", "男"),
    ]
    assert [[f.code.value for f in row.flags] for row in result.rows] == [
        ["sex_mismatch"],
        ["id_missing"],
        ["birth_mismatch"],
    ]
