"""The guide's pages: readers', the agent's panel, the keepers'."""

from __future__ import annotations

from typing import Any

import pytest

from linli.matters.guides.api import GuideVersion
from linli.matters.guides.testing import entry_words, make_entry
from linli.matters.handling.api import Matter


def reader_path(cast: Any, entry_id: int | None = None, tail: str = "") -> str:
    path = f"/guides/of/{cast.estate.code}"
    return path if entry_id is None else f"{path}/{entry_id}{tail}"


@pytest.mark.parametrize("name", ["resident", "agent", "outsider", None])
def test_everybody_reads_the_guide(queue: Any, sign_in: Any, client: Any, name: str | None) -> None:
    entry = make_entry(queue).entry_id
    reader = sign_in(queue.accounts[name]) if name else client
    assert "公租房续租" in reader.get(reader_path(queue) + "?q=接着住").content.decode()
    assert "身份证、原租约" in reader.get(reader_path(queue, entry)).content.decode()
    assert reader.get(reader_path(queue, entry, "/paper")).content.startswith(b"%PDF")


def test_a_draft_is_nobodys_to_read(queue: Any, sign_in: Any, client: Any) -> None:
    from linli.matters.guides.api import write_entry

    version = write_entry(entry_words(queue), actor=queue.actor("lead"))
    assert client.get(reader_path(queue, version.entry_id)).status_code == 404
    for name in ("resident", "outsider", "worker"):
        assert sign_in(queue.accounts[name]).get(
            f"/guides/keep/version/{version.pk}"
        ).status_code in (403, 404)


def test_a_resident_says_what_is_missing(queue: Any, sign_in: Any) -> None:
    entry = make_entry(queue).entry_id
    page = sign_in(queue.resident)
    sent = {"text": "没写要几张照片。", "form_key": "abc"}
    for _again in range(2):
        assert page.post(reader_path(queue, entry, "/answer"), sent).status_code == 302
    assert Matter.objects.filter(kind__code="advice").count() == 1
    assert page.post(reader_path(queue, entry, "/answer"), {"text": ""}).status_code == 422


def test_a_visitor_says_whether_it_helped_but_writes_nothing(queue: Any, client: Any) -> None:
    entry = make_entry(queue).entry_id
    helped = client.post(reader_path(queue, entry, "/answer"), {"helped": "yes"})
    assert helped.status_code == 302
    assert client.post(reader_path(queue, entry, "/answer"), {"text": "少"}).status_code == 422
    assert not Matter.objects.exists()


def test_the_agent_has_it_at_hand(queue: Any, sign_in: Any) -> None:
    entry = make_entry(queue).entry_id
    agent = sign_in(queue.agent)
    panel = agent.post("/guides/call/panel", {"text": "租约到期了还想接着住"}).content.decode()
    assert "公租房续租" in panel
    assert "照“公租房续租”答的" in agent.post(f"/guides/call/used/{entry}").content.decode()
    assert "公租房续租" not in agent.post("/guides/call/panel", {"text": ""}).content.decode()
    assert sign_in(queue.resident).post("/guides/call/panel", {"text": "续租"}).status_code == 403


def test_written_checked_published_on_pages(queue: Any, sign_in: Any) -> None:
    lead, clerk = sign_in(queue.lead), sign_in(queue.clerk)
    form = {"title_zh": "低保申请", "what_zh": "家里困难可以申请。", "where_zh": "居委会",
            "organisation": queue.organisations["center"].pk}  # fmt: skip
    assert lead.post("/guides/keep/new", {**form, "where_zh": ""}).status_code == 422
    assert lead.post("/guides/keep/new", {**form, "valid_until": "明年"}).status_code == 422
    assert lead.post("/guides/keep/new", form).status_code == 302
    version = GuideVersion.objects.get()
    act = f"/guides/keep/version/{version.pk}/act"
    assert lead.post(act, {"deed": "submit"}).status_code == 302
    refused = lead.post(act, {"deed": "publish"})
    assert (refused.status_code, "另一个人核对" in refused.content.decode()) == (403, True)
    assert clerk.post(act, {"deed": "publish"}).status_code == 302
    assert "低保申请" in lead.get("/guides/keep").content.decode()
    assert lead.get(f"/guides/keep/{version.entry_id}").status_code == 200
    assert clerk.post(act, {"deed": "fly"}).status_code == 404


def test_another_estate_finds_nothing(queue: Any, sign_in: Any) -> None:
    entry = make_entry(queue).entry_id
    foreign = sign_in(queue.foreign_lead)
    assert foreign.get(reader_path(queue, entry)).status_code == 404
    assert foreign.get(reader_path(queue)).status_code == 404


def test_expired_entries_say_so(queue: Any, client: Any) -> None:
    version = make_entry(queue)
    GuideVersion.objects.filter(pk=version.pk).update(valid_until="2020-01-01")
    assert "已经过了" in client.get(reader_path(queue, version.entry_id)).content.decode()
