"""Telling something: the whole way, refusals, and who may not."""

from __future__ import annotations

import pytest

from linli.matters.handling.api import Matter
from linli.matters.routing.api import load_catalogue


@pytest.fixture
def estate(cast):
    load_catalogue(cast.estate)
    return cast


def filled(cast, **over):
    home = next(iter(cast.actor("resident").home_ids))
    fields = {"text": "三楼楼道灯不亮了", "where": str(home), "form_key": "key-1"}
    return {**fields, **over}


def test_a_report_opens_one_matter(estate, sign_in):
    client = sign_in(estate.resident)
    answer = client.post("/my/report/", filled(estate))
    assert answer.status_code == 302
    matter = Matter.objects.get()
    assert matter.title == "三楼楼道灯不亮了"
    assert answer["Location"].endswith(f"{matter.number}/")
    assert matter.number in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "page", ["/my/", "/my/report/", "/my/matters/", "/my/help/", "/my/services/pay/"]
)
@pytest.mark.parametrize("elder", ["0", "1"])
def test_pages_open(estate, sign_in, page, elder):
    client = sign_in(estate.resident)
    client.cookies["linli_elder"] = elder
    answer = client.get(page)
    assert answer.status_code == 200, answer.content.decode()
