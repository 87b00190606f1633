"""A quarter as pages and files show it: frozen where it is published, else as it stands now."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.calendars.api import SHANGHAI
from linli.base.scopes.api import Estate, current_estate_id
from linli.money.disclosure.data import Cell, Figures, PublicRate, Quarter
from linli.money.disclosure.models import Statement
from linli.money.disclosure.moves import Moved, moved_between
from linli.money.disclosure.queries import (
    cell_of,
    figures_of,
    lines_of_statement,
    opening_of,
    rate_in_words,
    running_rate,
    spendings_of,
    statement_of,
)
from linli.money.disclosure.sheets import Paper
from linli.money.disclosure.words import BOOKS, quarter_word
from linli.money.ledger.api import Book

LINES = 100  # of one page: an old phone reads them in a second


@dataclass(frozen=True)
class View:
    """One quarter of one book; `statement` is none while nothing is published, `moved` while it
    is."""

    book: Book
    quarter: Quarter
    statement: Statement | None
    moved: Moved | None
    figures: Figures
    rate: PublicRate

    def cells(self) -> list[Cell]:
        """All lines."""
        if self.moved is not None:
            return self.moved.cells()
        assert self.statement
        return [cell_of(line) for line in lines_of_statement(self.statement)]

    def page(self, number: int) -> tuple[list[Cell], int]:
        """The lines of one page, and how many pages there are."""
        if self.moved is not None:
            cells, total = self.moved.page(number, LINES)
        else:
            assert self.statement
            rows = lines_of_statement(self.statement)
            first = (number - 1) * LINES
            rows = rows.filter(number__gt=first, number__lte=first + LINES)
            cells, total = [cell_of(line) for line in rows], self.statement.line_count
        return cells, max(1, -(-total // LINES))


def view_of(book: Book, quarter: Quarter, version: int | None = None) -> View:
    """The published version, or the running figures of a quarter that has none."""
    statement = statement_of(book, quarter, version)
    if statement is not None:
        rate = rate_in_words(statement.rate)
        return View(book, quarter, statement, None, figures_of(statement), rate)
    moved = moved_between(book, quarter.start, quarter.end)
    figures = moved.figures(opening_of(book, quarter))
    rate = running_rate(book) if book.code == "joint_account" else PublicRate()
    return View(book, quarter, None, moved, figures, rate)


def paper_of(view: View) -> Paper:
    """The same as a file."""
    estate = Estate.objects.get(pk=current_estate_id())
    statement, cells = view.statement, view.cells()
    return Paper(
        estate=estate.name, book=str(BOOKS[view.book.code]), quarter=quarter_word(view.quarter),
        version=statement.version if statement else 0, figures=view.figures, rate=view.rate,
        cells=cells, spendings=spendings_of(cells),
        seal=statement.seal_root if statement else "",
        digest=statement.content_hash if statement else "",
        published=f"{statement.published_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        if statement
        else "",
        reason=statement.reason if statement else "",
    )  # fmt: skip
