"""What the terminal says of a book: what it holds, whether it is whole, where it breaks."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import click

from linli.cli.words import _
from linli.money.ledger.verifying import MOST_FAULTS, Fault, Report, verify_file


def check_file(file: Path, root: str | None = None) -> bool:
    """Check a file and print what was found; whether all is well, and `root` is the last one.

    Raises the errors of `linli.money.ledger.verifying`.
    """
    report = verify_file(file)
    _show(report)
    same = root is None or root.strip().lower() == report.root
    if not same:
        click.secho("✗ " + _("末次封存和给出的不一样：%(root)s") % {"root": root}, fg="red")
    if report.is_sound and same:
        click.secho("✓ " + _("账是平的，每一笔都和封存时一样。"), fg="green")
    return report.is_sound and same


def _show(report: Report) -> None:
    click.echo(_("账本 %(book)s（小区 %(estate)d，单位 %(unit)s）") % vars(report))
    click.echo(_("共 %(entries)d 笔，%(lines)d 行，封存 %(seals)d 次") % vars(report))
    for label, amount in sorted(report.balances.items()):
        click.echo(f"  {label:<44} {_amount(amount, report.unit):>20}")
    click.echo(_("末次封存 %(sealed_at)s") % {"sealed_at": report.sealed_at or "-"})
    click.echo(f"  {report.root}")
    for fault in report.faults:
        click.secho("✗ " + _fault(fault), fg="red")
    if len(report.faults) >= MOST_FAULTS:
        click.secho(_("还有更多，不再列出。"), fg="red")


def _amount(amount: int, unit: str) -> str:
    """Yuan for money, the plain number for other units."""
    if unit != "CNY":
        return f"{amount:,}"
    yuan, fen = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{yuan:,}.{fen:02}"


def _fault(fault: Fault) -> str:
    where = []
    if fault.seal:
        where.append(_("第 %(number)d 次封存") % {"number": fault.seal})
    if fault.entry:
        where.append(_("第 %(number)d 笔") % {"number": fault.entry})
    words = _(fault.what) % {"detail": fault.detail} if "%(" in fault.what else _(fault.what)
    return _("，").join([*where, words])


def export_to(file: Path, book_code: str, estate_code: str | None) -> None:
    """Seal what is new and write the whole book. Raises NotFound for an unknown book."""
    from linli.cli.databases import database_at_hand, require_migrated

    with database_at_hand():
        from linli.base.scopes.api import estate_scope
        from linli.cli.accounts import find_estate
        from linli.money.ledger.api import find_book, seal_book

        require_migrated()
        estate = find_estate(estate_code)
        with estate_scope(estate.pk):
            book = find_book(book_code)
            seal_book(book.pk)
            _write(book, file)
        click.echo(_("已写入 %(file)s") % {"file": file})


def _write(book: object, file: Path) -> None:
    from linli.money.ledger.api import Book, export_book

    assert isinstance(book, Book)
    if file.suffix == ".gz":
        with gzip.open(file, "wb", compresslevel=5) as stream:
            export_book(book, stream)  # type: ignore[arg-type]
    else:
        with file.open("wb") as plain:
            export_book(book, plain)


def check_database() -> bool:
    """Every book of every estate, exported and checked, and the sums that are kept beside."""
    from linli.cli.databases import database_at_hand, require_migrated

    sound = True
    with database_at_hand():
        from linli.base.scopes.api import Estate, all_estates, estate_scope

        require_migrated()
        with all_estates():
            estates = list(Estate.objects.order_by("id"))
        for estate in estates:
            with estate_scope(estate.pk):
                sound = _check_books(estate.name) and sound
    return sound


def _check_books(estate_name: str) -> bool:
    from linli.money.ledger.api import find_differences, list_books

    sound = True
    for book in list_books():
        click.secho(f"{estate_name}", bold=True)
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
            _write(book, Path(file.name))
            sound = check_file(Path(file.name)) and sound
        for what, which in find_differences(book.pk):
            click.secho("✗ " + _(what) % {"what": which}, fg="red")
            sound = False
    return sound
