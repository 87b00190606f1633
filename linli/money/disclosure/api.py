"""What the public sees: quarters that are frozen and sealed, questions and their answers."""

from linli.money.disclosure.bundles import (
    bundle_for,
    bundle_path,
    make_bundle,
    order_bundle,
    packed_file,
    register_pack_source,
    stop_bundle,
)
from linli.money.disclosure.data import BundleKind, Cell, Figures, Quarter
from linli.money.disclosure.events import StatementPublished
from linli.money.disclosure.exports import exported, write_export
from linli.money.disclosure.inspecting import InspectedPaper, register_papers
from linli.money.disclosure.models import AccountBundle, Look, Objection, Statement, StatementLine
from linli.money.disclosure.moves import fold_book, moved_between
from linli.money.disclosure.objections import answer_objection, ask
from linli.money.disclosure.papers import View, paper_of, view_of
from linli.money.disclosure.publishing import differs_now, publish_statement, save_setting
from linli.money.disclosure.queries import (
    balance_upto,
    count_open,
    may_inspect,
    missing_quarters,
    objection_for,
    public_book,
    public_quarter,
    read_quarter_now,
    standing_statements,
    statement_of,
    statements_of,
)
from linli.money.disclosure.rules import due_on, quarter_of, read_quarter
from linli.money.disclosure.tasks import fold_all, public_books, ring_due

__all__ = [
    "AccountBundle",
    "BundleKind",
    "Cell",
    "Figures",
    "InspectedPaper",
    "Look",
    "Objection",
    "Quarter",
    "Statement",
    "StatementLine",
    "StatementPublished",
    "View",
    "answer_objection",
    "ask",
    "balance_upto",
    "bundle_for",
    "bundle_path",
    "count_open",
    "differs_now",
    "due_on",
    "exported",
    "fold_all",
    "fold_book",
    "make_bundle",
    "may_inspect",
    "missing_quarters",
    "moved_between",
    "objection_for",
    "order_bundle",
    "packed_file",
    "paper_of",
    "public_book",
    "public_books",
    "public_quarter",
    "publish_statement",
    "quarter_of",
    "read_quarter",
    "read_quarter_now",
    "register_pack_source",
    "register_papers",
    "ring_due",
    "save_setting",
    "standing_statements",
    "statement_of",
    "statements_of",
    "stop_bundle",
    "view_of",
    "write_export",
]
