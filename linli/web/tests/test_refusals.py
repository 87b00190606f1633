"""A refused look at sensitive data stays on the record, whatever was undone (SEC-01)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.base.audit.api import AuditRow
from linli.base.scopes.api import estate_scope
from linli.estate.people.models import Membership, Person
from linli.estate.testing import make_cast
from linli.matters.testing import load_rules, make_accepted, make_matter

PURPOSE = {"purpose": "想看一看"}


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refused_unmask_is_recorded_though_its_request_is_undone(
    committed_db: Any, sign_in: Any, method: str
) -> None:
    cast = make_cast()
    elder = cast.people["elder"].pk
    with estate_scope(cast.estate.pk):
        client = sign_in(cast.agent)
    response = getattr(client, method)(f"/people/{elder}/open/id_number/", PURPOSE)
    assert response.status_code == 403
    row = AuditRow.objects.get(action="unmask")
    assert (row.outcome, row.user_id, row.estate_id) == ("refused", cast.agent.pk, cast.estate.pk)
    assert (row.subject, row.subject_id, row.data) == ("person", elder, {"field": "id_number"})
    assert row.address == "127.0.0.1"
    assert row.purpose == (PURPOSE["purpose"] if method == "post" else "")


@pytest.mark.rule("SEC-01")
def test_what_a_refused_request_wrote_is_gone_and_the_refusal_is_not(
    committed_db: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linli.estate.people import views
    from linli.estate.people.unmasking import check_unmask

    def write_first(actor: Any, person: Person, *rest: Any) -> None:
        Person.objects.filter(pk=person.pk).update(name="改了名")
        check_unmask(actor, person, *rest)

    cast = make_cast()
    monkeypatch.setattr(views, "check_unmask", write_first)
    with estate_scope(cast.estate.pk):
        client = sign_in(cast.agent)
    client.post(f"/people/{cast.people['elder'].pk}/open/id_number/", PURPOSE)
    with estate_scope(cast.estate.pk):
        kept = Person.objects.get(pk=cast.people["elder"].pk)
    assert kept.name == cast.people["elder"].name
    assert AuditRow.objects.filter(action="unmask", outcome="refused").count() == 1


def refusals() -> list[tuple[str, str, int | None]]:
    rows = AuditRow.objects.filter(outcome="refused").order_by("id")
    return list(rows.values_list("action", "subject", "subject_id"))


@pytest.mark.rule("SEC-01")
def test_a_record_out_of_reach_leaves_a_trace_and_a_number_of_nobody_none(
    cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.grid_worker2)
    elder = cast.people["elder"].pk
    household = Membership.objects.get(person=elder).household_id
    assert client.get(f"/people/{elder}/").status_code == 404
    assert client.post(f"/people/{elder}/open/health_note/", PURPOSE).status_code == 404
    assert client.get("/people/999999/").status_code == 404
    assert client.get(f"/people/households/{household}/head/").status_code == 404
    person = ("see_person", "person", elder)
    assert refusals() == [person, person, ("see_household", "household", household)]


@pytest.mark.rule("SEC-01")
def test_pages_of_personal_data_name_those_whom_they_turned_away(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.worker)
    assert client.get("/people/").status_code == 403
    assert client.get("/intake/letters").status_code == 403
    assert refusals() == [(name, "permission", None) for name in ("see_register", "take_calls")]
    agent = sign_in(cast.agent)
    assert agent.get("/people/?kind=disability").status_code == 404
    assert refusals()[-1] == ("list_people", "category", None)


@pytest.mark.rule("SEC-01", "SEC-06")
def test_a_sensitive_matter_remembers_who_asked_for_it(cast: Any, sign_in: Any) -> None:
    load_rules(cast.estate)
    matter = make_accepted(cast, worker="secretary", by="lead", category="disability_aid")
    agent, captain = sign_in(cast.agent2), sign_in(cast.captain)
    assert_refused(agent, f"/queue/{matter.number}", 403)
    assert_refused(agent, f"/api/v1/matters/{matter.number}", 403)
    assert_refused(captain, f"/queue/{matter.number}", 404)
    assert refusals() == [("see_matter", "matter", matter.pk)] * 3
    # another estate's number is nobody's here
    assert_refused(sign_in(cast.foreign_lead), f"/queue/{matter.number}", 404)
    assert len(refusals()) == 3


@pytest.mark.rule("SEC-01")
def test_the_way_back_after_handing_on_is_no_look(cast: Any, sign_in: Any) -> None:
    load_rules(cast.estate)
    matter = make_matter(cast)
    assert sign_in(cast.agent).get(f"/queue/{matter.number}").status_code == 200
    assert refusals() == []


def assert_refused(client: Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status
