"""The pages: what they show, what they refuse, and to whom; the box counted by the command."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import SHANGHAI, clock_at, now
from linli.money.fees.api import find_decision
from linli.money.fees.testing import issue_bills, make_fees
from linli.voice.ballots.api import (
    Assembly,
    Ballot,
    VoteList,
    VoteListing,
    cast_ballot,
    own_voters,
    register_vote_list,
)
from linli.voice.ballots.listing import _lists
from linli.voice.ballots.testing import (
    LATER,
    end_of,
    make_assembly,
    make_closed,
    make_noticed,
    make_open,
    make_owner,
    make_published,
    make_rules,
)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def vote_page(assembly: Assembly, actor: Any) -> str:
    return f"/votes/{assembly.pk}/vote/{own_voters(actor, assembly).get().pk}"


def test_the_committee_goes_step_by_step(cast: Any, sign_in: Any) -> None:
    from linli.matters.testing import load_rules

    load_rules(cast.estate)
    chair, member = sign_in(cast.owners_chair), sign_in(cast.owners_member)
    assert chair.get("/votes/desk/new").headers["Location"] == "/votes/desk/rules"
    rules = {
        "silence": "follows_majority", "repeat": "first", "proxies_each": "1",
        "public_holder": cast.organisations["housing"].pk,
    }  # fmt: skip
    assert "哪次业主大会定的" in text_of(chair.post("/votes/desk/rules", rules))
    chair.post("/votes/desk/rules", {**rules, "silence": "not_participating"})
    opens = (now() + LATER).astimezone(SHANGHAI)
    fields = {"title": "换电梯", "closes_at": f"{opens + timedelta(days=7):%Y-%m-%dT%H:%M}"}
    early = chair.post(
        "/votes/desk/new", {**fields, "opens_at": f"{opens - timedelta(days=5):%Y-%m-%dT%H:%M}"}
    )
    assert early.status_code == 422
    assert "满 15 天" in text_of(early)
    made = chair.post("/votes/desk/new", {**fields, "opens_at": f"{opens:%Y-%m-%dT%H:%M}"})
    steps = made.headers["Location"]
    item = {"matter": "5", "title": "换 2 号楼电梯", "text": ""}
    for limit in ("", "很多", "-3", "1.234", "0"):
        assert chair.post(f"{steps}/items/new", {**item, "limit": limit}).status_code == 422
    chair.post(f"{steps}/items/new", {**item, "limit": "300 000.5"})
    assert Assembly.objects.get().items.get().limit_fen == 30_000_050
    page = text_of(chair.get(steps))
    assert "过半数同意" in page
    assert "36 套" in page
    chair.post(f"{steps}/act", {"action": "prepare"})
    assert chair.post(f"{steps}/act", {"action": "notice"}).status_code == 403
    assert member.post(f"{steps}/act", {"action": "notice"}).status_code == 302
    assert chair.post(f"{steps}/items/new", {**item, "limit": "1"}).status_code in (409, 422)
    assert "封存的名册" in text_of(member.get(steps))
    assert chair.post(f"{steps}/act", {"action": "fly"}).status_code == 422


def test_homes_to_mend_are_listed(cast: Any, sign_in: Any) -> None:
    make_rules(cast, public_holder_id=None)
    assembly = make_assembly(cast)
    page = text_of(sign_in(cast.owners_chair).get(f"/votes/desk/{assembly.pk}/lacking"))
    assert "35 套缺面积或业主" in page
    assert "1-1-101" in page


def test_an_owner_votes_and_keeps_the_receipt(cast: Any, sign_in: Any) -> None:
    assembly, owner = make_open(cast), cast.actor("owner")
    client, page = sign_in(cast.owner), vote_page(assembly, owner)
    assert "有 1 票等您投" in text_of(client.get("/votes/"))
    form = text_of(client.get(page))
    key = re.search(r'name="form_key" value="([^"]+)"', form)[1]
    ballot = {"choice_1": "y", "choice_2": "n", "form_key": key}
    for wrong in (
        {**ballot, "choice_1": ["y", "n"]}, {"choice_1": "y", "form_key": key},
        {**ballot, "choice_3": "y"}, {**ballot, "choice_x": "y"}, {**ballot, "choice_2": "x"},
        {**ballot, "choice_2": ""},
    ):  # fmt: skip
        assert client.post(page, wrong).status_code == 422, wrong
    first = client.post(page, ballot, follow=True)
    receipt = Ballot.objects.get().receipt
    assert receipt in text_of(first)
    assert client.post(page, ballot, follow=True).status_code == 200  # sent twice
    assert client.post(page, {**ballot, "form_key": "other"}).status_code == 409
    assert Ballot.objects.count() == 1
    seen = AuditRow.objects.filter(action="ballot.seen").count()
    assert seen >= 2
    assert "您已经投过了" in text_of(client.get("/votes/"))
    assert "看回执" in text_of(client.get(f"/votes/{assembly.pk}"))


@pytest.mark.rule("OWN-07")
def test_a_tenant_is_led_to_the_polls(cast: Any, sign_in: Any) -> None:
    assembly = make_open(cast)
    tenant = sign_in(cast.tenant)
    assert "居民投票" in text_of(tenant.get(f"/votes/{assembly.pk}"))
    page = vote_page(assembly, cast.actor("owner"))
    refusal = tenant.post(page, {"choice_1": "y", "choice_2": "y"})
    assert refusal.status_code == 403
    assert "居民投票" in text_of(refusal)
    assert not Ballot.objects.exists()


@pytest.mark.rule("OWN-08")
def test_an_owner_with_open_bills_votes_like_everybody(cast: Any, sign_in: Any) -> None:
    make_fees(cast)
    issue_bills(cast)
    assembly, owner = make_open(cast), cast.actor("owner")
    answer = sign_in(cast.owner).post(
        vote_page(assembly, owner), {"choice_1": "y", "choice_2": "y", "form_key": "k"}
    )
    assert answer.status_code == 302
    assert Ballot.objects.get().way == "phone"


def test_before_the_end_nobody_sees_more_than_participation(cast: Any, sign_in: Any) -> None:
    assembly, owner = make_open(cast), cast.actor("owner")
    cast_ballot(assembly.pk, own_voters(owner, assembly).get().pk, "yn", actor=owner, key="k")
    receipt = Ballot.objects.get().receipt
    for name in ("owners_chair", "owners_member", "secretary", "lead"):
        client = sign_in(cast.accounts[name])
        page = text_of(client.get(f"/votes/desk/{assembly.pk}"))
        assert "投到哪儿了" in page
        assert receipt not in page
        assert "同意的面积" not in page
        voter = own_voters(owner, assembly).get().pk
        assert client.get(f"/votes/{assembly.pk}/mine/{voter}").status_code == 404
    assert sign_in(cast.owner).get(f"/votes/{assembly.pk}/file").status_code == 409
    chair = sign_in(cast.owners_chair)
    assert chair.get(f"/votes/desk/{assembly.pk}/ballots.xlsx").status_code == 409
    assert chair.get(f"/votes/public/{cast.estate.code}/{assembly.pk}").status_code == 404
    act = f"/votes/desk/{assembly.pk}/act"
    assert chair.post(act, {"action": "close"}).status_code == 409
    assert chair.post(act, {"action": "publish"}).status_code == 409


@pytest.mark.rule("OWN-14", "OWN-18")
def test_published_and_counted_again_by_the_command(
    cast: Any, sign_in: Any, tmp_path: Path
) -> None:
    assembly, owner = make_open(cast), cast.actor("owner")
    officer = cast.actor("housing_officer")
    for actor, choices in ((owner, "yn"), (officer, "yy")):
        voter = own_voters(actor, assembly).get().pk
        cast_ballot(assembly.pk, voter, choices, actor=actor, key="k")
    make_closed(cast, assembly)
    with clock_at(end_of(assembly)):
        act = f"/votes/desk/{assembly.pk}/act"
        assert sign_in(cast.owners_chair).post(act, {"action": "publish"}).status_code == 302
    assembly.refresh_from_db()
    public = text_of(sign_in(cast.outsider).get(f"/votes/public/{cast.estate.code}/{assembly.pk}"))
    assert assembly.result.box_root in public
    assert "100.0%" in public
    for ballot in Ballot.objects.all():
        assert ballot.receipt not in public
    assert "2-1-101" not in public
    answer = sign_in(cast.owner).get(f"/votes/{assembly.pk}/file")
    assert AuditRow.objects.filter(action="ballots.downloaded").count() == 1
    path = tmp_path / "ballots.txt"
    path.write_bytes(answer.content)
    assert verify(path, assembly.result.box_root).returncode == 0
    path.write_bytes(answer.content.replace(b"\tyn\t", b"\tyy\t"))
    edited = verify(path)
    assert edited.returncode == 1
    line = 1 + answer.content[: answer.content.index(b"\tyn\t")].count(b"\n")
    assert str(line) in edited.stderr
    path.write_bytes(b"\xff\xfe" + answer.content)
    assert verify(path).returncode == 1


def verify(path: Path, root: str = "") -> Any:
    """In a process of its own, where neither settings nor a database are known."""
    call = [sys.executable, "-m", "linli.cli", "ballots", "verify", str(path)]
    return subprocess.run(
        [*call, *(["--root", root] if root else [])], capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).resolve().parents[4])},
    )  # fmt: skip


def test_the_count_imports_neither_django_nor_a_database() -> None:
    code = (
        "import sys, linli.voice.ballots.published\n"
        "print([m for m in ('django', 'psycopg', 'procrastinate') if m in sys.modules])"
    )
    root = str(Path(__file__).resolve().parents[4])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": root},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_what_was_adopted_is_a_decision_to_rest_on(cast: Any) -> None:
    assembly = make_open(cast)
    assert find_decision(f"assembly:{assembly.code}:1") is None
    for name, choices in (("owner", "yn"), ("housing_officer", "yn")):
        actor = cast.actor(name)
        voter = own_voters(actor, assembly).get().pk
        cast_ballot(assembly.pk, voter, choices, actor=actor, key="k")
    make_published(cast, assembly)
    decision = find_decision(f"assembly:{assembly.code}:1")
    assert decision is not None
    assert (decision.matter, decision.amount_limit_fen) == ("use_fund", 30_000_000)
    assert find_decision(f"assembly:{assembly.code}:2") is None  # not adopted


def test_paper_on_the_pages(cast: Any, sign_in: Any) -> None:
    make_owner("1-1-101")
    assembly = make_open(cast)
    clerk, agent = sign_in(cast.clerk), sign_in(cast.agent)
    printed = clerk.post(f"/votes/take/{assembly.pk}/print", {"plate": "1-1-101"})
    assert printed.content.startswith(b"%PDF")
    many = clerk.post(f"/votes/take/{assembly.pk}/print", {"building": cast.places["building1"].pk})
    assert many.content.startswith(b"%PDF")
    for number in ("", "x", "12345678901", "77"):
        answer = clerk.post(f"/votes/take/{assembly.pk}/number", {"number": number})
        assert answer.status_code in (404, 422)
    to = clerk.post(f"/votes/take/{assembly.pk}/number", {"number": "00001"}).headers["Location"]
    marks = {"choice_1": "y", "choice_2": "x"}
    assert clerk.post(to, marks).status_code == 422  # no scan
    macro = SimpleUploadedFile("x.docm", b"PK\x03\x04 macro")
    assert clerk.post(to, {**marks, "scan": macro}).status_code in (415, 422)
    clerk.post(to, {**marks, "scan": SimpleUploadedFile("a.png", png())})
    assert "第一遍是您录的" in text_of(clerk.get(to))
    second = text_of(agent.get(to))
    assert "checked" not in second.split("<form", 2)[-1]
    assert agent.get(f"{to}/scan").status_code == 200
    assert clerk.get(f"{to}/scan").status_code == 404
    assert "投进票箱了" in text_of(agent.post(to, marks, follow=True))
    assert agent.get(to).status_code == 409


def png() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PNG")
    return out.getvalue()


def test_the_captain_reaches_the_own_building_alone(cast: Any, sign_in: Any) -> None:
    make_owner("1-1-101")
    assembly, captain = make_open(cast), sign_in(cast.captain)
    find = f"/votes/take/{assembly.pk}/door"
    assert captain.post(find, {"plate": "2-1-101"}).status_code == 404
    assert captain.post(find, {"plate": "9-9-9"}).status_code == 422
    door = captain.post(find, {"plate": "1号楼1单元101"}).headers["Location"]
    marks = {"choice_1": "y", "choice_2": "a", "form_key": "d"}
    assert captain.post(door, marks).status_code == 422  # nobody confirmed
    assert captain.post(door, {**marks, "code": "123456"}).status_code == 422
    captain.post(f"{door}/code")
    signed = {**marks, "signature": SimpleUploadedFile("s.png", png())}
    done = captain.post(door, signed)
    assert Ballot.objects.get().receipt in text_of(done)
    assert captain.post(find, {"plate": "1-1-101"}).status_code == 409
    assert captain.get(f"/votes/take/{assembly.pk}/proxies").status_code == 403


def test_a_wrong_code_is_tried_five_times_at_most(cast: Any, sign_in: Any) -> None:
    from linli.contact.messages.api import Message

    make_owner("1-1-101")
    assembly, captain = make_open(cast), sign_in(cast.captain)
    door = captain.post(f"/votes/take/{assembly.pk}/door", {"plate": "1-1-101"}).headers["Location"]
    captain.post(f"{door}/code")
    right = re.search(r"\d{6}", Message.objects.latest("pk").body)[0]
    marks = {"choice_1": "y", "choice_2": "a", "form_key": "d"}
    for _n in range(5):
        wrong = "000000" if right != "000000" else "111111"
        assert captain.post(door, {**marks, "code": wrong}).status_code == 422
    assert captain.post(door, {**marks, "code": right}).status_code == 422
    assert not Ballot.objects.exists()


def test_sheets_on_the_pages(cast: Any, sign_in: Any) -> None:
    assembly, chair = make_open(cast), sign_in(cast.owners_chair)
    rows = text_of(chair.get(f"/votes/desk/{assembly.pk}/roll.csv")).splitlines()
    assert len(rows) == 3
    assert chair.get(f"/votes/desk/{assembly.pk}/names.csv").status_code == 404
    assert chair.get(f"/votes/desk/{assembly.pk}/roll.doc").status_code == 404
    code = assembly.voters.first().code
    page = f"/votes/desk/{assembly.pk}/sheet"
    bad = SimpleUploadedFile("a.csv", f"编号,1,2\n{code},同意,也许\n".encode())
    assert "第 2 行" in text_of(chair.post(page, {"file": bad}))
    good = SimpleUploadedFile("a.csv", f"编号,1,2\n{code},同意,弃权\n".encode())
    assert chair.post(page, {"file": good}).status_code == 302
    assert Ballot.objects.get().way == "imported"


def test_others_add_to_the_page_of_votes(cast: Any, sign_in: Any) -> None:
    register_vote_list(
        VoteList("test", lambda: "试试", lambda _a: [VoteListing("一问", "/x", "开着", "")])
    )
    try:
        page = text_of(sign_in(cast.tenant).get("/votes/"))
    finally:
        _lists.pop("test")
    assert "试试" in page
    assert "一问" in page


def test_objections_and_petitions_on_the_pages(cast: Any, sign_in: Any) -> None:
    assembly = make_noticed(cast)
    owner = sign_in(cast.owner)
    page = f"/votes/{assembly.pk}/object"
    assert owner.post(page, {"about": "roll", "text": " "}).status_code == 422
    assert owner.post(page, {"about": "all", "text": "错"}).status_code == 422
    assert owner.post(page, {"about": "roll", "text": "面积错了"}).status_code == 302
    assert "异议" in text_of(sign_in(cast.owners_chair).get(f"/votes/desk/{assembly.pk}"))
    roll = text_of(owner.get(f"/votes/{assembly.pk}/roll"))
    assert "2-1-101" in roll
    assert "2-1-102" not in roll
    assert "2-1-1**" in roll
    made = owner.post("/votes/petitions/new", {"title": "换物业", "text": "没人扫"})
    assert "够数了" in text_of(owner.get(made.headers["Location"]))  # 1 of 2 heads
    assert owner.post(made.headers["Location"] + "/sign").status_code == 409
    assert sign_in(cast.tenant).get("/votes/petitions").status_code == 403
    assert sign_in(cast.tenant).get(made.headers["Location"]).status_code == 404


def test_everything_stands_there_in_english(cast: Any, sign_in: Any) -> None:
    assembly = make_published(cast, make_open(cast))
    client = sign_in(cast.owner)
    client.cookies["linli_language"] = "en"
    page = text_of(client.get(f"/votes/{assembly.pk}"))
    assert "too few took part, no decision" in page
    assert not re.search(r">[^<]*[\u4e00-\u9fff]{3,}[^<]*</(?:dt|h2|button)>", page)
