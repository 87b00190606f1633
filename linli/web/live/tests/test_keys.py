from __future__ import annotations

from typing import Any

import pytest

from linli.base.errors import NotFound
from linli.web.live.keys import MOST_KEYS, allowed_keys, find_doors, parse_keys


def sees_17(actor: Any, number: str) -> None:
    if number != "17":
        raise NotFound


def allowed(cast: Any, name: str, *keys: str) -> set[str]:
    doors = {**find_doors(), "matter": sees_17}
    return set(allowed_keys(cast.actor(name), keys, doors))


def test_numbers_beyond_every_row_open_nothing(cast: Any) -> None:
    keys = [f"{name}:{'9' * 30}" for name in ("matter", "spending", "assembly", "person")]
    assert allowed_keys(cast.actor("lead"), keys) == set()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("queue,matter:17", ["queue", "matter:17"]),
        (" queue , queue,,", ["queue"]),
        ("matter:17;DROP,Matter:1,matter:1:2,matter:,matter:1 2,matter:\u0663", []),
        ("matter:" + "9" * 37, []),
    ],
)
def test_parse_keys(text: str, keys: list[str]) -> None:
    assert parse_keys(text) == keys


def test_keys_are_few() -> None:
    assert len(parse_keys(",".join(f"matter:{n}" for n in range(1000)))) == MOST_KEYS


def test_staff_listens_to_the_queue(cast: Any) -> None:
    assert allowed(cast, "agent", "queue", "matter:17") == {"queue", "matter:17"}


@pytest.mark.parametrize("name", ["outsider", "resident", "elder"])
def test_residents_hear_nothing_of_the_queue(cast: Any, name: str) -> None:
    assert allowed(cast, name, "queue", "wall", "letters", "register") == set()


def test_only_visible_matters(cast: Any) -> None:
    assert allowed(cast, "resident", "matter:17", "matter:18") == {"matter:17"}


def test_the_wall(cast: Any) -> None:
    for name in ("guard", "lead", "agent", "secretary"):
        assert allowed(cast, name, "wall") == {"wall"}
    for name in ("worker", "captain", "volunteer"):
        assert allowed(cast, name, "wall") == set()


def test_unknown_keys_are_dropped(cast: Any) -> None:
    assert allowed(cast, "lead", "people", "grid:3", "queue:3", "person:1000000000") == set()


@pytest.mark.parametrize(
    "key",
    ["matter:-1", "matter:x", "matter:" + "9" * 36, "spending:9", "assembly:9", "order:L0", "ballot_run:x",
     "ballot_run:11111111-1111-4111-8111-111111111111", "mailing:1", "person:x", "nothing:1"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["outsider", "resident", "worker"])
def test_what_is_not_there_is_not_heard(cast: Any, key: str, name: str) -> None:
    assert allowed(cast, name, key) == set()


def test_lists_are_heard_by_who_works_with_them(cast: Any) -> None:
    lists = ("payments", "spending", "assemblies", "billing")
    assert allowed(cast, "accountant", *lists) >= {"payments", "spending", "billing"}
    for name in ("resident", "outsider", "volunteer"):
        assert allowed(cast, name, *lists) == set(), name


def test_the_own_person(cast: Any) -> None:
    key = f"person:{cast.people['resident'].pk}"
    assert allowed(cast, "resident", key) == {key}
    assert allowed(cast, "elder", key) == set()
    assert allowed(cast, "outsider", key, "person:0") == set()
