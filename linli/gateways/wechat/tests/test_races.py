"""The platform repeats itself while we still think; two words of one person cross."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from linli.base.scopes.api import all_estates, estate_scope
from linli.gateways.wechat.testing import make_wechat_account
from linli.gateways.wechat.tests.conftest import make_phone
from linli.matters.handling.api import Matter
from linli.matters.testing import load_rules


@pytest.fixture
def town(committed_db: Any) -> Any:
    from linli.estate.testing import make_cast

    with all_estates():
        cast = make_cast()
    with estate_scope(cast.estate.pk):
        load_rules(cast.estate)
        make_wechat_account()
    return cast


def at_once(*works: Callable[[], None]) -> None:
    """All of them in threads of their own, begun together."""
    from django.db import connections

    gate = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        gate.wait()
        work()
        connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_same_message_six_times_at_once_is_one_matter(town):
    phone = make_phone(town, "oABCtwice")
    xml, said = phone.xml("text", "1号楼1单元水管漏水"), []

    def send() -> None:
        said.append(phone.platform.read(phone.post(xml).content)["Content"])

    at_once(*[send] * 6)
    assert len(said) == 6
    assert len(set(said)) == 1
    with estate_scope(town.estate.pk):
        assert Matter.objects.get().number in said[0]


def test_a_picture_that_crosses_its_words_is_with_them(town):
    from linli.gateways.wechat.models import WechatMedia

    phone = make_phone(town, "oABCcross")
    at_once(
        lambda: phone.text("1号楼1单元水管漏水") and None,
        lambda: phone.send("image", media="pic") and None,
    )
    phone.text("快来看看")  # either adds to the matter, or closes the gap that the picture left
    with estate_scope(town.estate.pk):
        matter = Matter.objects.get()
        assert WechatMedia.objects.get().matter_id == matter.pk
