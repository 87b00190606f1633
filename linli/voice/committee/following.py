"""What the end of its matter says of a duty: done with its proof, or open and rung again."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from linli.base.accounts.api import system_actor
from linli.base.audit.api import record
from linli.base.files.api import StoredFile
from linli.base.live.api import notify
from linli.base.scopes.api import current_estate_id
from linli.matters.handling.api import Matter, MatterEntry, reopen_by_itself
from linli.voice.committee.closing import open_duty_matter
from linli.voice.committee.data import PROOF_NEEDED
from linli.voice.committee.labels import DUTIES
from linli.voice.committee.models import LawfulDuty

CLOSED, DONE, REOPENED, MERGED = "closed", "done", "reopened", "merged"
GONE = ("declined", "withdrawn")


@transaction.atomic
def follow_matter(matter_id: int) -> LawfulDuty | None:
    """A matter ended: what becomes of the duty that rang as it. None where there is none.

    With a picture or paper of whoever finished it, or where no proof is asked for, the duty is
    done by them at that hour. Else it stays, and its matter opens again and says why. A matter
    that was declined or taken back changes no law: the duty rings as another one. Safe to repeat.
    """
    duty: LawfulDuty | None = (
        LawfulDuty.objects.select_for_update(of=("self",))
        .filter(matter=matter_id, done_at__isnull=True)
        .select_related("term__body")
        .first()
    )
    if duty is None:
        return None
    matter = Matter.objects.get(pk=matter_id)
    if matter.state == MERGED:
        duty.matter_id = matter.merged_into_id
        duty.save(update_fields=["matter"])
        return follow_matter(matter.merged_into_id or 0)
    if matter.state in GONE:
        open_duty_matter(duty, duty.term, again=True)
    elif matter.state == CLOSED:
        _settle_or_reopen(duty, matter)
    return duty


def _settle_or_reopen(duty: LawfulDuty, matter: Matter) -> None:
    proof = _proof_of(matter)
    if proof is None and duty.code in PROOF_NEEDED:
        with translation.override("zh-hans"):
            text = (
                f"{DUTIES[duty.code]}要有凭证，这次没有附上，所以这件事还没完。"
                "请附上凭证的照片再办完，或到“该办的事”里交凭证。"
            )
        actor = system_actor(current_estate_id())
        reopen_by_itself(matter.pk, actor=actor, text=text)
        record("committee.duty_rang", "committee_duty", duty.pk, actor=None, matter=matter.pk)
        return
    duty.proof = proof
    duty.proof_source = "" if proof else f"matter:{matter.pk}"
    duty.done_at, duty.done_by_id = matter.done_at or matter.closed_at, matter.done_by_id
    duty.save()
    record("committee.duty_done", "committee_duty", duty.pk, actor=None, matter=matter.pk)
    notify(["duties"])


def _proof_of(matter: Matter) -> StoredFile | None:
    """The first file of the last "done", if it was said after the last reopening."""
    last: MatterEntry | None = (
        MatterEntry.objects.filter(matter=matter.pk, kind__in=[DONE, REOPENED])
        .order_by("-pk")
        .first()
    )
    if last is None or last.kind != DONE:
        return None
    row = last.files.select_related("file").order_by("pk").first()
    return row.file if row else None
