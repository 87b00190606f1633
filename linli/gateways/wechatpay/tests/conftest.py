"""A served estate with bills and a merchant, and WeChat Pay in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from linli.gateways.wechatpay.testing import PlayedPay, make_merchant, play_wechatpay
from linli.matters.testing import load_rules
from linli.money.payments.testing import make_town


@pytest.fixture(scope="session")
def peers() -> Iterator[dict[str, PlayedPay]]:
    """One process for each way of signing, for all tests of this folder."""
    with play_wechatpay("key") as by_key, play_wechatpay("certificate") as by_certificate:
        yield {"key": by_key, "certificate": by_certificate}


@pytest.fixture
def peer(peers: dict[str, PlayedPay], settings: Any) -> PlayedPay:
    found = peers["key"]
    found.set(orders={}, refunds={}, refund_status="PROCESSING", bad_answers=False)
    settings.LINLI = settings.LINLI.model_copy(update={"wechat_pay_url": found.url})
    return found


@pytest.fixture
def shop(cast: Any, peer: PlayedPay) -> Any:
    """The cast with bills and a merchant; callbacks go through Django's test client."""
    make_town(cast)
    cast.merchant = make_merchant(peer)
    return cast


@pytest.fixture
def paid_shop(committed_db: Any, peer: PlayedPay) -> Iterator[Any]:
    """The same in a served estate whose writes commit: callbacks come over real HTTP."""
    from linli.base.scopes.api import all_estates, estate_scope
    from linli.estate.testing import make_cast
    from linli.web.wsgi import application
    from tests.journeys.live_server import LiveServer

    with all_estates():
        cast: Any = make_cast()
    server = LiveServer(application)
    server.start()
    with estate_scope(cast.estate.pk):
        load_rules(cast.estate)
        make_town(cast)
        cast.merchant = make_merchant(peer, public_url=server.url)
    cast.url = server.url
    yield cast
    server.stop()
