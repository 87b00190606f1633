"""Papers of the books in one zip: what is published of a quarter (FEE-05), or all that is handed
over when the contract ends (FEE-09). Made by a job in parts; it can be stopped between them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db import transaction
from procrastinate.contrib.django import app

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import DomainError, NotAllowed, NotFound
from linli.base.files.api import StoredFile, file_path
from linli.base.live.api import notify
from linli.base.scopes.api import estate_scope
from linli.base.submissions import error_text
from linli.estate.organisations.api import Permission, require
from linli.estate.places.api import Place
from linli.money.disclosure.data import BundleKind, BundleState, Quarter
from linli.money.disclosure.exports import folder, published_seal, write_export
from linli.money.disclosure.models import AccountBundle, Objection
from linli.money.disclosure.papers import paper_of, view_of
from linli.money.disclosure.queries import public_quarter, standing_statements
from linli.money.disclosure.sheets import write_csv, write_pdf, write_workbook
from linli.money.disclosure.tasks import public_books
from linli.money.ledger.api import Account, Book, balances_of, seal_book
from linli.money.spending.api import SpendingFile, SpendingRequest, yuan

Content = bytes | Path
Part = Callable[[], Iterable[tuple[str, Content]]]
_sources: list[Part] = []
_handed_over: list[Part] = []


def register_pack_source(source: Part, *, handover_only: bool = False) -> None:
    """Papers of other packages for the pack and the handover: `source()` gives (name, content) of
    the estate in scope. `handover_only`: what is not for everybody, as scans with signatures.
    Call it in `ready()`; the same function again changes nothing."""
    known = _handed_over if handover_only else _sources
    if source not in known:
        known.append(source)


@transaction.atomic
def order_bundle(kind: BundleKind, *, actor: Actor, quarter: str = "") -> AccountBundle:
    """Have a bundle made. Raises NotAllowed, NoSuchPeriod."""
    require(actor, Permission.PUBLISH_ACCOUNTS)
    if actor.user_id is None:
        raise NotAllowed
    code = public_quarter(quarter).code if kind == BundleKind.PACK else ""
    bundle: AccountBundle = AccountBundle.objects.create(
        kind=kind.value, quarter=code, asked_by_id=actor.user_id, asked_at=now()
    )
    record("accounts.bundle", "disclosure_bundle", bundle.pk, actor=actor, kind=kind.value)
    make_bundle.defer(bundle_id=bundle.pk, estate_id=bundle.estate_id)
    return bundle


@transaction.atomic
def stop_bundle(bundle_id: int, *, actor: Actor) -> AccountBundle:
    """No further part is made. Stopping twice changes nothing."""
    bundle = bundle_for(actor, bundle_id)
    rows = AccountBundle.objects.filter(
        pk=bundle.pk, state__in=[BundleState.WAITING.value, BundleState.RUNNING.value]
    )
    rows.update(state=BundleState.STOPPED.value, finished_at=now())
    bundle.refresh_from_db()
    record("accounts.bundle_stopped", "disclosure_bundle", bundle.pk, actor=actor)
    return bundle


def bundle_for(actor: Actor, bundle_id: int) -> AccountBundle:
    """Raises NotFound, NotAllowed."""
    require(actor, Permission.PUBLISH_ACCOUNTS)
    bundle: AccountBundle | None = AccountBundle.objects.filter(pk=bundle_id).first()
    if bundle is None:
        raise NotFound
    return bundle


def bundle_path(bundle: AccountBundle) -> Path:
    return folder() / f"bundle-{bundle.token.hex}.zip"


@app.task(name="linli.make_bundle", queue="default")
def make_bundle(*, bundle_id: int, estate_id: int) -> None:
    """Part by part, each in a scope of its own, so that its progress is seen and it can stop."""
    with estate_scope(estate_id):
        bundle = AccountBundle.objects.get(pk=bundle_id)
        parts = list(_parts(bundle))
        started = AccountBundle.objects.filter(pk=bundle_id, state=BundleState.WAITING.value)
        if not started.update(state=BundleState.RUNNING.value, total=len(parts)):
            return
    path = bundle_path(bundle)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".part")
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as pack:
            for n, part in enumerate(parts, 1):
                if not _add(bundle_id, estate_id, pack, part, n):
                    return
        half.replace(path)
        _end(bundle_id, estate_id, BundleState.DONE)
    except (DomainError, OSError) as error:
        words = error_text(error) if isinstance(error, DomainError) else str(error)
        _end(bundle_id, estate_id, BundleState.FAILED, words)
    finally:
        half.unlink(missing_ok=True)


def _add(bundle_id: int, estate_id: int, pack: zipfile.ZipFile, part: Part, n: int) -> bool:
    """One part; False when somebody stopped it."""
    with estate_scope(estate_id):
        running = AccountBundle.objects.filter(pk=bundle_id, state=BundleState.RUNNING.value)
        if not running.exists():
            return False
        for name, content in part():
            if isinstance(content, Path):
                pack.write(content, name)
            else:
                pack.writestr(name, content)
        running.update(done=n)
        notify([f"bundle:{bundle_id}"])
    return True


def _end(bundle_id: int, estate_id: int, state: BundleState, trouble: str = "") -> None:
    with estate_scope(estate_id):
        rows = AccountBundle.objects.filter(pk=bundle_id, state=BundleState.RUNNING.value)
        rows.update(state=state.value, finished_at=now(), trouble=trouble[:200])
        notify([f"bundle:{bundle_id}"])


def _parts(bundle: AccountBundle) -> Iterator[Part]:
    if bundle.kind == BundleKind.PACK:
        quarter = Quarter(int(bundle.quarter[:4]), int(bundle.quarter[5]))
        for book in public_books():
            yield lambda book=book: _statement_files(book, quarter)  # type: ignore[misc]
    else:
        for book in public_books():
            yield lambda book=book: _every_statement(book)  # type: ignore[misc]
            yield lambda book=book: _book_file(book)  # type: ignore[misc]
        yield _fund_file
        yield _spending_papers
        yield from _handed_over
    yield _spending_file
    yield _objection_file
    yield from _sources


def _statement_files(book: Book, quarter: Quarter) -> Iterator[tuple[str, Content]]:
    paper = paper_of(view_of(book, quarter))
    stem = f"statements/{book.code}-{quarter.code}"
    yield f"{stem}.xlsx", write_workbook(paper)
    yield f"{stem}.csv", write_csv(paper)
    yield f"{stem}.pdf", write_pdf(paper)


def _every_statement(book: Book) -> Iterator[tuple[str, Content]]:
    for statement in standing_statements(book):
        quarter = Quarter(int(statement.quarter[:4]), int(statement.quarter[5]))
        yield from _statement_files(book, quarter)


def _book_file(book: Book) -> Iterator[tuple[str, Content]]:
    """The whole ledger of a book, to be checked with `linli ledger verify`."""
    seal_book(book.pk)
    number = published_seal(book)
    yield f"ledger/{book.code}.jsonl.gz", write_export(book, number)


def _fund_file() -> Iterator[tuple[str, Content]]:
    """What each home has in the maintenance fund."""
    rows = Account.objects.filter(book__code="maintenance_fund", code__startswith="unit:")
    homes = dict(rows.values_list("pk", "home"))
    balances = balances_of(homes)
    plates = dict(Place.objects.filter(pk__in=homes.values()).values_list("pk", "plate"))
    table = [[plates.get(home, ""), yuan(-balances.get(pk, 0))] for pk, home in homes.items()]
    yield "fund/homes.csv", _table(["plate", "balance_yuan"], sorted(table))


def _spending_file() -> Iterator[tuple[str, Content]]:
    rows = SpendingRequest.objects.exclude(state="draft").order_by("pk")
    table = [
        [r.number, r.book, r.category, r.purpose, r.payee, yuan(r.amount), yuan(r.paid),
         r.contract, r.decision, r.state]
        for r in rows.iterator()
    ]  # fmt: skip
    names = ["number", "book", "category", "purpose", "payee", "amount", "paid", "contract",
             "decision", "state"]  # fmt: skip
    yield "spending/requests.csv", _table(names, table)


def _spending_papers() -> Iterator[tuple[str, Content]]:
    rows = SpendingFile.objects.select_related("file", "request").order_by("pk")
    for row in rows.iterator():
        yield packed_file(f"spending/{row.request.number}-{row.kind}-{row.pk}", row.file)


def packed_file(stem: str, file: StoredFile) -> tuple[str, Content]:
    """A kept file under a name of its sort; without its bytes the name alone, ".missing"."""
    name = f"{stem}.{'pdf' if file.content_type == 'application/pdf' else 'webp'}"
    try:
        return name, file_path(file)
    except DomainError:  # the bytes are gone: its name still says that there was a paper
        return f"{name}.missing", b""


def _objection_file() -> Iterator[tuple[str, Content]]:
    rows = Objection.objects.exclude(answer="").order_by("pk")
    table = [[r.quarter, r.line_words, r.question, r.answer] for r in rows.iterator()]
    yield "objections.csv", _table(["quarter", "line", "question", "answer"], table)


def _table(names: list[str], rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
