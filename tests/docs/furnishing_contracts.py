"""Contract, papers, items and consents of the furnished estate."""

from __future__ import annotations

from typing import Any


def furnish_contracts(cast: Any) -> dict[Any, Any]:
    from linli.voice.contracts.api import run_schedules
    from linli.voice.contracts.models import ServiceDue
    from linli.voice.contracts.testing import (
        make_daily,
        make_item,
        make_service_contract,
        make_use,
        make_version,
    )
    from linli.voice.contracts.urls import urlpatterns

    contract = make_service_contract(cast)
    item = make_item(cast, contract)
    make_daily(cast, contract)
    old = make_version(cast)
    new = make_version(cast, old.paper, text="第一条 新的一条")
    use = make_use(cast, "1-1-102")
    run_schedules()
    ids = {
        "contract_id": contract.pk,
        "item_id": item.pk,
        "paper_id": old.paper_id,
        "version_id": old.pk,
        "other_id": new.pk,
        "due_id": ServiceDue.objects.filter(item__mode="check_list").first().pk,
        "use_id": use.pk,
        "consent_id": use.consents.order_by("pk").first().pk,
        "token": cast.places["gate"].qr_token,
    }
    # other packages have items and versions, too: these stand for ours at our addresses only
    return {(f"contracts:{p.name}", name): pk for p in urlpatterns for name, pk in ids.items()}
