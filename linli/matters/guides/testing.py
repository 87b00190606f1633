"""Builders of entries, through the actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from linli.estate.testing import Cast
from linli.matters.guides.api import GuideVersion, publish_entry, submit_entry, write_entry
from linli.matters.guides.data import EntryWords


def entry_words(cast: Cast, **over: Any) -> EntryWords:
    """Renewing a lease, kept by the housing office's centre."""
    fields: dict[str, Any] = {
        "title_zh": "公租房续租",
        "title_en": "Renewing a public rental",
        "parts_zh": {"what": "租约到期前办续租。", "where": "服务中心 2 号窗口",
                     "papers": "身份证、原租约"},
        "parts_en": {"what": "Renew before the lease ends."},
        "keywords": "续租 接着住 租约到期",
        "valid_until": date(2099, 12, 31),
        "category": "housing_eligibility",
        "organisation_id": cast.organisations["center"].pk,
        "account_id": cast.lead.pk,
    }  # fmt: skip
    return EntryWords(**(fields | over))


def make_entry(cast: Cast, *, by: str = "lead", checked_by: str = "clerk",
               **over: Any) -> GuideVersion:  # fmt: skip
    """A published entry."""
    version = write_entry(entry_words(cast, **over), actor=cast.actor(by))
    submit_entry(version.pk, actor=cast.actor(by))
    return publish_entry(version.pk, actor=cast.actor(checked_by))
