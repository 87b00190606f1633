"""Pages of arrears: a demand with its proof, an agreement with its paper, who sees the pictures."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from linli.base.calendars.api import today
from linli.money.arrears.api import InstalmentPlan
from linli.money.arrears.testing import make_demand, payer_key
from linli.money.fees.testing import bill_of


def picture():
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(data, "PNG")
    return SimpleUploadedFile("proof.png", data.getvalue())


def test_the_proof_of_a_service_is_for_who_may_see_the_demand(owing, sign_in):
    demand = make_demand(owing, bill_of("2-1-201"))
    accountant = sign_in(owing.accountant)
    paper = accountant.get(reverse("arrears:paper", args=[demand.pk]))
    assert paper.content[:5] == b"%PDF-"
    empty = accountant.post(
        reverse("arrears:serve", args=[demand.pk]), {"way": "posted", "served_on": str(today())}
    )
    assert empty.status_code == 422
    answer = accountant.post(
        reverse("arrears:serve", args=[demand.pk]),
        {
            "way": "refused",
            "served_on": str(today()),
            "witness": "李邻居",
            "photo": picture(),
        },
    )
    assert answer.status_code == 302
    address = reverse("arrears:photo", args=[demand.pk])
    assert accountant.get(address).status_code == 200
    assert sign_in(owing.tenant).get(address).status_code == 200
    for name in ("resident", "outsider", "worker"):
        assert sign_in(getattr(owing, name)).get(address).status_code == 404


def test_a_signed_agreement_at_the_desk(owing, sign_in):
    bill = bill_of("2-1-201")
    agent, address = (
        sign_in(owing.agent),
        reverse("arrears:agree", args=[bill.home_id, payer_key(bill)]),
    )
    fields = {"count": "3", "first": str(today()), "confirmed": "signed"}
    assert agent.post(address, fields).status_code == 422
    assert agent.post(address, {**fields, "paper": picture()}).status_code == 302
    plan = InstalmentPlan.objects.get()
    assert [part.amount_fen for part in plan.parts.order_by("due_on")] == [6_400] * 3
    paper = reverse("arrears:plan_paper", args=[plan.pk])
    assert sign_in(owing.tenant).get(paper).status_code == 200
    assert sign_in(owing.resident).get(paper).status_code == 404
    assert sign_in(owing.resident).get(address).status_code == 404
