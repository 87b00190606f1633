"""Notices posted for their lawful days (RC-04), sealed, and who has seen them."""

from linli.contact.notices.actions import (
    drop_draft,
    mark_notice_seen,
    post_for_body,
    post_notice,
    return_draft,
    submit_draft,
    tell_at_door,
    write_draft,
)
from linli.contact.notices.data import CarriedNotice, DraftState, NoticeKind, SeenLine
from linli.contact.notices.events import NoticePosted
from linli.contact.notices.models import Notice, NoticeDraft, NoticeFile, NoticeSeen
from linli.contact.notices.queries import (
    archived,
    broken_seals,
    count_seen,
    draft_for,
    drafts_for,
    is_seal_whole,
    list_seen,
    may_see_readers,
    notice_for,
    notices_for,
    notices_to_carry,
    own_notices,
    people_without_phone,
    posted,
)
from linli.contact.notices.rules import standing

__all__ = [
    "CarriedNotice",
    "DraftState",
    "Notice",
    "NoticeDraft",
    "NoticeFile",
    "NoticeKind",
    "NoticePosted",
    "NoticeSeen",
    "SeenLine",
    "archived",
    "broken_seals",
    "count_seen",
    "draft_for",
    "drafts_for",
    "drop_draft",
    "is_seal_whole",
    "list_seen",
    "mark_notice_seen",
    "may_see_readers",
    "notice_for",
    "notices_for",
    "notices_to_carry",
    "own_notices",
    "people_without_phone",
    "post_for_body",
    "post_notice",
    "posted",
    "return_draft",
    "standing",
    "submit_draft",
    "tell_at_door",
    "write_draft",
]
