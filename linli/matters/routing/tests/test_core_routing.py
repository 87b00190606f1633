from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.calendars.api import clock_at
from linli.base.errors import Invalid, NotAllowed
from linli.matters.routing import api, catalogue
from linli.matters.routing.data import Facts, Rule
from linli.matters.routing.rules import is_in_hours, read_rules
from linli.matters.testing import make_matter

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
NIGHT = NOON + timedelta(hours=11)
NAMES = st.sampled_from(["", "a", "b"])


def facts(**over: Any) -> Facts:
    fields = {"category": "dog", "kind": "request", "channel": "hotline", "urgency": "none",
              "hour": 12}  # fmt: skip
    return Facts(**(fields | over))


@pytest.mark.rule("REQ-01")
def test_the_published_codes_are_loaded_once(queue: Any) -> None:
    api.load_catalogue(queue.estate)
    kinds = {k.code: k.request_type for k in api.list_kinds()}
    assert set(kinds) == {"request", "complaint", "report", "enquiry", "advice", "help", "thanks",
                          "dispute", "callback", "project", "payment_help", "duty",
                          "inspection", "objection"}  # fmt: skip
    assert set(kinds.values()) == {"enquiry", "help", "complaint", "report", "advice", ""}
    assert len(api.list_categories()) == 31
    assert all(c.name and c.name_en and c.icon for c in api.list_categories())


def test_the_first_rule_that_fits_decides() -> None:
    rules = [
        Rule(1, "cats", 10, category="cat"),
        Rule(2, "night", 11, from_hour=20, to_hour=8),
        Rule(3, "here", 12, place_id=5),
        Rule(4, "dogs", 13, category="dog", account_id=99),
        Rule(5, "rest", 14),
    ]
    route = read_rules(facts(place_ids=frozenset({4})), rules)
    assert (route.organisation_id, route.account_id, route.rule_id) == (13, 99, 4)
    assert [r.why_not for r in route.readings] == ["category", "hour", "place", "", ""]


@given(
    st.lists(st.builds(Rule, id=st.integers(1, 9), name=st.just("r"),
                       organisation_id=st.integers(1, 9), category=NAMES, kind=NAMES)),
    NAMES, NAMES,
)  # fmt: skip
def test_what_was_read_explains_the_choice(rules: list[Rule], category: str, kind: str) -> None:
    route = read_rules(facts(category=category or "c", kind=kind or "k"), rules)
    assert len(route.readings) == len(rules)
    assert all(r.fits != bool(r.why_not) for r in route.readings)
    chosen = next((rule for rule, r in zip(rules, route.readings, strict=True) if r.fits), None)
    assert route.organisation_id == (chosen.organisation_id if chosen else None)


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 24))
def test_an_hour_lies_in_a_span_or_in_its_rest(hour: int, start: int, end: int) -> None:
    if start != end % 24:
        assert is_in_hours(hour, start, end) != is_in_hours(hour, end % 24, start)


def test_default_routes(queue: Any) -> None:
    place = queue.places["building1"].pk

    def goes(**over: Any) -> tuple[str, int | None]:
        matter = make_matter(queue, place_id=place, **over)
        name = next(
            key
            for key, o in queue.organisations.items()
            if o.pk == matter.offered_to_organisation_id
        )
        return name, matter.offered_to_id

    with clock_at(NOON):
        assert goes() == ("property", None)
        assert goes(category="dog") == ("police", None)
        assert goes(category="elder_care") == ("committee", queue.grid_worker.pk)
        assert goes(category="housing_eligibility") == ("housing", None)
        assert goes(category="neighbour_dispute", kind="dispute") == ("committee", None)
        assert goes(category="thanks", kind="thanks") == ("center", None)
        assert goes(category="other", channel="grid_round", by="grid_worker") == (
            "committee", queue.grid_worker.pk,
        )  # fmt: skip
    with clock_at(NIGHT):
        assert goes(category="dog", urgency="high") == ("property", None)
        assert goes(category="dog") == ("police", None)


def test_the_route_is_explained(queue: Any) -> None:
    matter = make_matter(queue, category="elder_care", place_id=queue.places["building3"].pk)
    told = api.explain_route(queue.actor("lead"), matter)
    assert told.organisation_name == "社区居委会"
    assert told.account_name == "吕网格"
    assert told.rule_name == "养老助老：所在网格员"
    assert any(r.why_not == "category" for r in told.route.readings)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("自来水水流小,水管堵了", "water_pipe"), ("地漏返水", "drainage"),
        ("跳舞的音响太大", "noise_square_dance"), ("暖气不热", "heating"),
        ("大黄狗没栓绳", "dog"), ("公租房年审", "housing_eligibility"),
    ],
)  # fmt: skip
def test_words_suggest_a_category(queue: Any, text: str, code: str) -> None:
    assert api.suggest_category(text)[0][0] == code


