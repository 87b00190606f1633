"""Papers: written as a draft, published by a second person, sealed, never changed again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.events.api import publish
from linli.estate.organisations.api import Permission, require
from linli.voice.contracts.articles import split_articles
from linli.voice.contracts.data import Article, PaperKind
from linli.voice.contracts.errors import (
    DraftGone,
    GroundMissing,
    OwnDraft,
    TermWrong,
    TextTooLong,
    ValidityWrong,
)
from linli.voice.contracts.events import PaperPublished
from linli.voice.contracts.grounds import check_ground
from linli.voice.contracts.models import (
    LONGEST_PAPER,
    Paper,
    PaperArticle,
    PaperDraft,
    PaperVersion,
)
from linli.voice.contracts.queries import articles_of, paper_for
from linli.voice.contracts.sealing import seal_of


@transaction.atomic
def begin_paper(kind: str, title: str, *, actor: Actor) -> Paper:
    """A new contract, or the estate's covenant or rules; begun twice, the latter are the same."""
    require(actor, Permission.MANAGE_CONTRACTS)
    if kind not in set(PaperKind) or not title.strip():
        raise Invalid(translatable("请写名称。"), field="title")
    if kind != PaperKind.CONTRACT:
        paper, made = Paper.objects.get_or_create(
            kind=kind, defaults={"title": title.strip()[:80], "created_at": now()}
        )
    else:
        paper, made = Paper.objects.create(kind=kind, title=title.strip(), created_at=now()), True
    if made:
        record("paper.begun", "paper", paper.pk, actor=actor, kind=kind)
    return paper


@transaction.atomic
def write_paper(
    paper_id: int,
    *,
    actor: Actor,
    text: str,
    valid_from: date,
    valid_until: date | None = None,
    decision: str = "",
    ground_note: str = "",
    scan_id: int | None = None,
) -> PaperDraft:
    """Write the next version, or change the draft of it.

    Raises NoArticles, ArticlesOutOfOrder, TextTooLong, TermWrong, GroundUnknown.
    """
    require(actor, Permission.MANAGE_CONTRACTS)
    if actor.user_id is None:
        raise NotAllowed
    paper = paper_for(actor, paper_id)
    if len(text) > LONGEST_PAPER:
        raise TextTooLong(field="text", count=len(text), most=LONGEST_PAPER)
    split_articles(text)
    if valid_until is not None and valid_until <= valid_from:
        raise TermWrong(field="valid_until")
    check_ground(decision, paper.kind)
    fields: dict[str, Any] = {
        "text": text, "valid_from": valid_from, "valid_until": valid_until, "decision": decision,
        "ground_note": ground_note.strip()[:200], "author_id": actor.user_id, "updated_at": now(),
    }  # fmt: skip
    if scan_id is not None:
        fields["scan_id"] = scan_id
    draft, _made = PaperDraft.objects.update_or_create(paper=paper, defaults=fields)
    record("paper.written", "paper", paper.pk, actor=actor)
    return draft


@transaction.atomic
def drop_draft(paper_id: int, *, actor: Actor) -> None:
    """The draft is not wanted any more."""
    require(actor, Permission.MANAGE_CONTRACTS)
    paper = paper_for(actor, paper_id)
    PaperDraft.objects.filter(paper=paper).delete()
    record("paper.dropped", "paper", paper.pk, actor=actor)


@transaction.atomic
def publish_paper(paper_id: int, *, actor: Actor) -> PaperVersion:
    """The draft becomes a version, sealed together with the one before.

    Raises DraftGone, OwnDraft, GroundMissing, ValidityWrong.
    """
    require(actor, Permission.MANAGE_CONTRACTS)
    paper_for(actor, paper_id)
    paper: Paper | None = Paper.objects.select_for_update().filter(pk=paper_id).first()
    if paper is None:
        raise NotFound
    draft = PaperDraft.objects.filter(paper=paper).first()
    if draft is None:
        raise DraftGone
    if actor.user_id is None or draft.author_id == actor.user_id:
        raise OwnDraft
    before = paper.versions.order_by("-number").first()
    _check_ground_and_day(draft, before)
    articles = split_articles(draft.text)
    try:
        with transaction.atomic():
            version = _write(paper, draft, before, articles, actor)
    except IntegrityError as error:  # somebody published in this moment
        raise DraftGone from error
    draft.delete()
    record("paper.published", "paper_version", version.pk, actor=actor, number=version.number)
    publish(PaperPublished(paper.pk, version.pk))
    return version


def _check_ground_and_day(draft: PaperDraft, before: PaperVersion | None) -> None:
    check_ground(draft.decision, draft.paper.kind)
    if not draft.decision and not (draft.ground_note and draft.scan_id):
        raise GroundMissing(field="decision")
    if before is not None and draft.valid_from < before.valid_from:
        raise ValidityWrong(field="valid_from", day=before.valid_from)


def _write(
    paper: Paper,
    draft: PaperDraft,
    before: PaperVersion | None,
    articles: tuple[Article, ...],
    actor: Actor,
) -> PaperVersion:
    assert actor.user_id is not None
    version = PaperVersion(
        paper=paper, number=before.number + 1 if before else 1, valid_from=draft.valid_from,
        valid_until=draft.valid_until, decision=draft.decision, ground_note=draft.ground_note,
        scan=draft.scan, author_id=draft.author_id, published_by_id=actor.user_id,
        published_at=now(),
    )  # fmt: skip
    version.seal = seal_of(facts_of(version), articles, bytes(before.seal) if before else b"")
    version.save(force_insert=True)
    PaperArticle.objects.bulk_create(
        PaperArticle(version=version, number=a.number, title=a.title, text=a.text) for a in articles
    )
    return version


def facts_of(version: PaperVersion) -> dict[str, Any]:
    """What the seal covers besides the words: ids and days, no names."""
    scan = version.scan
    return {
        "paper": version.paper_id, "number": version.number,
        "valid_from": version.valid_from.isoformat(),
        "valid_until": version.valid_until.isoformat() if version.valid_until else None,
        "decision": version.decision, "ground": version.ground_note,
        "scan": bytes(scan.sha256).hex() if scan else None,
    }  # fmt: skip


def check_seals(paper: Paper) -> list[int]:
    """The numbers of versions whose words do not fit their seal; empty when all is well."""
    wrong, before = [], b""
    for version in paper.versions.order_by("number"):
        if seal_of(facts_of(version), articles_of(version), before) != bytes(version.seal):
            wrong.append(version.number)
        before = bytes(version.seal)
    return wrong
