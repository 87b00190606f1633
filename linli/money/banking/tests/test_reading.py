"""Statement files of three banks: what is read, and what is refused with row and column."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.money.banking.cells import (
    digits_of,
    is_rmb,
    read_amount,
    read_clock,
    read_moment,
    read_side,
    yuan,
)
from linli.money.banking.data import Bank, Column, Direction
from linli.money.banking.errors import (
    AmountHuge,
    AmountNegative,
    BalanceBroken,
    BothSides,
    CellWrong,
    CountWrong,
    DigitsLost,
    EncodingUnknown,
    FileCut,
    FileTooLarge,
    FileUnreadable,
    FractionOfFen,
    HeaderMissing,
    OtherAccount,
    StatementEmpty,
    TotalsMissing,
    TotalWrong,
    WrongCurrency,
)
from linli.money.banking.layouts import read_header
from linli.money.banking.rules import name_lines, read_statement
from linli.money.banking.sheets import MOST_BYTES, read_rows
from linli.money.banking.testing import (
    LAYOUTS,
    NUMBER,
    Move,
    abc_rows,
    as_csv,
    as_html,
    as_xlsx,
    ccb_rows,
    icbc_rows,
)

# a busy machine is no fault of the rules
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

MOVES = [
    Move(date(2026, 11, 2), 123_456, "钱租", "2-1-201 物业费"),
    Move(date(2026, 11, 3), 1_000_000, "赵业", "物业费"),
    Move(date(2026, 11, 3), -35_000, "邢台电力", "电费"),
    Move(date(2026, 11, 4), 50_000, "王德山", ""),
]
SUMS = [m.amount for m in MOVES]


def read(data: bytes, **over):
    return read_statement(read_rows(data), **{"own_number": NUMBER, **over})


@pytest.mark.parametrize("bank", ["icbc", "ccb", "abc"])
@pytest.mark.parametrize(
    "write",
    [
        as_csv,
        as_xlsx,
        as_html,
        lambda rows: as_csv(rows, "utf-8"),
        lambda rows: as_csv(rows, "utf-8-sig"),
        lambda rows: as_csv(rows, "utf-16"),
        lambda rows: as_csv(rows, "gbk"),
    ],
)
def test_three_banks_in_every_dress(bank, write):
    statement = read(write(LAYOUTS[bank](MOVES, opening=7)))
    assert statement.bank == Bank(bank)
    assert [line.signed for line in statement.lines] == SUMS
    assert [line.booked_on for line in statement.lines] == [m.day for m in MOVES]
    assert statement.lines[0].name == "钱租"
    assert "2-1-201 物业费" in statement.lines[0].purpose
    assert statement.lines[0].account == "6222020402000001234"
    assert statement.lines[0].booked_at in (time(10, 20, 30),)
    assert (statement.opening, statement.closing) == (7, 7 + sum(SUMS))


def test_a_real_xlsx_holds_numbers_and_days():
    rows = [["交易日期", "贷方金额", "借方金额", "余额", "对方户名"],
            [date(2026, 11, 2), 1234.56, None, 1234.56, "钱租"],
            [20261103, None, 0.1, 1234.46, "银行"]]  # fmt: skip
    statement = read(as_xlsx(rows))
    assert [line.signed for line in statement.lines] == [123_456, -10]


def test_digits_that_a_sheet_has_lost_are_not_guessed():
    rows = [["交易日期", "交易金额", "本方账号"], [date(2026, 11, 2), 5, 1300012300045600789]]
    with pytest.raises(DigitsLost) as refused:
        read(as_xlsx(rows))
    assert refused.value.params["row"] == 2


def test_newest_first_within_one_day():
    moves = [Move(date(2026, 11, 3), amount) for amount in (100, 250, -50)]
    rows = icbc_rows(moves)
    turned = rows[:2] + rows[2:][::-1]
    assert [x.signed for x in read(as_csv(turned)).lines] == [100, 250, -50]


@pytest.mark.parametrize("cut", [1, 2, 5, 9, 30, 60])
@pytest.mark.parametrize("bank", ["icbc", "ccb", "abc"])
def test_a_file_cut_in_the_middle_is_refused(bank, cut):
    rows = LAYOUTS[bank](MOVES)
    for encoding in ("gb18030", "utf-8"):
        data = as_csv(rows, encoding)
        short = data[: len(data) - cut - (40 if bank != "icbc" else 2)]
        with pytest.raises((FileCut, TotalsMissing, TotalWrong, CountWrong, BalanceBroken,
                            CellWrong, EncodingUnknown)):  # fmt: skip
            read(short)


def test_a_workbook_cut_in_the_middle_is_refused():
    data = as_xlsx(icbc_rows(MOVES))
    with pytest.raises(FileUnreadable):
        read(data[: len(data) // 2])
    with pytest.raises((FileCut, FileUnreadable)):
        read(as_html(icbc_rows(MOVES))[:-60])


def test_totals_that_were_there_before_must_be_there_again():
    rows = [row for row in ccb_rows(MOVES) if row[0] != "合计"]
    with pytest.raises(TotalsMissing):
        read(as_csv(rows))
    read(as_csv(icbc_rows(MOVES)))
    with pytest.raises(TotalsMissing):
        read(as_csv(icbc_rows(MOVES)), expects_totals=True)


def test_a_total_wrong_by_one_fen_is_named():
    rows = ccb_rows(MOVES)
    rows[-1][4] = yuan(sum(m.amount for m in MOVES if m.amount > 0) + 1)
    with pytest.raises(TotalWrong) as refused:
        read(as_csv(rows))
    assert refused.value.params["row"] == len(rows)
    assert refused.value.params["difference"] == "0.01"
    assert "11,734.57" in str(refused.value)


def test_a_count_that_does_not_fit_is_named():
    rows = abc_rows(MOVES)
    rows[-1][3] = "4"
    with pytest.raises(CountWrong):
        read(as_csv(rows))


def test_a_balance_that_does_not_follow_names_its_row():
    rows = icbc_rows(MOVES)
    rows[4][11] = yuan(123_456 + 1_000_000 - 35_000 + 1)
    with pytest.raises(BalanceBroken) as refused:
        read(as_csv(rows))
    assert refused.value.params == {
        "row": 5, "expected": "10,884.56", "stated": "10,884.57", "difference": "0.01"
    }  # fmt: skip
    missing = icbc_rows(MOVES)
    del missing[3]
    with pytest.raises(BalanceBroken):
        read(as_csv(missing))


def test_the_stated_opening_balance_must_fit():
    rows = [["期初余额:0.02"], *icbc_rows(MOVES, opening=1)[1:]]
    with pytest.raises(BalanceBroken):
        read(as_csv(rows))


def test_another_accounts_file_is_refused():
    other = "1300012300045600790"
    for bank, row in (("icbc", 3), ("ccb", 2), ("abc", 2)):
        with pytest.raises(OtherAccount) as refused:
            read(as_csv(LAYOUTS[bank](MOVES, number=other)))
        assert refused.value.params == {"row": row, "found": "0790", "own": "0789"}


@pytest.mark.parametrize("money", ["美元", "USD", "港币"])
def test_another_currency_is_refused(money):
    rows = ccb_rows(MOVES)
    rows[2][6] = money
    with pytest.raises(WrongCurrency) as refused:
        read(as_csv(rows))
    assert refused.value.params["row"] == 3
    titled = abc_rows(MOVES)
    titled[2][0] = f"币种:{money}"
    with pytest.raises(WrongCurrency):
        read(as_csv(titled))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("12.345", FractionOfFen),
        ("0.001", FractionOfFen),
        ("999999999999999.99", AmountHuge),
        ("-5.00", AmountNegative),
        ("12元5角", CellWrong),
        ("1,23.45", CellWrong),
        ("1e5", CellWrong),
        ("NaN", CellWrong),
    ],
)
def test_amounts_that_cannot_be_name_row_and_column(text, error):
    rows = icbc_rows(MOVES)
    rows[2][6] = text
    with pytest.raises(error) as refused:
        read(as_csv(rows))
    assert refused.value.params["row"] == 3
    assert refused.value.params["column"] == "贷方发生额"


def test_both_sides_or_none_is_refused():
    for went in ("1.00", ""):
        rows = icbc_rows(MOVES)
        rows[2][5], rows[2][6] = went, went
        with pytest.raises(BothSides):
            read(as_csv(rows))


def test_days_that_are_none():
    rows = icbc_rows(MOVES)
    rows[3][3] = "2026-13-45"
    with pytest.raises(CellWrong) as refused:
        read(as_csv(rows))
    assert (refused.value.params["row"], refused.value.params["column"]) == (4, "交易时间")


def test_files_that_are_something_else():
    with pytest.raises(HeaderMissing):
        read(as_csv([["姓名", "电话"], ["张三", "199"]]))
    with pytest.raises(StatementEmpty):
        read(as_csv(icbc_rows([])))
    with pytest.raises(FileUnreadable):
        read(b"\x00\x01\x02\x03" * 30)
    with pytest.raises(EncodingUnknown):
        read("日期,金额\n".encode("gbk") + b"\xff\xff,1\n" + "日期\n".encode("gbk") * 3)
    with pytest.raises(FileTooLarge):
        read(b"1" * (MOST_BYTES + 1))


def test_quotes_that_nothing_closes():
    data = as_csv(icbc_rows(MOVES)) + b'"abc,'
    with pytest.raises(FileCut):
        read(data)


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("20261103", date(2026, 11, 3), None),
        ("2026-11-03", date(2026, 11, 3), None),
        ("2026-11-03 14:22:01", date(2026, 11, 3), time(14, 22, 1)),
        ("20261103 142201", date(2026, 11, 3), time(14, 22, 1)),
        ("20261103142201", date(2026, 11, 3), time(14, 22, 1)),
        ("2026/11/3 9:05", date(2026, 11, 3), time(9, 5)),
        ("2026年11月3日", date(2026, 11, 3), None),
        ("2026-11-03T14:22:01", date(2026, 11, 3), time(14, 22, 1)),
        ("\t20261103\t", date(2026, 11, 3), None),
    ],
)
def test_moments(text, day, clock):
    assert read_moment(text) == (day, clock)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1,234.56", 123_456), ("¥12", 1_200), ("+0.01", 1), ("-1,000.00", -100_000), ("(2.50)", -250),
     ("1234.5", 123_450), ("", None), ("--", None), ('="88.00"', 8_800), ("1234.56元", 123_456),
     ("－5.00", -500), (".50", 50)],
)  # fmt: skip
def test_amounts(text, fen):
    assert read_amount(text) == fen


@CALM
@given(st.integers(-(10**13), 10**13))
def test_every_amount_is_read_as_it_is_written(fen):
    assert read_amount(yuan(fen)) == fen


def test_small_words():
    assert [read_side(t) for t in ("贷", "借", "C", "D", "?")] == [1, -1, 1, -1, 0]
    assert is_rmb("人民币") and is_rmb("") and not is_rmb("美元")
    assert digits_of(" 6222 0204 ") == "62220204"
    assert read_clock("102030") == time(10, 20, 30)
    assert read_clock("noon") is None


def test_the_header_is_recognised_in_any_order():
    mapping = read_header(("余额", "摘要", "收入", "支出", "交易日期"))
    assert mapping is not None
    assert mapping.find(Column.MONEY_IN) == 2
    assert read_header(("交易日期", "余额")) is None


def test_equal_lines_are_told_apart_by_their_count():
    moves = [Move(date(2026, 11, 3), 100), Move(date(2026, 11, 3), 100)]
    rows = [["交易日期", "交易金额"], *[[f"{m.day}", "1.00"] for m in moves]]
    lines = read(as_csv(rows)).lines
    assert lines[0].direction is Direction.IN
    assert len(set(name_lines(lines))) == 2
    assert name_lines(lines) == name_lines(read(as_csv(rows)).lines)


@CALM
@given(
    st.lists(
        st.tuples(st.integers(1, 28), st.integers(-9_999_999, 9_999_999).filter(bool)),
        min_size=1, max_size=12,
    ),
    st.sampled_from(["icbc", "ccb", "abc"]),
    st.integers(0, 10**9),
)  # fmt: skip
def test_what_a_bank_writes_is_what_we_read(days, bank, opening):
    moves = [Move(date(2026, 11, d), a, serial=str(n)) for n, (d, a) in enumerate(sorted(days))]
    statement = read(as_csv(LAYOUTS[bank](moves, opening=opening)))
    assert statement.closing == opening + sum(m.amount for m in moves)
    assert sum(x.signed for x in statement.lines) == sum(m.amount for m in moves)
