"""Writes of the guide: written by one, checked by another, kept as it was."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotFound, translatable
from linli.estate.organisations.api import Organisation, offices_in_force
from linli.matters.guides import rules
from linli.matters.guides.data import EntryWords, Part, Use, VersionState
from linli.matters.guides.errors import (
    DayPassed,
    EntryNotNow,
    OwnEntry,
    PartMissing,
    PartTooLong,
    TitleTaken,
    WaitsForCheck,
)
from linli.matters.guides.models import GuideEntry, GuideTally, GuideVersion
from linli.matters.guides.queries import latest_version, require_writer, version_for
from linli.matters.routing.api import category_of

LONGEST_PART = 600
_UNFINISHED = (VersionState.DRAFT.value, VersionState.WAITING.value)


@transaction.atomic
def write_entry(words: EntryWords, *, actor: Actor, matter_ids: tuple[int, ...] = (),
                is_demo: bool = False) -> GuideVersion:  # fmt: skip
    """Begin a new entry; `matter_ids` are the questions that it answers, kept in the trail.

    Raises NotAllowed, TitleTaken, PartMissing, PartTooLong, DayPassed, Invalid.
    """
    require_writer(actor)
    _check(words, None)
    entry = GuideEntry.objects.create(**_keeper(words), is_demo=is_demo, created_at=now())
    version = _draft(entry, 1, words, actor)
    record("guides.entry_written", "guide_entry", entry.pk, actor=actor, matters=list(matter_ids))
    return version


@transaction.atomic
def rewrite_entry(entry_id: int, words: EntryWords, *, actor: Actor) -> GuideVersion:
    """Change the draft, or begin the next version of what is published.

    Raises WaitsForCheck while somebody is to check it, and what `write_entry` raises.
    """
    entry = _lock_entry(entry_id, actor)
    latest = latest_version(actor, entry.pk)
    if latest.state == VersionState.WAITING:
        raise WaitsForCheck
    _check(words, entry.pk)
    for name, value in _keeper(words).items():
        setattr(entry, name, value)
    entry.save()
    if latest.state == VersionState.DRAFT:
        _fill(latest, words, actor).save()
    else:
        latest = _draft(entry, latest.number + 1, words, actor)
    record("guides.entry_rewritten", "guide_entry", entry.pk, actor=actor, version=latest.number)
    return latest


def _lock_entry(entry_id: int, actor: Actor) -> GuideEntry:
    require_writer(actor)
    entry: GuideEntry | None = GuideEntry.objects.select_for_update().filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    return entry


def _check(words: EntryWords, entry_id: int | None) -> None:
    for part in (Part.WHAT, Part.WHERE):
        if not words.parts_zh.get(part, "").strip():
            raise PartMissing(field=f"{part}_zh")
    for language, parts in (("zh", words.parts_zh), ("en", words.parts_en)):
        for name, text in parts.items():
            if len(text) > LONGEST_PART * (2 if language == "en" else 1):
                raise PartTooLong(field=f"{name}_{language}", length=len(text), limit=LONGEST_PART)
    if rules.is_expired(words.valid_until, today()):
        raise DayPassed(field="valid_until")
    same = GuideVersion.objects.filter(title_zh=words.title_zh, entry__retired_at__isnull=True)
    same = same.exclude(state=VersionState.REPLACED.value).exclude(entry=entry_id)
    if same.exists():
        raise TitleTaken(field="title_zh", title=words.title_zh)


def _keeper(words: EntryWords) -> dict[str, Any]:
    if not Organisation.objects.filter(pk=words.organisation_id, is_active=True).exists():
        raise Invalid(translatable("请选哪个单位负责这一条。"), field="organisation")
    if words.account_id is not None:
        offices = offices_in_force().filter(organisation=words.organisation_id)
        if not offices.filter(account=words.account_id, account__is_active=True).exists():
            raise Invalid(translatable("这个人不在所选的单位。请重新选。"), field="account")
    return {
        "category": category_of(words.category) if words.category else None,
        "organisation_id": words.organisation_id, "account_id": words.account_id,
    }  # fmt: skip


def _draft(entry: GuideEntry, number: int, words: EntryWords, actor: Actor) -> GuideVersion:
    version = _fill(GuideVersion(entry=entry, number=number), words, actor)
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise EntryNotNow from error
    return version


def _fill(version: GuideVersion, words: EntryWords, actor: Actor) -> GuideVersion:
    version.title_zh, version.title_en = words.title_zh, words.title_en
    version.parts_zh, version.parts_en = dict(words.parts_zh), dict(words.parts_en)
    version.keywords = " ".join(rules.words_of(words.keywords))
    assert actor.user_id is not None
    version.valid_until, version.author_id = words.valid_until, actor.user_id
    version.written_at = now()
    return version


@transaction.atomic
def submit_entry(version_id: int, *, actor: Actor) -> GuideVersion:
    """Ask a second pair of eyes. Raises EntryNotNow."""
    version = _step(version_id, actor, VersionState.DRAFT, state=VersionState.WAITING.value)
    record("guides.entry_submitted", "guide_entry", version.entry_id, actor=actor)
    return version


@transaction.atomic
def return_entry(version_id: int, *, actor: Actor, reason: str) -> GuideVersion:
    """Back to its writer, with the reason."""
    if not reason.strip():
        raise Invalid(translatable("请写明要改什么。"), field="reason")
    version = _step(version_id, actor, VersionState.WAITING, state=VersionState.DRAFT.value,
                    returned_reason=reason.strip()[:200])  # fmt: skip
    record("guides.entry_returned", "guide_entry", version.entry_id, actor=actor)
    return version


@transaction.atomic
def publish_entry(version_id: int, *, actor: Actor) -> GuideVersion:
    """Checked by somebody who did not write it; the version before stays as it was.

    Raises OwnEntry, DayPassed, EntryNotNow.
    """
    version = version_for(actor, version_id)
    if version.author_id == actor.user_id:
        raise OwnEntry
    if rules.is_expired(version.valid_until, today()):
        raise DayPassed
    _lock_entry(version.entry_id, actor)
    before = GuideVersion.objects.filter(entry=version.entry_id, state=VersionState.PUBLISHED.value)
    if version.state == VersionState.WAITING:
        before.update(state=VersionState.REPLACED.value)
    _step(version_id, actor, VersionState.WAITING, state=VersionState.PUBLISHED.value,
          checked_by_id=actor.user_id, published_at=now(), returned_reason="")  # fmt: skip
    record("guides.entry_published", "guide_entry", version.entry_id, actor=actor,
           version=version.number)  # fmt: skip
    return version_for(actor, version_id)


def _step(version_id: int, actor: Actor, before: VersionState, **changes: Any) -> GuideVersion:
    version = version_for(actor, version_id)
    rows = GuideVersion.objects.filter(pk=version.pk, state=before.value)
    if not rows.update(**changes):
        raise EntryNotNow
    return version_for(actor, version_id)


@transaction.atomic
def retire_entry(entry_id: int, *, actor: Actor, reason: str) -> None:
    """Take an entry out of readers' sight, with the reason; nothing is thrown away."""
    if not reason.strip():
        raise Invalid(translatable("请写明为什么撤下。"), field="reason")
    entry = _lock_entry(entry_id, actor)
    if entry.retired_at is None:
        entry.retired_at, entry.retired_reason = now(), reason.strip()[:200]
        entry.save(update_fields=["retired_at", "retired_reason"])
        record("guides.entry_retired", "guide_entry", entry.pk, actor=actor)


def count_use(entry_id: int, use: Use) -> None:
    """One more, for the figures; nobody's name."""
    with transaction.atomic():
        row, _made = GuideTally.objects.get_or_create(entry_id=entry_id, day=today(), use=use.value)
        GuideTally.objects.filter(pk=row.pk).update(n=F("n") + 1)


def keepers() -> list[tuple[int, int, str]]:
    """(account, organisation, name) of those who may keep an entry right."""
    rows = offices_in_force().filter(account__is_active=True, organisation__isnull=False)
    found = rows.values_list("account_id", "organisation_id", "account__name")
    return sorted(set(found), key=lambda one: (one[1], one[2]))
