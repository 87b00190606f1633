"""Objections to the roll or the result: matters in the one queue (OWN-14)."""

from __future__ import annotations

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, translatable
from linli.matters.handling.api import open_matter
from linli.voice.ballots.actions import account_of
from linli.voice.ballots.errors import NoBallotHere
from linli.voice.ballots.models import AssemblyObjection
from linli.voice.ballots.queries import assembly_for, own_voters, owns_anything

ABOUT = ("roll", "result")


@transaction.atomic
def raise_objection(
    assembly_id: int, *, actor: Actor, about: str, text: str, key: str
) -> AssemblyObjection:
    """An owner says what is wrong; whoever thinks to be an owner and is not on the roll may, too.

    The same key gives the same objection. Nothing here decides: a court annuls, within a year.
    """
    assembly = assembly_for(actor, assembly_id)
    if about not in ABOUT:
        raise Invalid(field="about")
    if not text.strip():
        raise Invalid(translatable("请写明哪里不对。"), field="text")
    is_owner = own_voters(actor, assembly).exists() or owns_anything(actor)
    if not is_owner and (about == "result" or not actor.home_ids):
        raise NoBallotHere
    what = "名册" if about == "roll" else "结果"
    matter = open_matter(
        actor=actor, kind="objection", category="assembly", channel="resident",
        title=f"对业主大会 {assembly.code} {what}的异议", text=text.strip()[:2000],
        reporter_id=actor.person_id, client_key=f"objection:{key}"[:80],
    )  # fmt: skip
    found: AssemblyObjection | None = AssemblyObjection.objects.filter(matter=matter).first()
    if found is not None:
        return found
    objection: AssemblyObjection = AssemblyObjection.objects.create(
        assembly=assembly, matter=matter, about=about, raised_by_id=account_of(actor),
        raised_at=now(),
    )  # fmt: skip
    record("assembly.objected", "assembly", assembly.pk, actor=actor, matter=matter.pk)
    return objection
