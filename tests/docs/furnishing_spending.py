"""What the addresses of spending and of the public accounts stand for."""

from __future__ import annotations

from typing import Any

from linli.base.calendars.api import today
from linli.estate.models import Home


def furnish_spending(cast: Any) -> dict[Any, Any]:
    from linli.money.spending.testing import make_published_payment, make_request

    payment = make_published_payment(cast)
    draft = make_request(cast, by="property_manager")
    home = Home.objects.get(place__plate="1-1-101")
    paper = payment.request.files.get()
    return {
        "request_id": payment.request_id,
        "payment_id": payment.pk,
        "year": today().year,
        "file_id": paper.pk,
        ("spending:edit", "request_id"): draft.pk,
        ("spending:home_fund", "home_id"): home.pk,
    }
