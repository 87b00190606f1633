"""Batches of several devices in any order, cut and doubled: one outcome, nothing lost."""

from __future__ import annotations

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.estate.models import Membership, Person
from linli.matters.handling.api import Matter
from linli.matters.rounds.api import DoorVisit, RoundClaim, RoundOperation, decide_claim
from linli.matters.rounds.testing import make_day, send, tap
from linli.matters.rounds.values import digest_of

DOOR = "1-1-101"
DEVICES = (("grid_worker", "one"), ("grid_worker", "two"), ("clerk", "three"))
_taps = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(
            [("phone", "13900000001"), ("phone", "13900000002"), ("birth_date", "1950-03-06"),
             ("category:veteran:", "1"), ("watch", "1"), ("watch", "0"), ("gone", ""),
             ("here", ""), ("arrive", "13900000008"), ("arrive", "13900000009"), ("need", ""),
             ("visit", "")],
        ),
    ),
    min_size=1, max_size=7,
)  # fmt: skip


def operation(cast, made, seq, what, value):
    person = cast.people["resident"]
    if what in ("visit", "need", "arrive", "gone", "here"):
        kind = "confirm" if what == "here" else what
        data = {
            "visit": {"outcome": "met"}, "need": {"text": "楼道灯不亮"},
            "arrive": {"name": "张小新", "phone": value}, "gone": {"members": [person.pk]},
            "here": {"facts": ["household"], "members": [person.pk]},
        }[what]  # fmt: skip
    else:
        now = {"phone": person.phone, "birth_date": "1950-03-05", "watch": ""}.get(what, "0")
        kind = "propose"
        data = {"person": person.pk, "field": what, "base": digest_of(what, now), "value": value}
    return tap(made, DOOR, kind, seq=seq, key=f"key-{seq}", **data)


def play(cast, made, taps, order, twice):
    """The state after the operations came in this order, some of them twice; then all undone."""
    operations = [
        (device, operation(cast, made, n, *what)) for n, (device, what) in enumerate(taps)
    ]
    with transaction.atomic():
        for n in [*order, *twice]:
            device, one = operations[n]
            by, name = DEVICES[device]
            send(cast, [one], by=by, device=name)
        before = answers_of(cast)
        decide_all(cast)
        after = (before, outcome_of(cast))
        transaction.set_rollback(True)
    return after


def answers_of(cast):
    """What is answered to each question, whichever answer stands for now."""
    rows = RoundClaim.objects.filter(state__in=["stands", "open"])
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows.select_related("person"):
        found.setdefault((row.person.name, row.field), set()).add(row.value or "")
    return {
        "answers": found,
        "visits": DoorVisit.objects.count(),
        "matters": Matter.objects.count(),
        "log": RoundOperation.objects.count(),
        "people": Person.objects.filter(name="张小新").count(),
        "new_at_home": Membership.objects.filter(
            person__name="张小新", until__isnull=True, household__home__place__plate=DOOR
        ).count(),
    }


def decide_all(cast):
    """One person decides every question by the same rule: the greatest answer is right."""
    keys = RoundClaim.objects.filter(state="open").values_list("person", "field", "base")
    for person, field, base in sorted(set(keys)):
        rows = RoundClaim.objects.filter(person=person, field=field, base=base)
        best = max(rows.filter(state__in=["stands", "open"]), key=lambda row: row.value or "")
        for row in rows.filter(state="open").order_by("id"):
            row.refresh_from_db()
            if row.state == "open":
                take = (row.value or "") == (best.value or "")
                decide_claim(row.pk, actor=cast.actor("grid_worker"), take=take)


def outcome_of(cast):
    rows = Person.objects.filter(name__in=["张秀兰", "张小新"]).order_by("name")
    return [
        (p.name, p.phone, p.birth_date, Membership.objects.filter(
            person=p, until__isnull=True, household__home__place__plate=DOOR).count())
        for p in rows
    ]  # fmt: skip


def test_any_order_ends_in_the_same_state(queue):
    made = make_day(queue, DOOR)

    @settings(
        max_examples=12, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(_taps, st.randoms(use_true_random=False))
    def holds(taps, random):
        straight = list(range(len(taps)))
        shuffled = random.sample(straight, len(straight))
        twice = random.sample(straight, len(straight) // 2)
        assert play(queue, made, taps, straight, []) == play(queue, made, taps, shuffled, twice)

    holds()
