"""Rated by owners and, apart, by tenants; and a consent that only all can give."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from linli.base.errors import Invalid, NotAllowed, NotFound
from linli.estate.models import Home, Ownership
from linli.estate.testing import make_person
from linli.matters.handling.models import Matter
from linli.matters.testing import load_rules
from linli.voice.contracts import errors
from linli.voice.contracts.api import (
    answer_use,
    marks_of,
    open_seats,
    rate_service,
    record_consent,
    withdraw_use,
)
from linli.voice.contracts.models import ServiceRating, UseRequest
from linli.voice.contracts.rules import rated_quarter
from linli.voice.contracts.testing import make_use

SCORES = {"tidy": 4, "safe": 5, "repairs": 3, "manner": 5, "overall": 4}


def rate(cast: Any, who: str, **over: Any) -> ServiceRating:
    seat = open_seats(cast.people[who].pk)[0]
    return rate_service(seat.home_id, seat.side, SCORES, actor=cast.actor(who), **over)


def quarter() -> str:
    from linli.base.calendars.api import today

    return rated_quarter(today())


def test_owners_and_tenants_are_never_added_up(cast: Any) -> None:
    rate(cast, "owner")
    rate(cast, "tenant")
    rate(cast, "resident")
    assert marks_of(quarter(), "owner").homes == 1
    tenants = marks_of(quarter(), "tenant")
    assert tenants.homes == 2
    assert tenants.questions[0].counts == (0, 0, 0, 2, 0)
    assert tenants.questions[0].mean == 40


def test_once_a_home_and_quarter(cast: Any) -> None:
    seat = open_seats(cast.people["resident"].pk)[0]
    rate(cast, "resident")
    assert open_seats(cast.people["resident"].pk) == []
    with pytest.raises(errors.RatedAlready):
        rate_service(seat.home_id, seat.side, SCORES, actor=cast.actor("resident"))
    with pytest.raises(DatabaseError), transaction.atomic():
        ServiceRating.objects.update(overall=1)


def test_an_owner_who_lets_the_home_rates_as_owner_the_tenant_as_tenant(cast: Any) -> None:
    home = Home.objects.get(place__plate="2-1-201")
    Ownership.objects.create(home=home, person=cast.people["owner"])
    sides = [(seat.plate, seat.side.value) for seat in open_seats(cast.people["owner"].pk)]
    assert sides == [("2-1-101", "owner"), ("2-1-201", "owner")]
    assert [seat.side.value for seat in open_seats(cast.people["tenant"].pk)] == ["tenant"]


@pytest.mark.parametrize("bad", [{"tidy": 0}, {"tidy": 6}, {"tidy": None}, {"tidy": "5"}])
def test_bad_scores(cast: Any, bad: Any) -> None:
    seat = open_seats(cast.people["resident"].pk)[0]
    with pytest.raises(errors.ScoresWrong):
        rate_service(seat.home_id, seat.side, SCORES | bad, actor=cast.actor("resident"))


def test_a_comment_of_5000_characters(cast: Any) -> None:
    with pytest.raises(Invalid):
        rate(cast, "resident", comment="长" * 5000)


def test_a_comment_becomes_a_matter_only_by_wish(cast: Any) -> None:
    load_rules(cast.estate)
    rate(cast, "resident", comment="楼道扫得勤了。")
    assert not Matter.objects.exists()
    rate(cast, "tenant", comment="门口的灯坏了三天。", wants_answer=True)
    matter = Matter.objects.get()
    assert matter.reporter_id == cast.people["tenant"].pk
    assert matter.category.code == "service_contract"


def test_one_cannot_rate_for_somebody_elses_home(cast: Any) -> None:
    seat = open_seats(cast.people["tenant"].pk)[0]
    for who in ("resident", "outsider"):
        with pytest.raises(errors.NotARater):
            rate_service(seat.home_id, seat.side, SCORES, actor=cast.actor(who))
    with pytest.raises(errors.NotARater):
        rate_service(seat.home_id, "owner", SCORES, actor=cast.actor("tenant"))


def test_the_captain_takes_it_at_the_door(cast: Any) -> None:
    elder = cast.people["elder"].pk
    seat = open_seats(elder)[0]

    def take(who: str, words: str) -> ServiceRating:
        return rate_service(seat.home_id, seat.side, SCORES, actor=cast.actor(who),
                            person_id=elder, confirmation=words)  # fmt: skip

    with pytest.raises(errors.ConfirmationMissing):
        take("captain", "")
    with pytest.raises(NotAllowed):
        take("worker", "点头")
    rating = take("captain", "念给他听,点头")
    assert (rating.way, rating.taken_by_id) == ("captain", cast.captain.pk)
    tenant = open_seats(cast.people["tenant"].pk)[0]
    with pytest.raises(NotAllowed):  # not the captain's building
        rate_service(tenant.home_id, tenant.side, SCORES, actor=cast.actor("captain"),
                     person_id=tenant.person_id, confirmation="点头")  # fmt: skip


def owners_of_building(cast: Any, number: int = 2) -> dict[str, Any]:
    """Every home of the building gets an owner; one person owns two."""
    homes = Home.objects.filter(place__building=cast.places[f"building{number}"])
    homes = list(homes.exclude(place__plate="2-1-101").order_by("place__sort_key"))
    two = make_person("两套")
    for home in homes[:2]:
        Ownership.objects.create(home=home, person=two)
    for n, home in enumerate(homes[2:]):
        Ownership.objects.create(home=home, person=make_person(f"业主{n}"))
    return {"homes": len(homes)}


@pytest.mark.rule("OWN-17")
def test_all_must_agree_a_majority_is_nothing(cast: Any) -> None:
    count = owners_of_building(cast)["homes"]
    use, agent = make_use(cast), cast.actor("agent")
    consents = list(use.consents.order_by("pk"))
    assert len(consents) == count - 1  # who owns two homes is asked once
    for consent in consents[:-1]:
        use = record_consent(consent.pk, True, actor=agent, confirmation="签字")
    assert use.state == "collecting"
    use = record_consent(consents[-1].pk, True, actor=agent, confirmation="签字")
    assert use.state == "agreed"
    with pytest.raises(errors.UseClosed):
        record_consent(consents[0].pk, False, actor=agent, confirmation="反悔")


@pytest.mark.rule("OWN-17")
def test_one_no_ends_it(cast: Any) -> None:
    owners_of_building(cast)
    use = make_use(cast)
    first, second = use.consents.order_by("pk")[:2]
    record_consent(first.pk, True, actor=cast.actor("agent"), confirmation="签字")
    use = record_consent(second.pk, False, actor=cast.actor("agent"), confirmation="签字")
    assert use.state == "refused"


@pytest.mark.rule("OWN-17")
def test_a_home_without_a_known_owner_is_no_consent(cast: Any) -> None:
    use = make_use(cast)
    consents = list(use.consents.all())
    assert all(c.person_id is None and c.organisation_id is None for c in consents)
    with pytest.raises(Invalid):
        record_consent(consents[0].pk, True, actor=cast.actor("agent"), confirmation="签字")
    with pytest.raises(DatabaseError), transaction.atomic():
        use.consents.update(agrees=True, way="phone", at=use.opened_at)
    assert UseRequest.objects.get().state == "collecting"


def test_an_owner_answers_on_the_phone_and_only_who_is_asked(cast: Any) -> None:
    home = Home.objects.get(place__plate="2-1-201")
    Ownership.objects.create(home=home, person=cast.people["tenant"])
    use = make_use(cast)
    with pytest.raises(errors.UseOpenAlready):
        make_use(cast)
    with pytest.raises(NotFound):
        answer_use(use.pk, True, actor=cast.actor("resident"))
    with pytest.raises(errors.NotAsked):  # the home's own owner
        answer_use(use.pk, True, actor=cast.actor("owner"))
    answer_use(use.pk, True, actor=cast.actor("tenant"))
    with pytest.raises(errors.AnsweredAlready):
        answer_use(use.pk, False, actor=cast.actor("tenant"))
    with pytest.raises(NotFound):  # not the captain's building
        consent = use.consents.filter(person=None).first()
        record_consent(consent.pk, True, actor=cast.actor("captain"), confirmation="签字")
    assert withdraw_use(use.pk, actor=cast.actor("lead")).state == "withdrawn"
