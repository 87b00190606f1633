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
        **_public_accounts(cast),
        "request_id": payment.request_id,
        "payment_id": payment.pk,
        "year": today().year,
        "file_id": paper.pk,
        ("spending:edit", "request_id"): draft.pk,
        ("spending:home_fund", "home_id"): home.pk,
    }


def _public_accounts(cast: Any) -> dict[Any, Any]:
    from linli.money.disclosure.api import BundleKind, ask, order_bundle, quarter_of
    from linli.money.ledger.api import find_book

    book, quarter = find_book("joint_account"), quarter_of(today())
    objection = ask(book, quarter, text="灯多少钱一个?", key="furnished")
    bundle = order_bundle(BundleKind.PACK, actor=cast.actor("accountant"), quarter=quarter.code)
    own = {
        ("disclosure:prepare", "book"): book.code,
        ("disclosure:prepare", "quarter"): quarter.code,
        ("disclosure:file", "kind"): "csv",
        ("disclosure:asked", "token"): objection.token,
        "objection_id": objection.pk,
        "bundle_id": bundle.pk,
    }
    public = {(f"disclosure:{n}", "book"): book.code for n in "quarter ask file check book".split()}
    periods = {(f"disclosure:{n}", "quarter"): quarter.code for n in "quarter ask file".split()}
    return own | public | periods
