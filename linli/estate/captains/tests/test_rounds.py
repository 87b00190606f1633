from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.captains.api import (
    appoint_captain,
    captains_of,
    close_round,
    count_round,
    open_round,
    recommend,
    round_for,
)
from linli.estate.captains.errors import (
    BadRound,
    NothingToAppoint,
    NotOfBuilding,
    RecommendedTwice,
    RoundClosed,
    RoundOpen,
)
from linli.estate.testing import make_household, make_person


@pytest.fixture
def row(cast):
    return open_round(
        cast.places["building1"].pk, actor=cast.actor("grid_worker"), opens_on=today(),
        closes_on=today() + timedelta(days=14),
    )  # fmt: skip


def _household(person):
    return person.memberships.get().household_id


def test_households_recommend_once_each_and_the_count_is_published(cast, row):
    worker = cast.actor("grid_worker")
    resident, elder = cast.people["resident"], cast.people["elder"]
    third = make_person("第三户")
    make_household("1-2-101", third)
    recommend(
        row.pk, actor=cast.actor("resident"), household_id=_household(resident),
        candidate_id=elder.pk,
    )  # fmt: skip
    for again in (elder.pk, resident.pk):
        with pytest.raises(RecommendedTwice):
            recommend(row.pk, actor=worker, household_id=_household(resident), candidate_id=again)
    recommend(
        row.pk, actor=worker, household_id=_household(elder), candidate_id=elder.pk, on_paper=True
    )
    close_round(row.pk, actor=worker)
    make_household("1-2-102", make_person("后来的"))
    row.refresh_from_db()
    result = count_round(row)
    assert (result.asked, result.answered) == (3, 2)
    assert [(s.name, s.households) for s in result.standings] == [("王德山", 2)]
    with pytest.raises(RoundClosed):
        recommend(row.pk, actor=worker, household_id=_household(third), candidate_id=elder.pk)
    with pytest.raises(RoundClosed):
        close_round(row.pk, actor=worker)


def test_a_recommended_neighbour_becomes_captain_for_a_term(cast, row):
    worker, lead, elder = cast.actor("grid_worker"), cast.actor("lead"), cast.people["elder"]
    recommend(row.pk, actor=worker, household_id=_household(elder), candidate_id=elder.pk)
    with pytest.raises(NothingToAppoint):
        appoint_captain(row.pk, actor=lead, person_id=elder.pk)
    close_round(row.pk, actor=worker)
    with pytest.raises(NothingToAppoint):
        appoint_captain(row.pk, actor=lead, person_id=cast.people["resident"].pk)
    with pytest.raises(NotAllowed):
        appoint_captain(row.pk, actor=worker, person_id=elder.pk)
    appoint_captain(row.pk, actor=lead, person_id=elder.pk)
    assert [office.person_id for office in captains_of(row.building_id)] == [elder.pk]
    assert cast.places["building1"].pk in cast.actor("elder").buildings_as("building_captain")
    assert not cast.actor("captain").roles


def test_only_the_building_has_a_say(cast, row):
    worker = cast.actor("grid_worker")
    resident, tenant = cast.people["resident"], cast.people["tenant"]
    for household, candidate in ((tenant, resident), (resident, tenant)):
        with pytest.raises(NotOfBuilding):
            recommend(
                row.pk, actor=worker, household_id=_household(household), candidate_id=candidate.pk
            )
    with pytest.raises(NotAllowed):
        recommend(
            row.pk, actor=cast.actor("resident"), household_id=_household(cast.people["elder"]),
            candidate_id=resident.pk,
        )  # fmt: skip
    for who in ("tenant", "outsider", "grid_worker2"):
        with pytest.raises(NotFound):
            round_for(cast.actor(who), row.pk)


def test_rounds_are_in_order(cast, row):
    worker, building = cast.actor("grid_worker"), cast.places["building1"].pk
    with pytest.raises(RoundOpen):
        open_round(building, actor=worker, opens_on=today(), closes_on=today())
    with pytest.raises(BadRound):
        open_round(
            cast.places["building2"].pk, actor=worker, opens_on=today(), closes_on=date(2020, 1, 1)
        )
    with pytest.raises(NotAllowed):
        open_round(building, actor=cast.actor("captain"), opens_on=today(), closes_on=today())


def test_a_resident_recommends_on_the_phone(cast, row, sign_in):
    client = sign_in(cast.resident)
    page = client.get(reverse("captains:round", args=[row.pk]))
    assert page.status_code == 200
    household, candidate = _household(cast.people["resident"]), cast.people["elder"].pk
    address = reverse("captains:recommend", args=[row.pk])
    assert "王德山" in client.get(address).content.decode()
    sent = {"household": household, "candidate": candidate}
    assert client.post(address, sent).status_code == 302
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "一户推荐一次" in again.content.decode()
