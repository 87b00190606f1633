from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.estate.imports.tests.test_confirming import number, preview, row, workbook
from linli.estate.models import ImportRun, Person
from linli.estate.testing import Cast

SignIn = Callable[[Any], Client]


def upload(client: Client, content: bytes, name: str = "台账.xlsx") -> Any:
    return client.post("/imports/", {"file": SimpleUploadedFile(name, content)})


def test_clerk_uploads_looks_and_confirms(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    answer = upload(client, workbook(row("孟新", 号=number(1)), row("错房", (3, 9, 101))))
    page = client.get(answer.url)
    assert "孟新" in page.content.decode()
    assert "小区里没有这套房" in page.content.decode()
    assert not Person.objects.filter(name="孟新").exists()
    confirmed = client.post(f"{answer.url}confirm/", follow=True)
    assert "已写入台账" in confirmed.content.decode()
    assert Person.objects.filter(name="孟新").exists()


def test_other_columns_are_remembered(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.clerk)
    content = workbook(row("孟新", 话="19900001111"))
    address = upload(client, content).url
    phone = 6
    client.post(f"{address}columns/0/", {f"field-{phone}": "second_phone"})
    client.post(f"{address}confirm/")
    person = Person.objects.get(name="孟新")
    assert (person.phone, person.second_phone) == ("19900001111", "")  # the first number is first
    again = upload(client, content).url
    run = ImportRun.objects.get(token=again.rstrip("/").rsplit("/", 1)[1])
    columns = run.column_maps["sheets"][0]["maps"][0]["columns"]
    assert [c[2] for c in columns if c[0] == phone] == ["second_phone"]


@pytest.mark.parametrize("page", ["-1", "0", "999", "x", "1" * 40])
def test_page_that_is_not_there(cast: Cast, sign_in: SignIn, page: str) -> None:
    run = preview(cast, workbook(row("孟新")))
    answer = sign_in(cast.clerk).get(f"/imports/{run.token}/?page={page}")
    assert answer.status_code == 400
    assert "没有这一页" in answer.content.decode()


def test_file_that_is_no_workbook(cast: Cast, sign_in: SignIn) -> None:
    answer = upload(sign_in(cast.clerk), b"\x00\x01MZ", "台账.xlsx")
    assert answer.status_code == 400
    assert "另存为" in answer.content.decode()


@pytest.mark.parametrize("who", ["outsider", "resident", "agent", "foreign_lead", "captain"])
def test_outsiders_get_nothing(cast: Cast, sign_in: SignIn, who: str) -> None:
    run = preview(cast, workbook(row("孟新")))
    client = sign_in(cast.accounts[who])
    for address in ("/imports/", f"/imports/{run.token}/", f"/imports/{run.token}/columns/0/"):
        answer = client.get(address)
        assert answer.status_code in (403, 404)
        assert "孟新" not in answer.content.decode()
    for action in ("confirm", "drop"):
        assert client.post(f"/imports/{run.token}/{action}/").status_code in (403, 404)


def test_visitor_is_sent_to_sign_in(cast: Cast, client: Client) -> None:
    assert client.get("/imports/").status_code == 302
