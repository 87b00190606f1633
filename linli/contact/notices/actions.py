"""Writing, approving and posting notices; keeping who has seen them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.events.api import publish
from linli.base.files.api import StoredFile
from linli.base.live.api import notify
from linli.contact.notices.data import DraftState
from linli.contact.notices.errors import (
    EndsBeforeStart,
    NoticeNotNow,
    OwnNotice,
    StartPassed,
    TooManyFiles,
    TooShort,
)
from linli.contact.notices.events import NoticePosted
from linli.contact.notices.models import Notice, NoticeDraft, NoticeFile, NoticeSeen
from linli.contact.notices.queries import content_of, draft_for, notice_for, people_without_phone
from linli.contact.notices.rules import days_posted, earliest_end, fewest_days, seal
from linli.estate.organisations.api import Permission, is_staff, require
from linli.estate.places.api import Place

MOST_FILES = 6
_PLACES = ("grid", "building", "entrance")


@transaction.atomic
def write_draft(
    *, actor: Actor, draft_id: int | None = None, files: Sequence[int] = (), **fields: Any
) -> NoticeDraft:
    """Write a draft, or change one's own.

    `fields`: kind, title_zh, body_zh, title_en, body_en, place_id (None: the whole estate),
    is_public, post_from, post_until, corrects_id. `files` are added to those that hang on it.
    Raises EndsBeforeStart, TooShort, StartPassed, TooManyFiles, NotFound, NotAllowed.
    """
    require(actor, Permission.WRITE_NOTICES)
    _check_days(fields["kind"], fields["post_from"], fields["post_until"])
    _check_place(fields.get("place_id"))
    if fields.get("corrects_id"):
        notice_for(actor, fields["corrects_id"])
    if draft_id is None:
        draft = NoticeDraft(author_id=account_of(actor), created_at=now())
    else:
        draft = _lock(draft_id, actor, DraftState.DRAFT)
        if draft.author_id != actor.user_id:
            raise NotAllowed
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.returned_reason = ""
    draft.save()
    _attach(draft, files, actor)
    record("notice.written", "notice_draft", draft.pk, actor=actor)
    return draft


def account_of(actor: Actor) -> int:
    """The account behind an actor: the software itself posts nothing. Raises NotAllowed."""
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def _check_days(kind: str, post_from: Any, post_until: Any) -> None:
    if post_until < post_from:
        raise EndsBeforeStart(field="post_until")
    if days_posted(post_from, post_until) < fewest_days(kind):
        raise TooShort(
            field="post_until", days=fewest_days(kind), end=str(earliest_end(kind, post_from))
        )
    if post_from < today():
        raise StartPassed(field="post_from")


def _check_place(place_id: int | None) -> None:
    if place_id and not Place.objects.filter(pk=place_id, kind__in=_PLACES).exists():
        raise NotFound(field="place_id")


def _attach(draft: NoticeDraft, files: Sequence[int], actor: Actor) -> None:
    own = StoredFile.objects.filter(pk__in=files, uploaded_by_id=actor.user_id)
    for stored in own.order_by("pk"):
        NoticeFile.objects.get_or_create(draft=draft, file=stored)
    if draft.files.count() > MOST_FILES:
        raise TooManyFiles(field="files", most=MOST_FILES)


def _lock(draft_id: int, actor: Actor, *states: str) -> NoticeDraft:
    draft_for(actor, draft_id)
    draft: NoticeDraft = NoticeDraft.objects.select_for_update().get(pk=draft_id)
    if states and draft.state not in states:
        raise NoticeNotNow
    return draft


@transaction.atomic
def submit_draft(draft_id: int, *, actor: Actor) -> NoticeDraft:
    """The author is done. Raises StartPassed when the first day has gone by meanwhile."""
    draft = _lock(draft_id, actor, DraftState.DRAFT)
    if draft.author_id != actor.user_id:
        raise NotAllowed
    _check_days(draft.kind, draft.post_from, draft.post_until)
    draft.state, draft.submitted_at = DraftState.WAITING.value, now()
    draft.save()
    record("notice.submitted", "notice_draft", draft.pk, actor=actor)
    notify(["notices"])
    return draft


@transaction.atomic
def return_draft(draft_id: int, *, actor: Actor, reason: str) -> NoticeDraft:
    """Back to the author with the reason."""
    require(actor, Permission.APPROVE_TELLING)
    if not reason.strip():
        raise Invalid(translatable("请写明哪里要改。"), field="reason")
    draft = _lock(draft_id, actor, DraftState.WAITING)
    draft.state, draft.submitted_at = DraftState.DRAFT.value, None
    draft.returned_reason = reason.strip()[:200]
    draft.save()
    record("notice.returned", "notice_draft", draft.pk, actor=actor)
    return draft


@transaction.atomic
def drop_draft(draft_id: int, *, actor: Actor) -> NoticeDraft:
    """The author thinks better of it before it is posted."""
    draft = _lock(draft_id, actor, DraftState.DRAFT, DraftState.WAITING)
    if draft.author_id != actor.user_id:
        raise NotAllowed
    draft.state = DraftState.DROPPED.value
    draft.save()
    record("notice.dropped", "notice_draft", draft.pk, actor=actor)
    return draft


@transaction.atomic
def post_notice(draft_id: int, *, actor: Actor) -> Notice:
    """Somebody else approves: the notice is sealed and hangs from its first day on.

    Pressing twice posts once. Raises OwnNotice, NoticeNotNow, StartPassed, TooShort.
    """
    require(actor, Permission.APPROVE_TELLING)
    draft = _lock(draft_id, actor)
    known: Notice | None = Notice.objects.filter(draft=draft.pk).first()
    if known is not None and known.approved_by_id == actor.user_id:
        return known
    if draft.state != DraftState.WAITING:
        raise NoticeNotNow
    if draft.author_id == actor.user_id:
        raise OwnNotice
    _check_days(draft.kind, draft.post_from, draft.post_until)
    notice = _seal(draft, actor)
    NoticeDraft.objects.filter(pk=draft.pk).update(state=DraftState.POSTED.value)
    record("notice.posted", "notice", notice.pk, actor=actor, seal=notice.seal.hex())
    publish(NoticePosted(notice.pk, str(notice.post_from), str(notice.post_until)))
    notify(["notices"])
    return notice


@transaction.atomic
def post_for_body(*, author_id: int, actor: Actor, **fields: Any) -> Notice:
    """A body posts what the law makes its own to post (an assembly, an agenda): two of its people.

    `author_id` is the account that prepared it, `actor` lets it out; whether the two may is for
    the caller to decide, that they are two is decided here. `fields` as in `write_draft`. Raises
    OwnNotice, EndsBeforeStart, TooShort, StartPassed.
    """
    if author_id == account_of(actor):
        raise OwnNotice
    _check_days(fields["kind"], fields["post_from"], fields["post_until"])
    draft: NoticeDraft = NoticeDraft.objects.create(
        author_id=author_id, created_at=now(), submitted_at=now(), state=DraftState.POSTED.value,
        **fields,
    )  # fmt: skip
    notice = _seal(draft, actor)
    record("notice.posted", "notice", notice.pk, actor=actor, seal=notice.seal.hex())
    publish(NoticePosted(notice.pk, str(notice.post_from), str(notice.post_until)))
    notify(["notices"])
    return notice


def _seal(draft: NoticeDraft, actor: Actor) -> Notice:
    with connection.cursor() as cursor:  # one chain an estate: its notices are sealed one by one
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('notice', %s))", [draft.estate_id]
        )
    last: Notice | None = Notice.objects.order_by("-serial").first()
    serial = last.serial + 1 if last else 1
    copied = ("kind", "title_zh", "body_zh", "title_en", "body_en", "place_id", "is_public",
              "post_from", "post_until", "corrects_id", "author_id")  # fmt: skip
    notice = Notice(
        draft=draft, serial=serial, number=f"{today().year}-{serial:03}",
        place_words=draft.place.plate if draft.place else "全小区",
        approved_by_id=account_of(actor),
        file_hashes=[bytes(row.file.sha256).hex() for row in _files(draft)], sealed_at=now(),
        **{name: getattr(draft, name) for name in copied},
    )  # fmt: skip
    notice.seal = seal(bytes(last.seal) if last else b"", content_of(notice))
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError as error:
        raise NoticeNotNow from error
    return notice


def _files(draft: NoticeDraft) -> Any:
    return draft.files.select_related("file").order_by("pk")


@transaction.atomic
def mark_notice_seen(notice: Notice, *, actor: Actor) -> bool:
    """A resident has the notice open: kept once, for residents alone. True at the first time."""
    if actor.person_id is None or not actor.home_ids:
        return False
    return _keep_seen(notice.pk, actor.person_id, "page", None)


def _keep_seen(notice_id: int, person_id: int, way: str, told_by_id: int | None) -> bool:
    try:
        with transaction.atomic():
            NoticeSeen.objects.create(
                notice_id=notice_id, person_id=person_id, way=way, told_by_id=told_by_id, at=now()
            )
    except IntegrityError:
        return False
    return True


@transaction.atomic
def tell_at_door(
    notice_id: int, building_id: int, *, actor: Actor, person_ids: Sequence[int]
) -> int:
    """The captain has told these people of a notice; those told before stay as they are.

    Raises NotFound for a building or a person that is not the captain's to tell.
    """
    if not is_staff(actor):
        raise NotFound
    _notice, _building, rows = people_without_phone(actor, notice_id, building_id)
    own = {row.person_id for row, _seen in rows}
    if not set(person_ids) <= own:
        raise NotFound
    told = sum(_keep_seen(notice_id, p, "told", actor.user_id) for p in sorted(set(person_ids)))
    record("notice.told", "notice", notice_id, actor=actor, people=told, building=building_id)
    return told
