"""The service guide: what other packages may use."""

from linli.matters.guides.actions import (
    count_use,
    keepers,
    publish_entry,
    retire_entry,
    return_entry,
    rewrite_entry,
    submit_entry,
    write_entry,
)
from linli.matters.guides.labels import PARTS, STATES
from linli.matters.guides.models import GuideEntry, GuideVersion
from linli.matters.guides.prefilling import first_words
from linli.matters.guides.printing import draw_entry
from linli.matters.guides.queries import (
    card_of,
    entry_card,
    find_entries,
    latest_version,
    list_rows,
    may_write,
    require_writer,
    suggest_entries,
    version_for,
    versions_of,
)
from linli.matters.guides.wanting import report_expired, say_lacking

__all__ = [
    "PARTS",
    "STATES",
    "GuideEntry",
    "GuideVersion",
    "card_of",
    "count_use",
    "draw_entry",
    "entry_card",
    "find_entries",
    "first_words",
    "keepers",
    "latest_version",
    "list_rows",
    "may_write",
    "publish_entry",
    "report_expired",
    "require_writer",
    "retire_entry",
    "return_entry",
    "rewrite_entry",
    "say_lacking",
    "submit_entry",
    "suggest_entries",
    "version_for",
    "versions_of",
    "write_entry",
]
