from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from linli.web.configuration import configuration


@pytest.fixture
def beating(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_live_asks_nobody(client: Client) -> None:
    assert client.get("/health/live").content == b"ok"


def test_ready(client: Client, beating: None) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (
        200, {"database": True, "migrations": True, "worker": True},
    )  # fmt: skip


def test_not_ready_without_a_worker(client: Client, db: None) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["worker"]) == (503, False)


def test_not_ready_with_a_still_worker(client: Client, beating: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 min'")
    assert client.get("/health/ready").status_code == 503


def test_figures_for_this_machine(client: Client, beating: None, cast: Any) -> None:
    text = client.get("/metrics").content.decode()
    assert "linli_database_up 1.0" in text
    assert "linli_matters_overdue 0.0" in text
    assert cast.resident.name not in text


@pytest.mark.parametrize(
    "headers",
    [{"REMOTE_ADDR": "10.0.0.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}],
    ids=["from afar", "through a proxy"],
)
def test_figures_are_not_for_others(client: Client, db: None, headers: dict[str, str]) -> None:
    assert client.get("/metrics", **headers).status_code == 404


def test_a_token_opens_the_figures(
    client: Client, beating: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configuration, "metrics_token", "secret")
    far = {"REMOTE_ADDR": "10.0.0.7"}
    assert client.get("/metrics").status_code == 404
    assert (
        client.get("/metrics", headers={"authorization": "Bearer wrong"}, **far).status_code == 404
    )
    assert (
        client.get("/metrics", headers={"authorization": "Bearer secret"}, **far).status_code == 200
    )
