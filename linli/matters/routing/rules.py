"""Pure decisions of routing: which rule fits, which deadline holds, what a text is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from linli.base.calendars.api import add_working_days
from linli.matters.routing.data import (
    Deadlines,
    DeadlineUnit,
    Facts,
    Profile,
    Route,
    Rule,
    RuleReading,
)

URGENT_PROFILE = "urgent"
HIGH_PROFILE = "utilities"


def read_rules(facts: Facts, rules: Sequence[Rule]) -> Route:
    """Hold the rules, in order, against a matter; the first that fits decides.

    All are read, so that the page can say why each of the others does not apply.
    """
    readings = tuple(_read(facts, rule) for rule in rules)
    for rule, reading in zip(rules, readings, strict=True):
        if reading.fits:
            return Route(rule.organisation_id, rule.account_id, rule.id, readings, rule.role)
    return Route(None, None, None, readings)


def _read(facts: Facts, rule: Rule) -> RuleReading:
    why_not = next(
        (
            name
            for name, fits in (
                ("kind", rule.kind in ("", facts.kind)),
                ("category", rule.category in ("", facts.category)),
                ("place", rule.place_id is None or rule.place_id in facts.place_ids),
                ("urgency", rule.urgency in ("", facts.urgency)),
                ("channel", rule.channel in ("", facts.channel)),
                ("hour", is_in_hours(facts.hour, rule.from_hour, rule.to_hour)),
            )
            if not fits
        ),
        "",
    )
    return RuleReading(rule.id, rule.name, not why_not, why_not)


def is_in_hours(hour: int, start: int | None, end: int | None) -> bool:
    """Whether `hour` lies in [start, end); a span that ends before it starts runs over midnight."""
    if start is None or end is None:
        return True
    if start <= end:
        return start <= hour < end
    return hour >= start or hour < end


def profile_for(own: Profile, urgency: str, profiles: Mapping[str, Profile]) -> Profile:
    """The profile that holds: emergencies use "urgent", pressing ones at most "utilities"."""
    if urgency == "emergency":
        return profiles.get(URGENT_PROFILE, own)
    if urgency == "high" and own.solve_unit == DeadlineUnit.WORKING_DAYS:
        return profiles.get(HIGH_PROFILE, own)
    return own


def deadlines_for(
    profile: Profile, start: datetime, overrides: Mapping[date, bool] | None = None
) -> Deadlines:
    """When somebody has to answer and when it has to be done (REQ-04).

    Hours count by the clock, day and night; working days end with office hours.
    """
    respond_by = start + timedelta(hours=profile.respond_hours)
    if profile.solve_unit == DeadlineUnit.HOURS:
        due_at = start + timedelta(hours=profile.solve_amount)
    else:
        due_at = add_working_days(start, profile.solve_amount, overrides)
    return Deadlines(min(respond_by, due_at), due_at)


def allowed_time(profile: Profile) -> timedelta:
    """The time a profile gives, by the clock: five working days count as a week."""
    if profile.solve_unit == DeadlineUnit.HOURS:
        return timedelta(hours=profile.solve_amount)
    return timedelta(days=profile.solve_amount * 7 / 5)


def suggest_by_words(
    text: str, words: Iterable[tuple[str, Sequence[str]]]
) -> list[tuple[str, float]]:
    """Category codes with a score above zero, best first; a longer word says more."""
    scores = [
        (code, float(sum(len(word) for word in own if word and word in text)))
        for code, own in words
    ]
    found = [(code, score) for code, score in scores if score > 0]
    return sorted(found, key=lambda pair: -pair[1])
