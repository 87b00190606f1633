"""Versions of papers for owners to read (OWN-15) and to hand over (FEE-09)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.money.disclosure.api import InspectedPaper, packed_file
from linli.money.spending.api import yuan
from linli.voice.contracts.grounds import ground_title
from linli.voice.contracts.labels import PAPERS
from linli.voice.contracts.models import ContractPrice, PaperVersion
from linli.voice.contracts.queries import articles_of


def _versions() -> Iterator[PaperVersion]:
    rows = PaperVersion.objects.select_related("paper", "scan")
    yield from rows.order_by("paper__kind", "-paper", "-number")


def owners_papers() -> list[InspectedPaper]:
    """Every published version, the newest of each paper first, with its page."""
    return [InspectedPaper(str(PAPERS[v.paper.kind]), _line(v), page_of(v)) for v in _versions()]


def page_of(version: PaperVersion) -> str:
    """Where this very version is read."""
    return f"{reverse('contracts:paper', args=[version.paper_id])}?version={version.number}"


def _line(version: PaperVersion) -> str:
    words = _("%(title)s，第 %(n)s 版，%(day)s 起生效")
    return words % {
        "title": version.paper.title, "n": version.number, "day": version.valid_from.isoformat(),
    }  # fmt: skip


def pack_papers() -> Iterator[tuple[str, bytes | Path]]:
    """Each version as a text that says all of it, with its seal; the contracts' prices in a table.

    Amounts in yuan.
    """
    if ContractPrice.objects.exists():
        yield "papers/prices.csv", _prices()
    for version in _versions():
        yield f"{_stem(version)}.txt", _text(version).encode()


def handed_over_scans() -> Iterator[tuple[str, bytes | Path]]:
    """The signed papers themselves: they show signatures, so they are in the handover alone."""
    for version in _versions():
        if version.scan is not None:
            yield packed_file(f"{_stem(version)}-signed", version.scan)


def _prices() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    names = ["contract", "starts_on", "ends_on", "basis", "what", "yuan", "unit", "note"]
    writer.writerow(names)
    rows = ContractPrice.objects.select_related("contract__paper")
    for row in rows.order_by("contract", "position"):
        held = row.contract
        writer.writerow([
            held.paper.title, held.starts_on, held.ends_on, held.basis, row.what,
            yuan(row.price_fen), row.unit, row.note,
        ])  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def _stem(version: PaperVersion) -> str:
    return f"papers/{version.paper.kind}-{version.paper_id}-v{version.number}"


def _text(version: PaperVersion) -> str:
    ground = ground_title(version.decision) or version.ground_note
    head = [_line(version), _("依据：%(words)s") % {"words": ground}, ""]
    body = []
    for article in articles_of(version):
        if article.number:
            body.append(_("第 %(n)s 条") % {"n": article.number} + f" {article.title}".rstrip())
        body += [article.text, ""]
    return "\n".join([*head, *body, _("印记：%(seal)s") % {"seal": bytes(version.seal).hex()}, ""])
