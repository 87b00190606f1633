"""Duties of a body: they ring as matters of the one queue, and end with a proof."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import DomainError, NotAllowed
from linli.base.files.api import StoredFile
from linli.base.live.api import notify
from linli.base.scopes.api import current_estate_id
from linli.matters.handling.api import accept_matter, finish_matter, open_matter
from linli.voice.committee.data import PROOF_NEEDED, DutyCode, DutyPlan
from linli.voice.committee.errors import DutyDone, ProofNeeded
from linli.voice.committee.labels import DUTIES, DUTY_REASONS, KINDS, LAWS
from linli.voice.committee.models import BodyTerm, LawfulDuty
from linli.voice.committee.queries import (
    duty_for,
    last_working_day,
    living_terms,
    may_answer_for,
    planned_duties,
)


def ring_duties() -> int:
    """Enter what is due by now and open its matter, in the estate in scope; how many rang.

    Running it twice changes nothing. A matter that cannot be opened (nobody on duty) is tried
    again with the next run: the duty stands on the list meanwhile.
    """
    rang = 0
    for term in living_terms():
        for plan in planned_duties(term):
            if plan.rings_on <= today():
                rang += _ring(term, plan)
    return rang


def _ring(term: BodyTerm, plan: DutyPlan) -> bool:
    duty, _made = LawfulDuty.objects.get_or_create(
        key=plan.key,
        estate_id=term.estate_id,
        defaults={
            "body_id": term.body_id, "term": term, "code": plan.code, "rule": plan.rule,
            "rings_on": plan.rings_on, "due_on": plan.due_on,
        },
    )  # fmt: skip
    if duty.matter_id is not None or duty.done_at is not None:
        return False
    try:
        with transaction.atomic():
            open_duty_matter(duty, term)
    except DomainError:
        return False
    return True


def open_duty_matter(duty: LawfulDuty, term: BodyTerm, *, again: bool = False) -> None:
    """Let the duty ring. `again`: the matter it had ended without it being done."""
    with translation.override("zh-hans"):
        title = f"{KINDS[term.kind]}：{DUTIES[duty.code]}"
        law = LAWS.get(duty.rule, duty.rule)
        text = (
            f"{title}。{DUTY_REASONS[duty.code]}最迟 {duty.due_on}，"
            f"最后一个工作日是 {last_working_day(duty.due_on)}（依据：{law}）。"
        )
        if duty.code in PROOF_NEEDED:
            text += "办完时请附上凭证的照片；没有凭证，这件事会再打开。"
    matter = open_matter(
        actor=system_actor(current_estate_id()), kind="duty", category="assembly",
        channel="system", title=title[:60], text=text,
        client_key=f"{duty.key}:{duty.matter_id}" if again else duty.key,
        organisation_id=term.body.organisation_id,
    )  # fmt: skip
    duty.matter = matter
    duty.save(update_fields=["matter"])
    record("committee.duty_rang", "committee_duty", duty.pk, actor=None, matter=matter.pk)


@transaction.atomic
def close_duty(duty_id: int, *, actor: Actor, proof_id: int | None) -> LawfulDuty:
    """It is done, and here is the proof: a receipt, a handover list. Its matter ends with it.

    Where the law asks for no paper, the word of who did it is enough. Raises ProofNeeded,
    DutyDone, NotFound, NotAllowed.
    """
    duty = duty_for(actor, duty_id)
    if not may_answer_for(actor, duty.body.kind):
        raise NotAllowed
    locked: LawfulDuty = LawfulDuty.objects.select_for_update().get(pk=duty_id)
    if locked.done_at is not None:
        raise DutyDone
    own = StoredFile.objects.filter(pk=proof_id or 0, uploaded_by_id=actor.user_id).first()
    if own is None and (proof_id is not None or duty.code in PROOF_NEEDED):
        raise ProofNeeded(field="proof")
    locked.proof = own
    locked.proof_source = "" if own else f"account:{actor.user_id}"
    _finish(locked, actor)
    return locked


def settle_duty(term: BodyTerm, code: DutyCode, source: str, *, actor: Actor) -> None:
    """What the software saw itself (a meeting was held) closes the duty that asked for it."""
    rows = LawfulDuty.objects.select_for_update().filter(
        body=term.body_id, code=code.value, done_at__isnull=True
    )
    for duty in rows.order_by("id"):
        duty.proof_source = source
        _finish(duty, actor)


def _finish(duty: LawfulDuty, actor: Actor) -> None:
    duty.done_at, duty.done_by_id = now(), actor.user_id
    duty.save()
    record("committee.duty_done", "committee_duty", duty.pk, actor=actor, key=duty.key)
    _finish_matter(duty, actor)
    notify(["duties"])


def _finish_matter(duty: LawfulDuty, actor: Actor) -> None:
    """Whoever closed the duty finishes its matter, where the queue lets them; else its holder
    finds the duty closed and ends the matter."""
    if duty.matter_id is None:
        return
    files = [duty.proof_id] if duty.proof_id else []
    with translation.override("zh-hans"):
        text = f"{DUTIES[duty.code]}：办完了" + ("，凭证已存。" if duty.proof_id else "。")
    try:
        with transaction.atomic():
            accept_matter(duty.matter_id, actor=actor)
    except DomainError:  # it is accepted already
        pass
    try:
        with transaction.atomic():
            finish_matter(duty.matter_id, actor=actor, text=text, files=files)
    except DomainError:
        pass
