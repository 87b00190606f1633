"""What readers lacked and what is past its day become matters: the one queue knows of all."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.base.accounts.api import Actor, system_actor
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, translatable
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import offices_in_force
from linli.matters.guides.actions import count_use
from linli.matters.guides.data import Use
from linli.matters.guides.models import GuideEntry, GuideFeedback, GuideVersion
from linli.matters.guides.queries import entry_card, expired_versions, published_versions
from linli.matters.handling.api import Matter, open_matter
from linli.matters.handling.data import Channel

LONGEST = 500
_NO_CATEGORY = "enquiry"
_LACKING = translatable("请写一两句话：少了什么，或哪里不对。最多 500 个字。")


@transaction.atomic
def say_lacking(entry_id: int, *, actor: Actor, text: str, key: str) -> Matter:
    """What a resident missed in an entry, as advice for whoever keeps it. Once per `key`.

    Raises NotFound, NotAllowed for somebody without a name, Invalid for an empty or long text.
    """
    words = text.strip()
    if actor.user_id is None:
        raise NotAllowed
    if not words or len(words) > LONGEST:
        raise Invalid(
            translatable("请写一两句话：少了什么，或哪里不对。最多 500 个字。"), field="text"
        )
    version = _published(entry_id)
    with override("zh-hans"):
        title = _("指南“%(title)s”：读的人说少了什么") % {"title": version.title_zh}
    matter = _open_for(
        version.entry, kind="advice", text=words, title=title[:120],
        key=f"guide-{actor.user_id}-{key}"[:80], reporter_id=actor.person_id,
    )  # fmt: skip
    _feedback, made = GuideFeedback.objects.get_or_create(
        matter=matter, defaults={"version": version, "at": now()}
    )
    if made:
        count_use(entry_id, Use.LACKING)
    return matter


def _published(entry_id: int) -> GuideVersion:
    entry_card(entry_id)
    return published_versions().get(entry=entry_id)


def report_expired() -> int:
    """One matter for each published entry past its day, for its owner; how many are new."""
    return sum(_report(version) for version in expired_versions().order_by("id"))


@transaction.atomic
def _report(version: GuideVersion) -> bool:
    key = f"guide-expired-{version.pk}"
    if Matter.objects.filter(client_key=key).exists():
        return False
    facts = {"title": version.title_zh, "day": f"{version.valid_until:%Y-%m-%d}"}
    with override("zh-hans"):
        text = _("办事指南“%(title)s”的有效期到 %(day)s，已经过了。请核对后发新版。") % facts
        title = _("指南过期：%(title)s") % facts
    _open_for(version.entry, kind="request", text=text, title=title[:120], key=key)
    return True


def _open_for(entry: GuideEntry, *, kind: str, text: str, title: str, key: str,
              reporter_id: int | None = None) -> Matter:  # fmt: skip
    """Straight to whoever keeps the entry, if still here; else to the organisation."""
    keeper = entry.account_id
    held = offices_in_force().filter(
        account=keeper, organisation=entry.organisation_id, account__is_active=True
    )
    return open_matter(
        actor=system_actor(current_estate_id()), kind=kind,
        category=entry.category.code if entry.category else _NO_CATEGORY,
        channel=Channel.SYSTEM.value, text=text, title=title, client_key=key,
        reporter_id=reporter_id, organisation_id=entry.organisation_id,
        account_id=keeper if keeper and held.exists() else None,
    )  # fmt: skip
