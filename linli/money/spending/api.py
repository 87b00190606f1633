"""How money goes out: request, check, releases of two bodies, payment, the bank's line."""

from linli.money.spending.actions import (
    cancel_request,
    check_request,
    release_request,
    return_request,
    save_setting,
    submit_request,
    write_request,
)
from linli.money.spending.data import (
    Book,
    EntryKind,
    FileKind,
    PublicSpending,
    PublicVoucher,
    State,
    Step,
)
from linli.money.spending.disclosing import (
    disclose_emergency,
    public_file,
    public_spendings,
    request_id_of,
)
from linli.money.spending.events import SpendingCameToDesk, SpendingPaid
from linli.money.spending.files import add_file, file_for, hide_file, keep_voucher, show_file
from linli.money.spending.fund import (
    FundMove,
    FundStatement,
    fund_statement,
    may_see_fund,
    owned_homes,
)
from linli.money.spending.models import SpendingFile, SpendingPayment, SpendingRequest
from linli.money.spending.paying import (
    match_by_itself,
    match_payment,
    pay_request,
    reverse_payment,
)
from linli.money.spending.queries import (
    bodies_of,
    hands_for,
    may_see_spending,
    open_steps,
    outgoing_lines,
    part_of,
    request_for,
    requests_for,
    setting_of_estate,
    steps_for,
    waiting_for,
)
from linli.money.spending.rules import allocate, public_payee, read_yuan, yuan
from linli.money.spending.waiting import ring_waiting, step_word, tell_next
from linli.money.spending.words import category_word

__all__ = [
    "Book",
    "EntryKind",
    "FileKind",
    "FundMove",
    "FundStatement",
    "PublicSpending",
    "PublicVoucher",
    "SpendingCameToDesk",
    "SpendingFile",
    "SpendingPaid",
    "SpendingPayment",
    "SpendingRequest",
    "State",
    "Step",
    "add_file",
    "allocate",
    "bodies_of",
    "cancel_request",
    "category_word",
    "check_request",
    "disclose_emergency",
    "file_for",
    "fund_statement",
    "hands_for",
    "hide_file",
    "keep_voucher",
    "match_by_itself",
    "match_payment",
    "may_see_fund",
    "may_see_spending",
    "open_steps",
    "outgoing_lines",
    "owned_homes",
    "part_of",
    "pay_request",
    "public_file",
    "public_payee",
    "public_spendings",
    "read_yuan",
    "release_request",
    "request_for",
    "request_id_of",
    "requests_for",
    "return_request",
    "reverse_payment",
    "ring_waiting",
    "save_setting",
    "setting_of_estate",
    "show_file",
    "step_word",
    "steps_for",
    "submit_request",
    "tell_next",
    "waiting_for",
    "write_request",
    "yuan",
]
