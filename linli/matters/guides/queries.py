"""Reads of the guide: for readers what is published, for writers everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import QuerySet, Sum
from django.utils.translation import get_language

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, may, require
from linli.matters.guides import rules
from linli.matters.guides.data import EntryCard, EntryRow, Part, PartLine, VersionState
from linli.matters.guides.models import GuideEntry, GuideTally, GuideVersion

MOST_FOUND = 20
COUNTED = timedelta(days=90)


def published_versions() -> QuerySet[GuideVersion]:
    rows = GuideVersion.objects.filter(
        state=VersionState.PUBLISHED.value, entry__retired_at__isnull=True
    )
    return rows.select_related("entry__category", "entry__organisation", "entry__account")


def find_entries(text: str) -> list[EntryCard]:
    """Published entries that answer, the best first; all of them by title without a text."""
    cards = [card_of(version) for version in published_versions()]
    if not text.strip():
        return sorted(cards, key=lambda card: card.title)
    return _best(text, cards, 1.0)[:MOST_FOUND]


def suggest_entries(text: str, *, most: int = 3) -> list[EntryCard]:
    """What may answer somebody who is just telling; nothing rather than something far off."""
    cards = [card_of(version) for version in published_versions()]
    return _best(text, cards, rules.LEAST_SUGGESTED)[:most]


def _best(text: str, cards: Sequence[EntryCard], least: float) -> list[EntryCard]:
    scored = [
        (rules.score(text[:500], _heads(card), card.keywords, _body(card)), card) for card in cards
    ]
    found = [(points, card) for points, card in scored if points >= least]
    return [card for _points, card in sorted(found, key=lambda one: (-one[0], one[1].title))]


def _heads(card: EntryCard) -> str:
    return card.title


def _body(card: EntryCard) -> str:
    return " ".join(part.text for part in card.parts)


def entry_card(entry_id: int) -> EntryCard:
    """The published entry as a reader finds it. Raises NotFound."""
    version = published_versions().filter(entry=entry_id).first() if _is_id(entry_id) else None
    if version is None:
        raise NotFound
    return card_of(version)


def _is_id(number: int) -> bool:
    return 0 < number < 2**63


def card_of(version: GuideVersion) -> EntryCard:
    """A version in the reader's language; Chinese fills in what is not translated."""
    english = (get_language() or "").startswith("en")
    parts = tuple(_parts(version.parts_zh, version.parts_en if english else None))
    entry = version.entry
    return EntryCard(
        id=entry.pk, version_id=version.pk, number=version.number,
        title=(version.title_en if english else "") or version.title_zh,
        summary=parts[0].text if parts else "",
        icon=entry.category.icon if entry.category else "help", parts=parts,
        valid_until=version.valid_until, is_expired=rules.is_expired(version.valid_until, today()),
        is_demo=entry.is_demo, owner=entry.organisation.name,
        keywords=rules.words_of(version.keywords + " " + version.title_zh),
    )  # fmt: skip


def _parts(zh: Mapping[str, str], en: Mapping[str, str] | None) -> list[PartLine]:
    lines = []
    for part in Part:
        english = (en or {}).get(part, "")
        text = english or zh.get(part, "")
        if text:
            lines.append(PartLine(part.value, text, en is not None and not english))
    return lines


def require_writer(actor: Actor) -> None:
    """Writers are those who may write notices. Raises NotAllowed."""
    require(actor, Permission.WRITE_NOTICES)


def may_write(actor: Actor) -> bool:
    return may(actor, Permission.WRITE_NOTICES)


def version_for(actor: Actor, version_id: int) -> GuideVersion:
    """Any version, for writers. Raises NotAllowed, NotFound."""
    require_writer(actor)
    rows = GuideVersion.objects.select_related(
        "entry__category", "entry__organisation", "entry__account", "author", "checked_by"
    )
    found = rows.filter(pk=version_id).first() if _is_id(version_id) else None
    if found is None:
        raise NotFound
    return found


def latest_version(actor: Actor, entry_id: int) -> GuideVersion:
    """The version that writing goes on from. Raises NotAllowed, NotFound."""
    require_writer(actor)
    rows = GuideVersion.objects.filter(entry=entry_id) if _is_id(entry_id) else None
    pk = rows.order_by("-number").values_list("pk", flat=True).first() if rows else None
    return version_for(actor, pk or 0)


def versions_of(actor: Actor, entry_id: int) -> list[GuideVersion]:
    """All versions of an entry, the newest first."""
    require_writer(actor)
    rows = GuideVersion.objects.filter(entry=entry_id).select_related("author", "checked_by")
    return list(rows.order_by("-number"))


def list_rows(actor: Actor) -> list[EntryRow]:
    """Every entry with its latest version and how it was used, for all who work here."""
    require(actor, Permission.WORK_QUEUE)
    versions: dict[int, list[GuideVersion]] = defaultdict(list)
    rows = GuideVersion.objects.select_related("entry__organisation", "entry__account")
    for version in rows.order_by("-number"):
        versions[version.entry_id].append(version)
    counts = _counts()
    found = [_row(own, counts.get(pk, {})) for pk, own in versions.items()]
    return sorted(found, key=lambda row: (row.is_retired, -row.counts.get("shown", 0), row.title))


def _row(versions: Sequence[GuideVersion], counts: Mapping[str, int]) -> EntryRow:
    latest = versions[0]
    public = next((v for v in versions if v.state == VersionState.PUBLISHED), None)
    shown, entry = public or latest, latest.entry
    owner = entry.account.name if entry.account else entry.organisation.name
    return EntryRow(
        id=entry.pk, title=shown.title_zh, owner=owner, state=latest.state, version_id=latest.pk,
        is_published=public is not None, is_retired=entry.retired_at is not None,
        valid_until=shown.valid_until, is_expired=rules.is_expired(shown.valid_until, today()),
        counts=counts,
    )  # fmt: skip


def _counts() -> dict[int, dict[str, int]]:
    rows = GuideTally.objects.filter(day__gt=today() - COUNTED)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for entry_id, use, n in rows.values_list("entry_id", "use").annotate(n=Sum("n")):
        found[entry_id][use] = n
    return found


def expired_versions() -> QuerySet[GuideVersion]:
    """Published ones past their day."""
    return published_versions().filter(valid_until__lt=today())


def find_entry(entry_id: int) -> GuideEntry:
    """An entry that readers may find. Raises NotFound."""
    entry_card(entry_id)
    found: GuideEntry = GuideEntry.objects.get(pk=entry_id)
    return found
