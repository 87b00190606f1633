from __future__ import annotations

from typing import Any

import pytest

from linli.web.live.keys import MOST_KEYS, allowed_keys, parse_keys


def sees_17(actor: Any, matter_id: int) -> bool:
    return matter_id == 17


def allowed(cast: Any, name: str, *keys: str) -> set[str]:
    return set(allowed_keys(cast.actor(name), keys, sees_17))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("queue,matter:17", ["queue", "matter:17"]),
        (" queue , queue,,", ["queue"]),
        ("matter:17;DROP,matter:-1,Matter:1,matter:1:2,matter:", []),
        ("matter:9999999999999999999", []),
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


def test_the_own_person(cast: Any) -> None:
    key = f"person:{cast.people['resident'].pk}"
    assert allowed(cast, "resident", key) == {key}
    assert allowed(cast, "elder", key) == set()
    assert allowed(cast, "outsider", key, "person:0") == set()
