"""Papers of the owners: listed for owners, in the pack and the handover, and for nobody else."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import today
from linli.money.disclosure.api import BundleKind, bundle_path, make_bundle, order_bundle
from linli.money.ledger.api import open_books
from linli.voice.committee.testing import make_held, make_members, make_minutes, make_term
from linli.voice.contracts.testing import make_service_contract, make_version


@pytest.fixture
def papers(cast: Any) -> Any:
    """A contract in two versions, and minutes: some that hang, some that are a draft."""
    open_books(cast.estate.pk)
    contract = make_service_contract(cast)
    make_version(cast, contract.paper)
    make_version(cast, contract.paper, text="第一条 保洁\n楼道每天扫两遍。")
    term = make_term(cast, starts_on=today() - timedelta(days=60))
    seats = make_members(cast, term)
    make_minutes(cast, make_held(cast, term, seats), "同意修东门的灯。")
    make_minutes(cast, make_held(cast, term, seats), "还没有签字。", posted=False)
    return contract.paper


def packed(cast: Any, kind: BundleKind, **over: Any) -> dict[str, bytes]:
    bundle = order_bundle(kind, actor=cast.actor("accountant"), **over)
    make_bundle(bundle_id=bundle.pk, estate_id=cast.estate.pk)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.trouble) == ("done", "")
    with zipfile.ZipFile(bundle_path(bundle)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


@pytest.mark.rule("OWN-15")
def test_owners_find_versions_and_minutes_among_their_papers(
    cast: Any, sign_in: Any, papers: Any
) -> None:
    owner = sign_in(cast.owner)
    page = owner.get("/disclosure/inspect").content.decode()
    older = f"/contracts/papers/{papers.pk}?version=1"
    assert older in page and f"/contracts/papers/{papers.pk}?version=2" in page
    assert page.count("业委会会议记录") == 1  # a draft is not listed
    assert "楼道每天扫一遍" in owner.get(older).content.decode()
    assert "楼道每天扫两遍" in owner.get(f"/contracts/papers/{papers.pk}").content.decode()
    for wrong in ("3", "x", "9" * 5000):
        assert owner.get(f"/contracts/papers/{papers.pk}", {"version": wrong}).status_code == 404
    for who in (cast.outsider, cast.worker):
        assert sign_in(who).get("/disclosure/inspect").status_code == 404
    foreign = sign_in(cast.foreign_lead)  # sees the own estate's papers, none of these
    assert "/contracts/papers/" not in foreign.get("/disclosure/inspect").content.decode()
    for who in (cast.outsider, cast.foreign_lead):
        assert sign_in(who).get(older).status_code == 404


@pytest.mark.rule("FEE-09")
def test_the_handover_holds_texts_and_signed_papers(cast: Any, sign_in: Any, papers: Any) -> None:
    files = packed(cast, BundleKind.HANDOVER)
    stem = f"papers/contract-{papers.pk}-v2"
    assert "楼道每天扫两遍" in files[f"{stem}.txt"].decode()
    seal = bytes(papers.versions.get(number=2).seal).hex()
    assert seal in files[f"{stem}.txt"].decode()
    assert files[f"{stem}-signed.webp"][:4] == b"RIFF"
    texts = [body.decode() for name, body in files.items() if name.startswith("minutes/")
             and name.endswith(".txt")]  # fmt: skip
    assert len(texts) == 1 and "同意修东门的灯。" in texts[0] and "赞成 3" in texts[0]
    assert any(name.startswith("minutes/") and name.endswith(".webp") for name in files)
    assert sign_in(cast.outsider).post("/disclosure/bundles", {"kind": "handover"}).status_code in (
        403, 404, 405,
    )  # fmt: skip


@pytest.mark.rule("FEE-05")
def test_a_quarters_pack_holds_no_signature(cast: Any, papers: Any) -> None:
    files = packed(cast, BundleKind.PACK, quarter="2026q3")
    assert f"papers/contract-{papers.pk}-v1.txt" in files
    assert not [name for name in files if "signed" in name]
