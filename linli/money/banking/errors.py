"""Refusals of statement files: each names the row, the column and the way on. Free of Django."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, Stale, translatable


class StatementRefused(Invalid):
    """Base of all: nothing of the file was kept."""

    code = "statement_refused"
    message = translatable("这份对账单不能收。请从网银重新下载，不要改动再上传。")


class FileUnreadable(StatementRefused):
    code = "statement_unreadable"
    message = translatable(
        "这个文件打不开，可能没有传完。请从网银重新下载 .csv、.xlsx 或 .xls 再上传。"
    )


class FileTooLarge(StatementRefused):
    code = "statement_too_large"
    message = translatable("文件太大，最多 %(lines)s 行。请按月分开下载。")


class EncodingUnknown(StatementRefused):
    code = "statement_encoding"
    message = translatable("第 %(row)s 行有认不出的字，文件可能坏了或被截断。请从网银重新下载。")


class HeaderMissing(StatementRefused):
    code = "statement_header"
    message = translatable(
        "没有找到表头：需要日期一列，和借方、贷方两列或金额一列。请确认这是账户明细。"
    )


class MappingIncomplete(StatementRefused):
    code = "statement_mapping"
    message = translatable("还缺一列：%(column)s。请指明是哪一列。")


class MappingDoubled(StatementRefused):
    code = "statement_mapping_doubled"
    message = translatable("有两列都说是“%(column)s”。请只留一列。")


class CellWrong(StatementRefused):
    """Something in one cell cannot be."""

    code = "statement_cell"
    message = translatable("第 %(row)s 行“%(column)s”写的是“%(text)s”，看不懂。请核对原文件。")


class FractionOfFen(CellWrong):
    code = "amount_fraction"
    message = translatable(
        "第 %(row)s 行“%(column)s”是“%(text)s”，比一分还小。银行的账没有这样的数，请核对原文件。"
    )


class AmountHuge(CellWrong):
    code = "amount_huge"
    message = translatable("第 %(row)s 行“%(column)s”是“%(text)s”，大得不合理。请核对原文件。")


class AmountNegative(CellWrong):
    code = "amount_negative"
    message = translatable(
        "第 %(row)s 行“%(column)s”是负数“%(text)s”。红字冲正请先向银行问清，再按原文件上传。"
    )


class BothSides(StatementRefused):
    code = "amount_both_sides"
    message = translatable("第 %(row)s 行借方和贷方都有数，或都没有数。请核对原文件。")


class DigitsLost(CellWrong):
    code = "digits_lost"
    message = translatable(
        "第 %(row)s 行“%(column)s”的长号码被表格软件改成了数字，末几位丢了。请用网银下载的原文件。"
    )


class WrongCurrency(StatementRefused):
    code = "currency_wrong"
    message = translatable("第 %(row)s 行的币种是“%(text)s”。这个账户只记人民币。")


class OtherAccount(StatementRefused):
    code = "other_account"
    message = translatable(
        "第 %(row)s 行的账号尾号是 %(found)s，不是这个账户（尾号 %(own)s）。请选对账户再上传。"
    )


class FileCut(StatementRefused):
    code = "statement_cut"
    message = translatable("文件到第 %(row)s 行就断了，没有完。请从网银重新下载。")


class TotalsMissing(StatementRefused):
    code = "statement_totals_missing"
    message = translatable(
        "文件末尾没有合计行，这家银行的文件本来有。可能被截断了，请从网银重新下载。"
    )


class TotalWrong(StatementRefused):
    code = "statement_total"
    message = translatable(
        "第 %(row)s 行的%(what)s写 %(stated)s，各行加起来是 %(found)s，差 %(difference)s。"
        "请核对原文件。"
    )


class CountWrong(StatementRefused):
    code = "statement_count"
    message = translatable(
        "第 %(row)s 行写共 %(stated)s 笔，文件里有 %(found)s 笔。文件可能不完整，请重新下载。"
    )


class BalanceBroken(StatementRefused):
    code = "statement_balance"
    message = translatable(
        "第 %(row)s 行的余额接不上：应是 %(expected)s，写的是 %(stated)s，差 %(difference)s。"
        "中间可能少了一行，请从网银重新下载。"
    )


class StatementEmpty(StatementRefused):
    code = "statement_empty"
    message = translatable("这段时间没有一笔明细。请换一段时间下载。")


class StatementTwice(StatementRefused):
    code = "statement_twice"
    message = translatable("这个文件在 %(day)s 已经收过了。")


class StatementChanged(Stale):
    code = "statement_changed"
    message = translatable("这份对账单已经不在等确认。请看最新情况。")


class LineClaimed(Stale):
    code = "bank_line_claimed"
    message = translatable("这一笔刚才已经有人入账了。请刷新再看。")


class LineUnclaimed(Stale):
    code = "bank_line_unclaimed"
    message = translatable("这一笔现在不归它。请刷新再看。")


class AccountKnown(Invalid):
    code = "bank_account_known"
    message = translatable("这个账号或这本账的银行账户已经登记过了。")


class NumberUnlikely(Invalid):
    code = "bank_account_number"
    message = translatable("账号应是 8 到 32 位数字。请照开户证明再填一遍。")


class NoBankAccount(DomainError):
    code = "no_bank_account"
    message = translatable("还没有登记银行账户。请会计先登记。")
    status = 409
