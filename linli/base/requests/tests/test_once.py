"""A write that a client repeats happens once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from linli.base.accounts.api import Actor
from linli.base.requests.api import KeyReused, RequestKey, do_once
from linli.base.scopes.api import estate_scope
from linli.estate.testing import make_estate


def test_the_first_answer_is_given_again(cast: Any) -> None:
    answers = iter([{"n": 1}, {"n": 2}])
    actor = cast.actor("resident")
    got = [do_once("k", "a", {"x": 1}, actor=actor, work=lambda: next(answers)) for _ in range(2)]
    assert got == [{"n": 1}, {"n": 1}]


@pytest.mark.parametrize(("action", "content"), [("a", {"x": 2}), ("b", {"x": 1})])
def test_another_content_under_the_same_key_is_refused(
    cast: Any, action: str, content: dict[str, int]
) -> None:
    actor = cast.actor("resident")
    do_once("k", "a", {"x": 1}, actor=actor, work=lambda: 1)
    with pytest.raises(KeyReused):
        do_once("k", action, content, actor=actor, work=lambda: 2)


def test_two_people_may_have_the_same_key(cast: Any) -> None:
    for who in ("resident", "elder"):
        assert do_once("k", "a", who, actor=cast.actor(who), work=lambda who=who: who) == who


def test_a_failed_work_leaves_the_key_free(cast: Any) -> None:
    actor = cast.actor("resident")

    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        do_once("k", "a", 1, actor=actor, work=fail)
    assert not RequestKey.objects.exists()
    assert do_once("k", "a", 1, actor=actor, work=lambda: "done") == "done"


def test_a_double_click_works_once(committed_db: Any) -> None:
    estate = make_estate()
    actor = Actor(user_id=1, estate_id=estate.pk)
    start, ran = threading.Barrier(4), []

    def click(n: int) -> Any:
        try:
            start.wait()
            with estate_scope(estate.pk):
                return do_once("k", "a", 1, actor=actor, work=lambda: ran.append(n) or n)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    assert len(ran) == 1
    assert answers == [ran[0]] * 4
