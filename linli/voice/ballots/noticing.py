"""The notice: from here on roll, agenda, days and rules stand still (OWN-04, OWN-09)."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import NotAllowed
from linli.base.events.api import publish
from linli.contact.notices.api import Notice, NoticeKind, post_for_body
from linli.estate.organisations.api import Organisation, OrganisationKind
from linli.matters.handling.api import Matter, open_matter
from linli.voice.ballots.actions import (
    PREPARED,
    account_of,
    check_times,
    constraint_of,
    lock_assembly,
    may_notice,
    tell_pages,
)
from linli.voice.ballots.data import AssemblyNoticed, AssemblyState
from linli.voice.ballots.errors import (
    AgendaEmpty,
    NoticeTooShort,
    OwnPreparation,
    RollEmpty,
    RollLacking,
)
from linli.voice.ballots.labels import matter_word, threshold_word
from linli.voice.ballots.models import Assembly
from linli.voice.ballots.rolls import current_roll, freeze_roll

_HANGS = 14  # days after the first: what is disclosed hangs fifteen days at least


@transaction.atomic
def give_notice(assembly_id: int, *, actor: Actor) -> Assembly:
    """The second of two people lets it out: the roll is frozen, the notice posted, the residents'
    committee told, all or nothing.

    Raises OwnPreparation, RollLacking (homes without area or owner), RollEmpty, NoticeTooShort.
    """
    if not may_notice(actor):
        raise NotAllowed
    assembly = lock_assembly(assembly_id, actor, PREPARED)
    if assembly.prepared_by_id == actor.user_id:
        raise OwnPreparation
    if not assembly.items.exists():
        raise AgendaEmpty
    check_times(assembly.opens_at, assembly.closes_at)
    _freeze(assembly)
    assembly.state, assembly.noticed_at = AssemblyState.NOTICED.value, now()
    assembly.noticed_by_id = account_of(actor)
    assembly.notice = _post(assembly, actor)
    assembly.told_matter = _tell_committee(assembly)
    _save(assembly)
    record(
        "assembly.noticed", "assembly", assembly.pk, actor=actor, heads=assembly.total_heads,
        area_cm2=assembly.total_area_cm2, roll=assembly.roll_root,
    )  # fmt: skip
    publish(AssemblyNoticed(assembly.pk, assembly.opens_at.isoformat()))
    tell_pages(assembly)
    return assembly


def _freeze(assembly: Assembly) -> None:
    draft = current_roll(assembly.rules)
    if draft.lacking:
        raise RollLacking(count=len(draft.lacking))
    if not draft.heads:
        raise RollEmpty
    freeze_roll(assembly, draft)


def _save(assembly: Assembly) -> None:
    try:
        with transaction.atomic():
            assembly.save()
    except IntegrityError as error:
        if constraint_of(error) == "assembly_fifteen_days":
            raise NoticeTooShort(field="opens_at", earliest="") from error
        raise


def _post(assembly: Assembly, actor: Actor) -> Notice:
    closes = assembly.closes_at.astimezone(SHANGHAI).date()
    texts = {}
    for language, ending in (("zh-hans", "zh"), ("en", "en")):
        with override(language):
            texts[f"title_{ending}"] = gettext("业主大会：%(title)s") % {"title": assembly.title}
            texts[f"body_{ending}"] = notice_words(assembly)
    return post_for_body(
        author_id=assembly.prepared_by_id or 0, actor=actor, kind=NoticeKind.DISCLOSURE.value,
        post_from=today(), post_until=max(closes, today() + timedelta(days=_HANGS)),
        is_public=True, **texts,
    )  # fmt: skip


def notice_words(assembly: Assembly) -> str:
    """What the notice says: when, how, about what, with the thresholds and the rules."""
    day = "%Y-%m-%d %H:%M"
    lines = [
        gettext("编号 %(code)s。投票从 %(opens)s 到 %(closes)s。")
        % {
            "code": assembly.code,
            "opens": f"{assembly.opens_at.astimezone(SHANGHAI):{day}}",
            "closes": f"{assembly.closes_at.astimezone(SHANGHAI):{day}}",
        },
        gettext("可以在手机上投，到服务中心投纸票，或请楼长上门。一户一票，共有人合投一票。"),
    ]
    for item in assembly.items.order_by("position"):
        lines.append(f"{item.position}. {item.title}")
        lines.append(f"   {matter_word(item.matter)} · {threshold_word(item.matter)}")
        if item.text:
            lines.append(f"   {item.text}")
    total = {"units": assembly.total_units, "heads": assembly.total_heads}
    lines.append(
        gettext("名册共 %(units)s 套、%(heads)s 位业主，已经封存。对名册有意见，请在投票前提出。")
        % total
    )
    lines.append(gettext("名册封存码 %(root)s") % {"root": assembly.roll_root[:16]})
    return "\n".join(lines)


def _tell_committee(assembly: Assembly) -> Matter:
    """OWN-09: the residents' committee hears of it, as a matter that somebody must take."""
    committee = Organisation.objects.filter(
        kind=OrganisationKind.RESIDENTS_COMMITTEE.value, is_active=True
    ).first()
    with override("zh-hans"):
        words = notice_words(assembly)
    return open_matter(
        actor=system_actor(assembly.estate_id), kind="duty", category="assembly",
        channel="system", title=f"告知居委会：业主大会 {assembly.code}",
        text=f"业主大会已公告，请居委会知悉并到场指导。\n{words}",
        organisation_id=committee.pk if committee else None,
        client_key=f"assembly-told:{assembly.pk}",
    )  # fmt: skip
