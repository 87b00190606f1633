"""Where tables stand and what their columns mean."""

from linli.estate.imports.data import ColumnChoice, ColumnMap, Field
from linli.estate.imports.layouts import find_tables

from .registers import judge, number, sheet


def meanings(found):
    return [(column.field.value, column.block) for column in found.map.columns]


def test_one_header_line_below_notes():
    (table,) = find_tables(
        sheet(
            "3号楼",
            ["说明：请用文本格式填写身份证号"],
            ["填表人：孙×兰", "", "联系电话：19900009999", "2025年11月20日"],
            [""],
            ["序号", "单元", "房间号", "住户姓名", "关系", "公民身份号码", "手机", "情况说明"],
            [1, "1单元", 101, "张三", "户主", number(), "", ""],
        )
    )
    assert (table.map.header_rows, table.first) == ((3,), 4)
    assert meanings(table) == [
        ("sequence", "row"),
        ("entrance", "row"),
        ("home", "row"),
        ("name", "member"),
        ("relation", "member"),
        ("id_number", "member"),
        ("phone", "member"),
        ("remark", "row"),
    ]


def test_two_blocks_may_stand_either_way_round():
    (table,) = find_tables(
        sheet(
            "7栋",
            ["家庭成员", "", "", "房屋", "户主", "", "备注"],
            ["姓名", "与户主\n关系", "证件号", "房号", "姓名", "身份证号", ""],
            ["李四", "妻", "", "1-101", "张三", "", ""],
            merges=[(0, 0, 0, 2), (0, 4, 0, 5)],
        )
    )
    assert meanings(table) == [
        ("name", "member"),
        ("relation", "member"),
        ("id_number", "member"),
        ("home", "row"),
        ("name", "head"),
        ("id_number", "head"),
        ("remark", "row"),
    ]


def test_three_header_lines_without_merges():
    (table,) = find_tables(
        sheet(
            "Sheet1",
            ["住户登记"],
            ["房屋信息", "", "人员信息", "", "", ""],
            ["房屋位置", "", "基本信息", "", "证件", ""],
            ["楼号", "房号", "姓名", "性别", "身份证号", "备注"],
            ["3", "1-101", "张三", "男", number(), ""],
        )
    )
    assert table.map.header_rows == (1, 2, 3)
    assert [field for field, _ in meanings(table)] == [
        "building",
        "home",
        "name",
        "sex",
        "id_number",
        "remark",
    ]


def test_members_side_by_side():
    result = judge(
        sheet(
            "9号楼",
            ["房号", "户主姓名", "户主身份证", "成员1姓名", "关系", "成员2姓名", "关系", "备注"],
            ["1-101", "张三", number(), "李四", "妻", "张小", "子", ""],
            ["1-102", "王五", number(1960), "", "", "", "", "已搬走"],
        )
    )
    assert [(p.name, p.relation_code, p.home.number) for p in result.persons] == [
        ("张三", "head", 101),
        ("李四", "spouse", 101),
        ("张小", "son", 101),
        ("王五", "head", 102),
    ]
    assert result.persons[-1].status == "moved_out"


def test_a_second_table_with_other_columns():
    result = judge(
        sheet(
            "4号楼",
            ["4号楼一单元"],
            ["序号", "姓名", "房号", "身份证"],
            [1, "张三", "101", number()],
            ["4号楼2单元"],
            ["序号", "房号", "姓名", "电话", "身份证"],
            [1, "202", "王五", "19900001111", number(1960)],
        )
    )
    assert [(p.name, p.home.entrance, p.home.number) for p in result.persons] == [
        ("张三", 1, 101),
        ("王五", 2, 202),
    ]


def test_sheets_that_are_left_out_are_reported():
    people = [["房号", "姓名", "身份证号"], ["3-1-101", "张三", number()]]
    result = judge(
        sheet("3号楼", *people),
        sheet("旧台账", *people, hidden=True),
        sheet("填表说明", *people),
        sheet("汇总", ["楼号", "登记人数", "备注"], ["3号楼", 433, ""]),
        sheet("汇总全部", *people),
        sheet("2023", ["3号楼台账（作废）"], *people),
        sheet("空表", [""]),
        sheet("杂", ["随便写的"]),
    )
    assert [report.skipped for report in result.report.sheets] == [
        None,
        "hidden",
        "notes",
        "summary",
        "summary",
        "void",
        "empty",
        "no_header",
    ]
    assert len(result.rows) == 1


def test_a_lone_summary_with_people_is_the_register():
    result = judge(sheet("汇总", ["房号", "姓名", "身份证号"], ["3-1-101", "张三", number()]))
    assert len(result.persons) == 1


def test_a_column_map_can_be_kept_and_overruled():
    page = sheet("3号楼", ["甲", "姓名", "房号", "身份证"], ["1990", "张三", "1-101", number()])
    (table,) = find_tables(page)
    kept = ColumnMap.from_json(table.map.to_json())
    assert kept == table.map
    changed = ColumnMap(
        tuple(
            ColumnChoice(c.index, c.header, Field.REMARK if c.header == "甲" else c.field, c.block)
            for c in kept.columns
        ),
        kept.header_rows,
    )
    assert changed.fingerprint == kept.fingerprint
    (person,) = judge(page, maps={kept.fingerprint: changed}).persons
    assert person.remark == "1990"


def test_a_sheet_without_a_header_can_be_given_one():
    page = sheet("3号楼", ["甲", "乙"], ["张三", "1-101"])
    given = ColumnMap(
        (
            ColumnChoice(0, "甲", Field.NAME, "member"),
            ColumnChoice(1, "乙", Field.HOME),
        ),
        (0,),
    )
    assert judge(page).report.sheets[0].skipped == "no_header"
    (person,) = judge(page, maps={"sheet:3号楼": given}).persons
    assert (person.name, person.home.number) == ("张三", 101)
