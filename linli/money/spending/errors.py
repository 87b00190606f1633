from __future__ import annotations

from linli.base.errors import DomainError, Invalid, Stale, translatable


class BadAmount(Invalid):
    code = "bad_amount"
    message = translatable("金额要大于零，最多两位小数，单位是人民币元，例如 1234.50。")


class AmountTooLarge(Invalid):
    code = "amount_too_large"
    message = translatable("一笔最多 %(most)s 元。请核对有没有多写零，或者分项目申请。")


class UnknownCategory(Invalid):
    code = "unknown_category"
    message = translatable("请从列表中选一项用途类别。")


class UnknownBook(Invalid):
    code = "unknown_book"
    message = translatable("请选从哪本账里付：共管账户、公共收益或维修资金。")


class OfficeFileRefused(Invalid):
    """An Office file can carry a macro; a picture or a PDF cannot."""

    code = "office_file"
    message = translatable(
        "这是 Office 文件，里面可能带宏（会自己运行的程序），不能当凭证收。"
        "请在原来的软件里另存为 PDF，或者拍成照片再传。"
    )


class MacroRefused(Invalid):
    code = "macro_file"
    message = translatable(
        "这个文件里带着宏（会自己运行的程序），不能当凭证收，也没有保存。"
        "请在原来的软件里另存为 PDF，或者拍成照片再传。"
    )


class VoucherMissing(Invalid):
    """OWN-16: the operator proves the cost."""

    code = "voucher_missing"
    message = translatable("公共收益里的支出必须有凭证。请先传发票、收据或合同的照片或 PDF。")


class DecisionMissing(Invalid):
    code = "decision_missing"
    message = translatable(
        "用维修资金要先有业主大会的决定。请填决定的编号；真有紧急危险，请选紧急使用并写明原因。"
    )


class DecisionUnknown(Invalid):
    code = "decision_unknown"
    message = translatable("没有找到这份通过了的决定：%(reference)s。请核对编号。")


class DecisionExceeded(Invalid):
    code = "decision_exceeded"
    message = translatable(
        "这份决定最多用 %(limit)s 元，已申请 %(used)s 元，加上这一笔就超了。"
        "请改金额，或再请业主决定。"
    )


class EmergencyReasonMissing(Invalid):
    code = "emergency_reason_missing"
    message = translatable("紧急使用维修资金，请写明是什么危险、为什么等不到业主决定。")


class HomesMissing(Invalid):
    code = "homes_missing"
    message = translatable("这个范围里没有登记面积的房屋，分摊不了。请换范围，或先补登记面积。")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = translatable("请写明原因，让对方知道怎么办。")


class SameHand(DomainError):
    """Nobody does two steps, under whatever roles and accounts."""

    code = "same_hand"
    message = translatable(
        "这张单子的另一步已经是您办的。同一个人不能办两步，换一个身份或账号也不行。请由另一位同事来办。"
    )
    status = 403


class SamePerson(SameHand):
    code = "same_person"
    message = translatable(
        "这张单子的另一步，是您本人用另一个账号办的。同一个人不能办两步。请由另一位同事来办。"
    )


class BodyDone(Stale):
    code = "body_released"
    message = translatable("您这一方已经有人放行了。还差的是另一方。")


class NotYourBody(DomainError):
    code = "not_your_body"
    message = translatable("放行的是物业公司、居委会和业主委员会的人。您不在其中，不用办这一步。")
    status = 403


class NotNow(Stale):
    code = "spending_not_now"
    message = translatable("这张单子已经不在这一步了。请看最新情况。")


class NotReleased(DomainError):
    code = "not_released"
    message = translatable("还没有放行齐，钱不能付。请等两方（大额还有业委会）都放行。")
    status = 409


class TooMuchPaid(Invalid):
    code = "too_much_paid"
    message = translatable("这张单子还能付 %(left)s 元，不能多付。真要更多，请另写一张申请。")


class BankNumberTaken(Invalid):
    code = "bank_number_taken"
    message = translatable("这个银行流水号已经登记过一笔付款了。请核对，不要记两遍。")


class AlreadyReversed(Stale):
    code = "payment_reversed"
    message = translatable("这一笔已经冲回了。")


class MoneyMoved(Stale):
    code = "money_moved"
    message = translatable("已经付过钱的单子不能取消。付错了请冲回那一笔，写明原因。")


class LineDoesNotFit(Invalid):
    code = "line_does_not_fit"
    message = translatable("银行这一行的金额和付款对不上。请选金额一样的一行。")


class PrivateWords(Invalid):
    """What is written here will be read by everybody."""

    code = "private_words"
    message = translatable(
        "这一栏会公开给所有人看，里面好像有门牌、电话或居民的姓名。请换个说法，例如“1号楼水管”。"
    )
