"""The end of a duty's matter: done with its proof, else open again, and its page says why."""

from __future__ import annotations

from typing import Any

import pytest

from linli.matters.handling.api import (
    Matter,
    accept_matter,
    decline_matter,
    finish_matter,
)
from linli.matters.testing import load_rules
from linli.voice.committee import errors
from linli.voice.committee.api import LawfulDuty, close_duty, follow_matter, ring_duties
from linli.voice.committee.testing import make_proof, make_term


@pytest.fixture
def rung(cast: Any) -> Any:
    """Filing wants a receipt, the first meeting wants none; both rang."""
    load_rules(cast.estate)
    make_term(cast)
    ring_duties()
    return {duty.code: duty for duty in LawfulDuty.objects.all()}


def finish(cast: Any, duty: LawfulDuty, **over: Any) -> Matter:
    chair = cast.actor("owners_chair")
    matter = Matter.objects.get(pk=duty.matter_id)
    if matter.state == "received":
        accept_matter(matter.pk, actor=chair)
    finish_matter(matter.pk, actor=chair, text="办好了。", **over)
    follow_matter(matter.pk)
    matter.refresh_from_db()
    duty.refresh_from_db()
    return matter


@pytest.mark.rule("OWN-11")
def test_without_its_receipt_the_matter_opens_again_and_says_why(
    cast: Any, sign_in: Any, rung: Any
) -> None:
    duty = rung["filing"]
    matter = finish(cast, duty)
    assert (matter.state, matter.reopened, duty.done_at) == ("accepted", 1, None)
    chair = sign_in(cast.owners_chair)
    assert "这次没有附上" in chair.get(f"/queue/{matter.number}").content.decode()
    assert "要有凭证才算办完" in chair.get(f"/committee/duties/{duty.pk}").content.decode()
    assert follow_matter(matter.pk) is not None  # told twice: it is open, nothing changes
    matter.refresh_from_db()
    assert matter.reopened == 1
    matter = finish(cast, duty, files=[make_proof(cast, "owners_chair")])
    assert matter.state == "closed"
    assert (duty.done_by_id, duty.done_at) == (cast.owners_chair.pk, matter.done_at)
    assert duty.proof_id is not None
    assert follow_matter(matter.pk) is None


@pytest.mark.rule("OWN-11")
def test_a_receipt_of_the_first_time_does_not_prove_the_second(cast: Any, rung: Any) -> None:
    """A file that came before the matter was opened again is not this time's proof."""
    from linli.base.accounts.api import system_actor
    from linli.matters.handling.api import reopen_by_itself

    duty = rung["filing"]
    chair = cast.actor("owners_chair")
    accept_matter(duty.matter_id, actor=chair)
    proof = make_proof(cast, "owners_chair")
    finish_matter(duty.matter_id, actor=chair, text="交了。", files=[proof])
    reopen_by_itself(duty.matter_id, actor=system_actor(cast.estate.pk), text="材料退回了。")
    matter = finish(cast, duty)
    assert (matter.state, matter.reopened, duty.done_at) == ("accepted", 2, None)


@pytest.mark.rule("OWN-12")
def test_a_duty_without_a_paper_is_done_by_whoever_finished_it(cast: Any, rung: Any) -> None:
    duty = rung["first_meeting"]
    matter = finish(cast, duty)
    assert matter.state == "closed"
    assert (duty.done_by_id, duty.done_at) == (cast.owners_chair.pk, matter.done_at)
    assert duty.proof_source == f"matter:{matter.pk}"


def test_a_declined_matter_changes_no_law(cast: Any, rung: Any) -> None:
    duty, lead = rung["filing"], cast.actor("lead")
    old = duty.matter_id
    decline_matter(old, actor=lead, reason="not_ours", text="不归我们。")
    for _again in range(2):
        follow_matter(old)
    duty.refresh_from_db()
    assert duty.matter_id != old and duty.done_at is None
    assert Matter.objects.get(pk=duty.matter_id).state == "received"
    assert Matter.objects.filter(kind__code="duty").count() == 3


def test_the_page_asks_for_a_paper_only_where_one_is_needed(
    cast: Any, sign_in: Any, rung: Any
) -> None:
    chair = sign_in(cast.owners_chair)
    assert chair.post(f"/committee/duties/{rung['filing'].pk}").status_code == 422
    path = f"/committee/duties/{rung['first_meeting'].pk}"
    assert chair.post(path, {"sent": "1"}).status_code == 302
    assert "凭办的人的话" in chair.get(path).content.decode()
    with pytest.raises(errors.ProofNeeded):  # a file that is not one's own is no "none"
        close_duty(rung["filing"].pk, actor=cast.actor("owners_chair"), proof_id=99)
