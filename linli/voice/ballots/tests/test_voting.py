"""Who may cast, what is refused, on the phone, on paper, at the door, by proxy, by sheet."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import clock_at, now
from linli.base.errors import NotAllowed, NotFound
from linli.base.requests.api import KeyReused
from linli.contact.messages.api import Message
from linli.estate.places.api import Home, Ownership
from linli.estate.testing import make_account, make_person
from linli.voice.ballots import errors
from linli.voice.ballots.api import (
    Assembly,
    Ballot,
    cast_at_door,
    cast_ballot,
    count_participation,
    door_voter_for,
    enter_paper,
    enter_proxy,
    export_ballots,
    export_roll,
    import_ballots,
    look_at_own,
    own_cards,
    own_voters,
    print_papers,
    read_choices,
    results_from_json,
    revoke_proxy,
    scan_for,
    send_door_code,
    waiting_papers,
)
from linli.voice.ballots.testing import (
    end_of,
    make_noticed,
    make_open,
    make_owner,
    make_published,
    make_rules,
    make_scan,
)


def cast_for(assembly: Assembly, actor: Any, choices: str = "yy", key: str = "k1") -> Any:
    voter = own_voters(actor, assembly).first()
    return cast_ballot(assembly.pk, voter.pk, choices, actor=actor, key=key)


@pytest.mark.rule("OWN-18")
def test_a_replay_gives_the_first_receipt(cast: Any) -> None:
    assembly, owner = make_open(cast), cast.actor("owner")
    first = cast_for(assembly, owner)
    again = cast_for(assembly, owner)
    assert (again.code, again.is_repeat) == (first.code, True)
    with pytest.raises(KeyReused):
        cast_for(assembly, owner, "nn")
    assert Ballot.objects.count() == 1


def test_not_before_and_not_after(cast: Any) -> None:
    owner = cast.actor("owner")
    early = make_noticed(cast)
    with pytest.raises(errors.NotYetOpen):
        cast_for(early, owner)
    assembly = make_open(cast)
    with clock_at(end_of(assembly)), pytest.raises(errors.BoxClosed):
        cast_for(assembly, owner)
    make_published(cast, assembly)
    with pytest.raises(errors.BoxClosed):
        cast_for(assembly, owner)


@pytest.mark.rule("OWN-07")
def test_a_tenant_has_no_ballot_and_hears_where_to_go(cast: Any) -> None:
    assembly = make_open(cast)
    voter = own_voters(cast.actor("owner"), assembly).get()
    with pytest.raises(errors.NoBallotHere, match="居民投票"):
        cast_ballot(assembly.pk, voter.pk, "yy", actor=cast.actor("tenant"), key="k")
    stranger = make_owner("3-1-101")  # an owner since yesterday: the roll is older
    with pytest.raises((errors.NoBallotHere, NotFound)):
        cast_ballot(assembly.pk, voter.pk, "yy", actor=stranger, key="k")
    with pytest.raises(NotFound):
        cast_ballot(assembly.pk, voter.pk, "yy", actor=cast.actor("clerk"), key="k")
    assert not Ballot.objects.exists()


@pytest.mark.rule("OWN-07")
def test_the_public_holder_casts_once_for_all_its_homes(cast: Any) -> None:
    assembly, officer = make_open(cast), cast.actor("housing_officer")
    card = own_cards(officer, assembly)[0]
    assert card.area_cm2 == 35 * 800_000
    cast_for(assembly, officer)
    far = count_participation(assembly, by_building=True)
    assert (far.cast.heads, far.total.heads) == (1, 2)
    assert sum(done.area for _label, done, _all in far.by_building) == 35 * 800_000


@pytest.mark.rule("OWN-05")
def test_co_owners_share_one_ballot(cast: Any) -> None:
    owner = cast.actor("owner")
    wife = make_person("孙妻")
    home = Home.objects.get(place__plate="2-1-101")
    Ownership.objects.create(home=home, person=wife)
    from linli.estate.organisations.api import load_actor

    other = load_actor(make_account("孙妻", person=wife, estate=cast.estate))
    assembly = make_open(cast)
    assert assembly.total_heads == 2
    cast_for(assembly, owner, "yn")
    card = own_cards(other, assembly)[0]
    assert card.has_voted and card.is_shared and not card.receipts
    with pytest.raises(errors.AlreadyVoted, match="手机"):
        cast_for(assembly, other, "nn", key="k2")
    with pytest.raises(NotFound):  # what he chose is his alone
        look_at_own(assembly.pk, card.voter_id, actor=other)


@pytest.mark.rule("OWN-08")
def test_debt_takes_no_vote(cast: Any) -> None:
    """Who owes stands on the roll and votes: neither roll nor ballot asks any book."""
    assembly = make_open(cast)
    assert cast_for(assembly, cast.actor("owner")).code


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ([(1, ["y"])], errors.AnswerMissing),
        ([(1, ["y"]), (2, [])], errors.AnswerMissing),
        ([(1, ["y", "n"]), (2, ["y"])], errors.TwoChoices),
        ([(1, ["y"]), (2, ["y"]), (3, ["y"])], errors.UnknownItem),
        ([(0, ["y"]), (1, ["y"]), (2, ["y"])], errors.UnknownItem),
        ([(1, ["yes"]), (2, ["y"])], errors.UnknownItem),
    ],
)
def test_a_ballot_has_one_answer_an_item(given: Any, refusal: Any) -> None:
    with pytest.raises(refusal):
        read_choices(2, given)
    assert read_choices(2, [(2, ["n"]), (1, ["y"])]) == "yn"


def test_wrong_ballots_stay_out_of_the_box(cast: Any) -> None:
    assembly, owner = make_open(cast), cast.actor("owner")
    for choices, refusal in (
        ("y", errors.AnswerMissing), ("yyy", errors.UnknownItem), ("yx", errors.AnswerMissing),
        ("", errors.AnswerMissing), ("Yy", errors.AnswerMissing),
    ):  # fmt: skip
        with pytest.raises(refusal):
            cast_for(assembly, owner, choices)
    assert not Ballot.objects.exists()


@pytest.mark.rule("OWN-18")
def test_paper_is_read_by_two_people(cast: Any) -> None:
    make_owner("1-1-101")
    assembly, clerk, agent = make_open(cast), cast.actor("clerk"), cast.actor("agent")
    paper = print_papers(assembly.pk, actor=clerk, plate="1-1-101")[0]
    assert print_papers(assembly.pk, actor=clerk, plate="1-1-101")[0] == paper
    with pytest.raises(errors.ScanMissing):
        enter_paper(paper, "yn", actor=clerk)
    assert enter_paper(paper, "yn", actor=clerk, scan=make_scan(clerk)) is None
    with pytest.raises(errors.SecondPersonNeeded):
        enter_paper(paper, "yn", actor=clerk)
    assert waiting_papers(assembly, agent) == [paper]
    assert waiting_papers(assembly, clerk) == []
    assert scan_for(paper, actor=agent).content_type == "image/webp"
    with pytest.raises(NotFound):
        scan_for(paper, actor=clerk)
    assert enter_paper(paper, "yx", actor=agent) is None  # they do not agree
    receipt = enter_paper(paper, "yx", actor=clerk)
    assert receipt and receipt.code == paper.receipt  # the stub that the voter kept
    ballot = Ballot.objects.get()
    assert (ballot.way, ballot.choices, ballot.paper_id) == ("paper", "yx", paper.pk)
    with pytest.raises(NotFound):
        scan_for(paper, actor=agent)
    with pytest.raises(NotAllowed):
        enter_paper(paper, "yy", actor=cast.actor("worker"))


@pytest.mark.rule("OWN-18")
def test_phone_and_paper_meet_in_one_box(cast: Any) -> None:
    owner = make_owner("1-1-101")
    assembly, clerk, agent = make_open(cast), cast.actor("clerk"), cast.actor("agent")
    paper = print_papers(assembly.pk, actor=clerk, plate="1-1-101")[0]
    enter_paper(paper, "nn", actor=clerk, scan=make_scan(clerk))
    cast_for(assembly, owner)
    with pytest.raises(errors.AlreadyVoted):
        enter_paper(paper, "nn", actor=agent)
    other = make_open(cast)
    paper = print_papers(other.pk, actor=clerk, plate="1-1-101")[0]
    enter_paper(paper, "nn", actor=clerk, scan=make_scan(clerk))
    enter_paper(paper, "nn", actor=agent)
    with pytest.raises(errors.AlreadyVoted, match="纸票"):
        cast_for(other, owner)


def test_papers_of_a_building(cast: Any) -> None:
    make_owner("1-1-101")
    assembly = make_open(cast)
    papers = print_papers(
        assembly.pk, actor=cast.actor("clerk"), building_id=cast.places["building1"].pk
    )
    assert len(papers) == 2  # the owner, and the holder of all other homes
    assert [paper.number for paper in papers] == [1, 2]
    with pytest.raises(errors.PlateUnknown):
        print_papers(assembly.pk, actor=cast.actor("clerk"), plate="9-9-999")


@pytest.mark.rule("OWN-18")
def test_the_captain_at_the_door(cast: Any) -> None:
    owner = make_owner("1-1-101")
    make_owner("3-1-101")
    assembly, captain = make_open(cast), cast.actor("captain")
    with pytest.raises(NotFound):  # another building
        door_voter_for(captain, assembly, "3-1-101")
    with pytest.raises(errors.ConfirmationMissing):
        cast_at_door(assembly.pk, "1-1-101", "yn", actor=captain, key="d1")
    with pytest.raises(errors.WrongCode):
        cast_at_door(assembly.pk, "1-1-101", "yn", actor=captain, key="d1", code="000000")
    signature = make_scan(captain)
    receipt = cast_at_door(
        assembly.pk, "1-1-101", "yn", actor=captain, key="d1", signature=signature
    )
    again = cast_at_door(assembly.pk, "1-1-101", "yn", actor=captain, key="d1", signature=signature)
    assert again.code == receipt.code
    with pytest.raises(errors.AlreadyVoted):
        cast_at_door(assembly.pk, "1-1-101", "nn", actor=captain, key="d2", signature=signature)
    with pytest.raises(NotFound):  # the captain sees no ballot, not even this one
        voter = door_voter_for(captain, assembly, "1-1-101")
        look_at_own(assembly.pk, voter.pk, actor=captain)
    assert own_cards(owner, assembly)[0].has_voted


def test_a_code_on_the_own_phone_confirms(cast: Any) -> None:
    owner = make_owner("1-1-101")
    assembly, captain = make_open(cast), cast.actor("captain")
    send_door_code(assembly.pk, "1-1-101", actor=captain)
    code = re.search(r"\d{6}", Message.objects.latest("pk").body)[0]
    with clock_at(now() + timedelta(minutes=16)), pytest.raises(errors.WrongCode):
        cast_at_door(assembly.pk, "1-1-101", "yn", actor=captain, key="d1", code=code)
    cast_at_door(assembly.pk, "1-1-101", "yn", actor=captain, key="d1", code=code)
    ballot = Ballot.objects.get()
    assert ballot.person_id == owner.person_id
    assert look_at_own(assembly.pk, ballot.voter_id, actor=owner)[0].choices == "yn"
    assert AuditRow.objects.filter(action="ballot.seen").exists()


def test_a_proxy_votes_as_often_as_the_rules_allow(cast: Any) -> None:
    make_owner("1-1-101")
    make_owner("1-1-102")
    assembly, clerk = make_open(cast), cast.actor("clerk")
    holder = cast.actor("tenant")
    power = make_scan(clerk)
    fields = {"actor": clerk, "holder_id": holder.person_id, "power": power}
    proxy = enter_proxy(assembly.pk, plate="1-1-101", **fields)
    with pytest.raises(errors.ProxyTaken):
        make_rules(cast)
        enter_proxy(
            assembly.pk, plate="1-1-101", actor=clerk, power=power,
            holder_id=cast.people["resident"].pk,
        )  # fmt: skip
    with pytest.raises(errors.ProxyFull):
        enter_proxy(assembly.pk, plate="1-1-102", **fields)
    card = own_cards(holder, assembly)[0]
    assert card.by_proxy
    cast_for(assembly, holder, "na")
    assert Ballot.objects.get().proxy_id == proxy.pk
    revoke_proxy(assembly.pk, proxy.pk, actor=clerk)
    assert not own_voters(holder, assembly).exists()


def test_where_the_last_counts_all_stay_in_the_box(cast: Any) -> None:
    make_rules(cast, repeat="last")
    assembly, owner = make_open(cast), cast.actor("owner")
    cast_for(assembly, owner, "nn", key="a")
    cast_for(assembly, owner, "yy", key="b")
    cast_for(assembly, cast.actor("housing_officer"), "yy", key="c")
    assert [b.turn for b in Ballot.objects.order_by("pk")] == [1, 2, 1]
    assembly = make_published(cast, assembly)
    one = results_from_json(assembly.result.figures)[0]
    assert (one.yes.heads, one.no.heads) == (2, 0)


@pytest.mark.rule("OWN-18")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_out_to_a_government_system_and_back(cast: Any, form: str) -> None:
    owner = make_owner("1-1-101")
    assembly, chair = make_open(cast), cast.actor("owners_chair")
    rows = read_sheet(export_roll(assembly.pk, actor=chair, form=form), form)
    assert rows[0][0] == "编号"
    assert len(rows) == 4
    assert sum(int(row[3]) for row in rows[1:]) == assembly.total_area_cm2
    cast_for(assembly, owner, "nn")
    sheet = "编号,议题1,议题2\n" + "".join(f"{row[0]},同意,弃权\n" for row in rows[1:])
    done = import_ballots(assembly.pk, sheet.encode("gb18030"), actor=chair)
    assert (done.new, len(done.refused)) == (2, 1)
    again = import_ballots(assembly.pk, sheet.encode("gb18030"), actor=chair)
    assert again.new == 0
    assembly = make_published(cast, assembly)
    assert len(read_sheet(export_ballots(assembly.pk, actor=chair, form=form), form)) == 4


def read_sheet(data: bytes, form: str) -> list[list[Any]]:
    import csv
    import io

    from openpyxl import load_workbook

    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def test_a_sheet_with_mistakes_adds_nothing(cast: Any) -> None:
    assembly, chair = make_open(cast), cast.actor("owners_chair")
    code = assembly.voters.first().code
    for rows in (f"{code},同意\n", "QQQQ,同意,同意\n", f"{code},同意,也许\n",
                 f"{code},同意,反对\n{code},同意,反对\n", f"{code},同意,反对,同意\n"):  # fmt: skip
        with pytest.raises(errors.SheetWrong):
            import_ballots(assembly.pk, f"编号,1,2\n{rows}".encode(), actor=chair)
    for data in (b"", b"PK\x03\x04 no book", b"\xff\xfe\x00", "编号,1,2\n".encode()):
        with pytest.raises(errors.SheetBroken):
            import_ballots(assembly.pk, data, actor=chair)
    assert not Ballot.objects.exists()


def test_nobody_of_the_staff_sees_who_chose_what(cast: Any) -> None:
    assembly = make_open(cast)
    cast_for(assembly, cast.actor("owner"))
    voter = Ballot.objects.get().voter_id
    for name in ("owners_chair", "clerk", "lead", "administrator", "captain", "agent"):
        with pytest.raises(NotFound):
            look_at_own(assembly.pk, voter, actor=cast.actor(name))
    rows = AuditRow.objects.filter(action="ballot.cast").values_list("data", flat=True)
    assert all("choices" not in row for row in rows)
