"""Covenant and contract in versions: grounds, four eyes, seals, notices, duties that ring."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.matters.handling.models import Matter
from linli.matters.testing import load_rules
from linli.money.fees.testing import forget_decisions, make_decision
from linli.voice.contracts import errors
from linli.voice.contracts.api import (
    articles_of,
    begin_paper,
    check_seals,
    give_notice,
    ground_title,
    list_grounds,
    paper_for,
    publish_paper,
    ring_duties,
    version_on,
    write_paper,
)
from linli.voice.contracts.models import ContractNotice, Paper, PaperArticle, PaperVersion
from linli.voice.contracts.testing import TEXT, make_service_contract, make_version, write


def test_published_by_a_second_person_and_never_changed(cast: Any) -> None:
    paper = begin_paper("covenant", "管理规约", actor=cast.actor("secretary"))
    write(cast, paper)
    with pytest.raises(errors.OwnDraft):
        publish_paper(paper.pk, actor=cast.actor("secretary"))
    version = publish_paper(paper.pk, actor=cast.actor("owners_chair"))
    assert [a.number for a in articles_of(version)] == [0, 1, 2, 3]
    with pytest.raises(errors.DraftGone):
        publish_paper(paper.pk, actor=cast.actor("lead"))
    for rows in (PaperVersion.objects.all(), PaperArticle.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(number=9)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_a_seal_tells_of_an_edit_with_a_superusers_hand(cast: Any, monkeypatch: Any) -> None:
    version = make_version(cast)
    second = make_version(cast, version.paper, text=TEXT.replace("一遍", "两遍"))
    assert second.number == 2
    assert check_seals(version.paper) == []
    from linli.voice.contracts import papers

    def edited(row: PaperVersion) -> Any:
        found = articles_of(row)
        return found if row.number != 1 else found[:-1]

    monkeypatch.setattr(papers, "articles_of", edited)
    assert check_seals(version.paper) == [1]


def test_a_paper_needs_its_ground(cast: Any) -> None:
    paper = begin_paper("covenant", "管理规约", actor=cast.actor("secretary"))
    with pytest.raises(errors.GroundUnknown):
        write(cast, paper, decision="assembly:999")
    write(cast, paper, ground_note="")
    with pytest.raises(errors.GroundMissing):
        publish_paper(paper.pk, actor=cast.actor("lead"))


@pytest.mark.rule("OWN-01")
def test_a_covenant_rests_on_a_decision_about_the_covenant(cast: Any) -> None:
    paper = begin_paper("covenant", "管理规约", actor=cast.actor("secretary"))
    make_decision("assembly:2026-01:1", matter="use_fund", title="修电梯")
    make_decision("assembly:2026-01:2", matter="covenant", title="新的管理规约")
    with pytest.raises(errors.GroundWrong):
        write(cast, paper, decision="assembly:2026-01:1")
    write(cast, paper, decision="assembly:2026-01:2", ground_note="", scan_id=None)
    version = publish_paper(paper.pk, actor=cast.actor("lead"))
    assert ground_title(version.decision) == "新的管理规约"
    assert list_grounds("contract") == []
    forget_decisions()


def test_a_version_does_not_reach_behind_the_one_before(cast: Any) -> None:
    version = make_version(cast)
    write(cast, version.paper, valid_from=version.valid_from - timedelta(days=1))
    with pytest.raises(errors.ValidityWrong):
        publish_paper(version.paper_id, actor=cast.actor("lead"))
    later = make_version(cast, version.paper, valid_from=today() + timedelta(days=30))
    assert version_on(version.paper, today()) == version
    assert version_on(version.paper, today() + timedelta(days=30)) == later


@pytest.mark.parametrize(
    ("over", "error"),
    [
        ({"text": "没有条文"}, errors.NoArticles),
        ({"text": "第一条 " + "字" * 60_000}, errors.TextTooLong),
        ({"valid_until": today() - timedelta(days=200)}, errors.TermWrong),
    ],
)
def test_bad_papers(cast: Any, over: Any, error: Any) -> None:
    paper = begin_paper("covenant", "管理规约", actor=cast.actor("secretary"))
    with pytest.raises(error):
        write(cast, paper, **over)


def test_an_estate_has_one_covenant_and_others_write_none(cast: Any) -> None:
    one = begin_paper("covenant", "管理规约", actor=cast.actor("secretary"))
    assert begin_paper("covenant", "又一份", actor=cast.actor("lead")).pk == one.pk
    for who in ("resident", "property_manager", "captain", "accountant"):
        with pytest.raises(NotAllowed):
            begin_paper("contract", "合同", actor=cast.actor(who))
    with pytest.raises(NotFound):  # not published yet
        paper_for(cast.actor("owner"), one.pk)
    with pytest.raises(NotFound):
        paper_for(cast.actor("outsider"), one.pk)
    assert Paper.objects.count() == 1


@pytest.mark.rule("FEE-09")
def test_notices_in_time_and_once(cast: Any) -> None:
    contract, lead = make_service_contract(cast), cast.actor("lead")
    day = today()

    def dismiss(days: int) -> ContractNotice:
        return give_notice(
            contract.pk, "dismissal", actor=lead, given_on=day,
            effective_on=day + timedelta(days=days),
        )  # fmt: skip

    with pytest.raises(errors.NoticeTooLate) as refused:
        dismiss(59)
    assert refused.value.params["earliest"] == day + timedelta(days=60)
    assert dismiss(60).effective_on == day + timedelta(days=60)
    with pytest.raises(errors.NoticeGiven):
        dismiss(70)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContractNotice.objects.create(
            contract=contract, kind="no_renewal", given_on=day,
            effective_on=day + timedelta(days=89), recorded_by=cast.lead,
            recorded_at=contract.created_at,
        )  # fmt: skip


@pytest.mark.rule("FEE-09")
@pytest.mark.parametrize(("left", "good"), [(90, True), (89, False)])
def test_the_company_leaves_ninety_days_before(cast: Any, left: int, good: bool) -> None:
    contract = make_service_contract(cast, ends_on=today() + timedelta(days=left))
    if good:
        give_notice(contract.pk, "no_renewal", actor=cast.actor("lead"), given_on=today())
        return
    with pytest.raises(errors.NoRenewalTooLate):
        give_notice(contract.pk, "no_renewal", actor=cast.actor("lead"), given_on=today())


@pytest.mark.rule("FEE-09")
def test_lawful_duties_ring_once_as_matters(cast: Any) -> None:
    load_rules(cast.estate)
    make_service_contract(cast, ends_on=today() + timedelta(days=119))
    assert ring_duties(cast.estate.pk) == 2  # to renew or not; what the company says
    assert ring_duties(cast.estate.pk) == 0
    kinds = set(Matter.objects.values_list("kind__code", "category__code"))
    assert kinds == {("duty", "service_contract")}


@pytest.mark.parametrize(
    "over", [{"client_id": "same"}, {"ends_on": today() - timedelta(days=101)}]
)
def test_bad_contracts(cast: Any, over: Any) -> None:
    if over.get("client_id") == "same":
        over = {"client_id": cast.organisations["property"].pk}
    with pytest.raises((errors.PartiesSame, errors.TermWrong)):
        make_service_contract(cast, **over)


def test_the_application_may_not_even_ask(cast: Any) -> None:
    make_version(cast)
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("TRUNCATE paper_version CASCADE")


def test_writing_twice_is_one_draft(cast: Any) -> None:
    paper = begin_paper("contract", "合同", actor=cast.actor("lead"))
    for text in (TEXT, TEXT + "\n第四条 违约"):
        write_paper(paper.pk, actor=cast.actor("lead"), text=text, valid_from=today())
    assert paper.draft.text.endswith("违约")
