"""What the ledger refuses, in words. Constraints of the database come out as these."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, NotFound, translatable


class LineWrong(Invalid):
    code = "line_wrong"
    message = translatable("金额必须是整数（分），不能是零、小数或其他内容。请核对金额。")


class AmountTooLarge(Invalid):
    code = "amount_too_large"
    message = translatable("金额 %(amount)s 分超出上限。请核对是否多打了零。")


class TooFewLines(Invalid):
    code = "too_few_lines"
    message = translatable("一笔账至少要有两行：钱从哪里来，到哪里去。")


class TooManyLines(Invalid):
    code = "too_many_lines"
    message = translatable("一笔账最多 %(most)s 行。请分成几笔。")


class Unbalanced(Invalid):
    code = "unbalanced"
    message = translatable("借贷不平，差 %(difference)s 分。请核对每一行。")


class DateAbsurd(Invalid):
    code = "date_absurd"
    message = translatable("日期 %(day)s 不可能。请核对年份。")


class WordsWrong(Invalid):
    code = "words_wrong"
    message = translatable("账目里只写代号，不写人名和住址：%(what)s。")


class AccountForeign(Invalid):
    code = "account_foreign"
    message = translatable("有一个科目不在这本账里。请重新选择科目。")


class BookForeign(NotFound):
    code = "book_foreign"
    message = translatable("没有这本账，或不是这个小区的。")


class UnitWrong(Invalid):
    code = "unit_wrong"
    message = translatable("这本账不用这个单位记账。请换一本账，或核对币种。")


class AccountDiffers(DomainError):
    code = "account_differs"
    message = translatable("科目 %(account)s 已经开过，内容不一样。请换一个代号。")
    status = 409


class BalanceTooLow(DomainError):
    code = "balance_too_low"
    message = translatable("余额不够，这笔没有记。请先核对余额。")
    status = 409


class EntryKeyReused(DomainError):
    code = "key_reused"
    message = translatable("这个编号已经记过别的内容。请用新的编号再记。")
    status = 409


class AlreadyReversed(DomainError):
    code = "already_reversed"
    message = translatable("这笔已经冲正过，不能再冲正一次。")
    status = 409


class NotAReversal(Invalid):
    code = "not_a_reversal"
    message = translatable("冲正必须和原来那笔一模一样、方向相反。请从原来那笔开始冲正。")


class ReversalOfReversal(Invalid):
    code = "reversal_of_reversal"
    message = translatable("这笔本身就是冲正。要恢复原来的内容，请重新记一笔。")


class VoucherUnknown(Invalid):
    code = "voucher_unknown"
    message = translatable("没有找到其中一张凭证。请重新上传。")
