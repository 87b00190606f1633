from __future__ import annotations

import pytest
from django.db import models

from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.api import Role
from linli.estate.people.api import (
    CategoryKind,
    Household,
    Person,
    PersonStatus,
    add_category,
    find_duplicates,
    merge_people,
    person_for,
    unmerge_people,
    update_person,
)
from linli.estate.people.errors import CannotMerge, CannotUnmerge
from linli.estate.people.merges import _references
from linli.estate.people.rules import check_digit
from linli.estate.places.api import Lease, Ownership, find_place_by_plate
from linli.estate.testing import LONG_AGO, make_household, make_office, make_person

BODY = "13050219500305001"
NUMBER = BODY + check_digit(BODY)


def _state(*people):
    """Every value that merging could touch: of the records and of all rows that name them."""
    names = ("name", "phone", "birth_date", "id_number", "id_last4", "status", "account_id",
             "merged_into_id", "health_note")  # fmt: skip
    ids = [person.pk for person in people]
    rows = {}
    for model, column in _references():
        end = next((f for f in ("until", "ended_on") if hasattr(model, f)), "pk")
        found = model._default_manager.filter(**{f"{column}__in": ids}).order_by("pk")
        rows[model._meta.object_name, column] = list(found.values_list("pk", column, end))
    rows["Household"] = list(Household.objects.order_by("pk").values_list("pk", "until"))
    records = list(Person.objects.filter(pk__in=ids).order_by("pk"))
    return [tuple(getattr(r, n) for n in names) for r in records], rows


@pytest.fixture
def pair(cast):
    """Two records of one man, with a row of every sort behind the second, doubles included."""
    kept, double = (
        make_person("王二", phone="13900001111"),
        make_person("王二", phone="13900001111"),
    )
    clerk, lead = cast.actor("clerk"), cast.actor("lead")
    update_person(double.pk, actor=clerk, id_number=NUMBER)
    make_household("3-1-101", kept)
    make_household("3-1-102", double)
    for person in (kept, double):
        add_category(person.pk, actor=lead, kind=CategoryKind.VETERAN, source="证")
    add_category(double.pk, actor=lead, kind=CategoryKind.ELDER_ALONE, source="走访")
    home = find_place_by_plate("3-2-101").home
    Ownership.objects.create(home=home, person=double)
    Lease.objects.create(home=home, tenant=double, starts_on=LONG_AGO, ends_on="2027-01-01")
    make_office(Role.VOLUNTEER.value, person=double)
    return Person.objects.get(pk=kept.pk), Person.objects.get(pk=double.pk)


def test_a_merge_moves_everything_and_comes_back_without_loss(cast, pair):
    kept, double = pair
    before = _state(kept, double)
    lead = cast.actor("lead")
    merge = merge_people(kept.pk, double.pk, actor=lead, reason="本人来说的")
    assert all(not column.get(double.pk) for column in _named(double))
    kept.refresh_from_db()
    assert kept.id_number == NUMBER
    assert person_for(lead, double.pk).pk == kept.pk
    assert kept.memberships.filter(until__isnull=True).count() == 1
    assert Ownership.objects.get(person=kept).until is None
    assert not Household.objects.filter(home__place__plate="3-1-102", until__isnull=True).exists()
    unmerge_people(merge.pk, actor=lead)
    assert _state(kept, double) == before
    with pytest.raises(NotFound):
        unmerge_people(merge.pk, actor=lead)


def _named(person):
    for model, column in _references():
        count = model._default_manager.filter(**{column: person.pk}).count()
        yield {person.pk: count}


def test_every_column_that_names_a_person_is_known():
    found = {(m._meta.object_name, c) for m, c in _references()}
    assert {("Membership", "person_id"), ("PersonCategory", "person_id"), ("Office", "person_id"),
            ("Ownership", "person_id"), ("Lease", "tenant_id"),
            ("Recommendation", "candidate_id")} <= found  # fmt: skip
    assert all(issubclass(model, models.Model) for model, _ in _references())


def test_two_people_are_not_merged(cast, pair):
    kept, double = pair
    lead = cast.actor("lead")
    other = "13050219500305002"
    update_person(kept.pk, actor=lead, id_number=other + check_digit(other))
    with pytest.raises(CannotMerge):
        merge_people(kept.pk, double.pk, actor=lead, reason="像")
    with pytest.raises(CannotMerge):
        merge_people(kept.pk, kept.pk, actor=lead, reason="像")
    with pytest.raises(CannotMerge):
        merge_people(
            cast.people["elder"].pk, cast.people["resident"].pk, actor=lead, reason="都有账号"
        )


def test_a_number_given_away_meanwhile_stands_in_the_way(cast, pair):
    kept, double = pair
    lead = cast.actor("lead")
    merge = merge_people(kept.pk, double.pk, actor=lead, reason="本人来说的")
    update_person(kept.pk, actor=lead, id_number="")
    update_person(cast.people["elder"].pk, actor=lead, id_number=NUMBER)
    with pytest.raises(CannotUnmerge):
        unmerge_people(merge.pk, actor=lead)
    double.refresh_from_db()
    assert double.status == PersonStatus.MERGED


def test_merging_is_for_editors_in_reach(cast, pair):
    kept, double = pair
    for who in ("agent", "grid_worker", "captain", "resident", "outsider"):
        with pytest.raises((NotAllowed, NotFound)):
            merge_people(kept.pk, double.pk, actor=cast.actor(who), reason="像")
    merge_people(kept.pk, double.pk, actor=cast.actor("grid_worker2"), reason="邻居说的")


def test_candidates_are_offered_not_merged(cast, pair):
    kept, double = pair
    make_person("李四", phone="13900001111")
    make_person("周五", birth_date=cast.people["elder"].birth_date)
    twin = make_person("王德山", birth_date=cast.people["elder"].birth_date)
    found = {(p.one.id, p.two.id): p.reason for p in find_duplicates(cast.actor("lead"))}
    assert found == {
        (kept.pk, double.pk): "phone",
        (cast.people["elder"].pk, twin.pk): "birth_date",
    }
    assert {p.one.id for p in find_duplicates(cast.actor("grid_worker2"))} == {kept.pk}
    with pytest.raises(NotAllowed):
        find_duplicates(cast.actor("agent"))