def test_nothing_is_suggested_for_nothing(queue: Any) -> None:
    assert api.suggest_category("在不") == []


@pytest.mark.rule("REQ-04")
def test_profiles_are_data(queue: Any) -> None:
    lead = queue.actor("lead")
    profile = api.DeadlineProfile.objects.get(code="utilities")
    api.change_profile(profile.pk, actor=lead, solve_amount=4)
    with clock_at(NOON):
        assert make_matter(queue).due_at == NOON + timedelta(hours=4)
    for bad in ({"solve_amount": 0}, {"respond_hours": 10**6}, {"solve_unit": "moons"}):
        with pytest.raises(Invalid):
            api.change_profile(profile.pk, actor=lead, **bad)


@pytest.mark.rule("REQ-04")
def test_the_estates_calendar_moves_deadlines(queue: Any) -> None:
    with clock_at(NOON):
        before = make_matter(queue, category="dog").due_at
        api.set_calendar_day(date(2026, 11, 25), actor=queue.actor("lead"), is_working=False)
        assert make_matter(queue, category="dog").due_at == before + timedelta(days=1)
        api.set_calendar_day(date(2026, 11, 25), actor=queue.actor("lead"), is_working=None)
        assert make_matter(queue, category="dog").due_at == before


def test_a_new_rule_comes_before_the_last_one(queue: Any) -> None:
    rule = api.add_rule(
        actor=queue.actor("lead"),
        name="东门:志愿者",
        organisation_id=queue.organisations["volunteers"].pk,
        category_id=api.category_of("other").pk,
        place_id=queue.places["gate"].pk,
    )
    matter = make_matter(queue, category="other", place_id=queue.places["gate"].pk)
    assert matter.routing_rule_id == rule.pk
    assert api.list_rules()[-1].name == "其余：服务中心"


def test_rules_change_by_version_and_order(queue: Any) -> None:
    lead = queue.actor("lead")
    rules = api.list_rules()
    changed = api.change_rule(rules[0].id, actor=lead, version=1, name="夜里")
    assert (changed.name, changed.version) == ("夜里", 2)
    with pytest.raises(api.RuleChanged):
        api.change_rule(rules[0].id, actor=lead, version=1, name="又改")
    order = [rule.id for rule in rules][::-1]
    api.order_rules(order, actor=lead)
    assert [rule.id for rule in api.list_rules()] == order
    with pytest.raises(api.RuleChanged):
        api.order_rules(order[1:], actor=lead)


@pytest.mark.parametrize(
    "bad",
    [{"organisation_id": 10**12}, {"from_hour": 3}, {"from_hour": 30, "to_hour": 2},
     {"name": " "}, {"role": "king"}, {"category_id": 10**12}, {"place_id": 10**12},
     {"account_id": 10**12}],
)  # fmt: skip
def test_bad_rules_are_refused(queue: Any, bad: dict[str, Any]) -> None:
    fields = {"name": "新", "organisation_id": queue.organisations["property"].pk}
    with pytest.raises(Invalid):
        api.add_rule(actor=queue.actor("lead"), **(fields | bad))


def test_categories_grow(queue: Any) -> None:
    lead = queue.actor("lead")
    profile = api.DeadlineProfile.objects.get(code="general")
    new = api.add_category(
        actor=lead, code="pigeons", name="鸽子", name_en="Pigeons", profile_id=profile.pk
    )
    api.change_category(new.pk, actor=lead, words=["鸽子"])
    assert api.suggest_category("鸽子太多")[0][0] == "pigeons"
    with pytest.raises(Invalid):
        api.add_category(actor=lead, code="pigeons", name="鸽", name_en="P", profile_id=profile.pk)


@pytest.mark.parametrize("name", ["outsider", "worker", "agent", "resident", "secretary"])
def test_who_may_not_set_rules(queue: Any, name: str) -> None:
    actor, rule = queue.actor(name), api.list_rules()[0]
    for act in (
        lambda: api.change_rule(rule.id, actor=actor, version=1, name="x"),
        lambda: api.order_rules([rule.id], actor=actor),
        lambda: api.set_calendar_day(date(2026, 11, 25), actor=actor, is_working=True),
        lambda: api.change_category(1, actor=actor, name="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_every_route_names_known_codes() -> None:
    categories = {c.code for c in catalogue.CATEGORIES}
    kinds = {k.code for k in catalogue.KINDS}
    for row in catalogue.ROUTES:
        assert row.category in categories | {""}
        assert row.kind in kinds | {""}
