"""Any sequence of actions by anybody keeps what the queue promises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from linli.base.calendars.api import clock_at
from linli.base.errors import DomainError
from linli.matters.handling import api
from linli.matters.handling.data import OPEN_STATES, Part
from linli.matters.handling.models import Matter, MatterEntry, MatterTally
from linli.matters.testing import make_matter

STAFF = ["agent", "agent2", "lead", "property_manager", "worker", "worker2", "secretary",
         "grid_worker", "clerk", "outsider"]  # fmt: skip
WHO = st.sampled_from(STAFF)
N = st.integers(0, 5)
RESULTS = st.sampled_from(["solved", "partly", "unsolved", "unreachable"])
ORGANISATIONS = st.sampled_from(["property", "police", "committee", "center"])


class Queue(RuleBasedStateMachine):
    """A small estate over some days; refusals are fine, broken promises are not."""

    cast: Any

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.clock = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
        self.actors = {name: self.cast.actor(name) for name in [*STAFF, "resident"]}
        self.lines = 0
        self.versions: dict[int, int] = {}
        self.deadlines: dict[int, datetime] = {}
        self.numbers: list[int] = []
        self.act(lambda: make_matter(self.cast))

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def act(self, work: Callable[[], Any]) -> None:
        try:
            with clock_at(self.clock), transaction.atomic():
                work()
        except DomainError:
            return

    def pick(self, n: int) -> int:
        ids = list(Matter.objects.order_by("id").values_list("id", flat=True))
        return ids[n % len(ids)]

    @rule(category=st.sampled_from(["water_pipe", "dog", "neighbour_dispute"]))
    def open(self, category: str) -> None:
        if Matter.objects.count() < 6:
            self.act(lambda: make_matter(self.cast, category=category))

    @rule(n=N, who=WHO)
    def accept(self, n: int, who: str) -> None:
        self.act(lambda: api.accept_matter(self.pick(n), actor=self.actors[who]))

    @rule(n=N, who=st.sampled_from([*STAFF, "resident"]))
    def withdraw(self, n: int, who: str) -> None:
        self.act(lambda: api.withdraw_matter(self.pick(n), actor=self.actors[who]))

    @rule(n=N, who=WHO)
    def give_back(self, n: int, who: str) -> None:
        self.act(lambda: api.return_offer(self.pick(n), actor=self.actors[who], reason="不归我"))

    @rule(n=N, who=WHO, to=ORGANISATIONS)
    def hand_on(self, n: int, who: str, to: str) -> None:
        organisation = self.cast.organisations[to].pk
        self.act(
            lambda: api.offer_matter(
                self.pick(n), actor=self.actors[who], organisation_id=organisation, reason="转"
            )
        )

    @rule(n=N, who=WHO)
    def assign(self, n: int, who: str) -> None:
        self.act(lambda: api.assign_matter(self.pick(n), actor=self.actors[who]))

    @rule(n=N, who=WHO)
    def finish(self, n: int, who: str) -> None:
        self.act(lambda: api.finish_matter(self.pick(n), actor=self.actors[who], text="好了"))

    @rule(n=N, who=WHO, result=RESULTS)
    def visit(self, n: int, who: str, result: str) -> None:
        self.act(
            lambda: api.record_return_visit(
                self.pick(n), actor=self.actors[who], result=result, way="phone"
            )
        )

    @rule(n=N)
    def reply(self, n: int) -> None:
        actor = self.actors["resident"]
        self.act(lambda: api.reply_to_matter(self.pick(n), actor=actor, text="还有"))

    @rule(n=N, who=WHO)
    def decline(self, n: int, who: str) -> None:
        self.act(
            lambda: api.decline_matter(
                self.pick(n), actor=self.actors[who], reason="court", text="请去法院"
            )
        )

    @rule(n=N, m=N, who=WHO)
    def merge(self, n: int, m: int, who: str) -> None:
        self.act(
            lambda: api.merge_matters(
                self.pick(n), [self.pick(m)], actor=self.actors[who], reason="同"
            )
        )

    @rule(n=N, who=WHO)
    def unmerge(self, n: int, who: str) -> None:
        self.act(lambda: api.unmerge_matter(self.pick(n), actor=self.actors[who]))

    @rule(n=N, who=WHO)
    def split(self, n: int, who: str) -> None:
        if Matter.objects.count() < 6:
            parts = [Part("另一件", "dog")]
            self.act(lambda: api.split_matter(self.pick(n), actor=self.actors[who], parts=parts))

    @rule(n=N, who=WHO, days=st.integers(-1, 3))
    def extend(self, n: int, who: str, days: int) -> None:
        self.act(
            lambda: api.extend_deadline(
                self.pick(n), actor=self.actors[who], days=days, reason="等件"
            )
        )

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.clock += timedelta(hours=hours)
        self.act(api.tick_clocks)

    @rule()
    def fold(self) -> None:
        api.fold_tally()

    @invariant()
    def what_is_open_is_held(self) -> None:
        states = [s.value for s in OPEN_STATES]
        held = Matter.objects.filter(state__in=states)
        assert not held.filter(holder__isnull=True).exists()
        assert not held.filter(organisation__isnull=True).exists()

    @invariant()
    def the_timeline_only_grows(self) -> None:
        count = MatterEntry.objects.count()
        assert count >= self.lines
        self.lines = count

    @invariant()
    def the_tally_is_a_count(self) -> None:
        states = [s.value for s in OPEN_STATES]
        tally = sum(MatterTally.objects.values_list("n", flat=True))
        assert tally == Matter.objects.filter(state__in=states).count()

    @invariant()
    def clocks_and_versions_go_forward(self) -> None:
        for pk, version, due_at in Matter.objects.values_list("id", "version", "due_at"):
            assert version >= self.versions.get(pk, 0)
            assert due_at >= self.deadlines.get(pk, due_at)
            self.versions[pk], self.deadlines[pk] = version, due_at

    @invariant()
    def a_merged_one_names_one_that_is_not(self) -> None:
        assert not Matter.objects.filter(merged_into__state="merged").exists()

    @invariant()
    def nobody_waits_for_an_offer_of_an_ended_matter(self) -> None:
        ended = Matter.objects.filter(state__in=["done", "closed", "declined", "withdrawn"])
        assert not ended.filter(offered_to_organisation__isnull=False).exists()


def test_any_sequence_keeps_the_promises(queue: Any) -> None:
    machine = type("QueueOfCast", (Queue,), {"cast": queue})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
