"""A quarter as pages and files show it: frozen where it is published, else as it stands now."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.calendars.api import SHANGHAI
from linli.base.scopes.api import Estate, current_estate_id
from linli.money.disclosure.data import Cell, Figures, PublicRate, Quarter
from linli.money.disclosure.models import Statement
from linli.money.disclosure.queries import (
    cell_of,
    figures_of,
    lines_of_statement,
    rate_in_words,
    read_quarter_now,
    running_rate,
    spendings_of,
    statement_of,
)
from linli.money.disclosure.sheets import Paper
from linli.money.disclosure.words import BOOKS, quarter_word
from linli.money.ledger.api import Book


@dataclass(frozen=True)
class View:
    """One quarter of one book; `statement` is none while nothing is published."""

    book: Book
    quarter: Quarter
    statement: Statement | None
    figures: Figures
    cells: list[Cell]
    rate: PublicRate


def view_of(book: Book, quarter: Quarter, version: int | None = None) -> View:
    """The published version, or the running figures of a quarter that has none."""
    statement = statement_of(book, quarter, version)
    if statement is not None:
        cells = [cell_of(line) for line in lines_of_statement(statement)]
        rate = rate_in_words(statement.rate)
        return View(book, quarter, statement, figures_of(statement), cells, rate)
    figures, cells = read_quarter_now(book, quarter)
    rate = running_rate(book) if book.code == "joint_account" else PublicRate()
    return View(book, quarter, None, figures, cells, rate)


def paper_of(view: View) -> Paper:
    """The same as a file."""
    estate = Estate.objects.get(pk=current_estate_id())
    statement = view.statement
    return Paper(
        estate=estate.name, book=str(BOOKS[view.book.code]), quarter=quarter_word(view.quarter),
        version=statement.version if statement else 0, figures=view.figures, rate=view.rate,
        cells=view.cells, spendings=spendings_of(view.cells),
        seal=statement.seal_root if statement else "",
        digest=statement.content_hash if statement else "",
        published=f"{statement.published_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        if statement
        else "",
        reason=statement.reason if statement else "",
    )  # fmt: skip
