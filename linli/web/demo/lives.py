"""Lets the planned stories happen: every step through the queue's own actions, at its hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from linli.base.accounts.api import Actor, system_actor
from linli.base.calendars.api import SHANGHAI, clock_at
from linli.base.errors import DomainError
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import OrganisationKind, load_actor
from linli.matters.handling import api as queue
from linli.matters.intake import api as intake
from linli.web.demo.data import Progress
from linli.web.demo.register import Register
from linli.web.demo.scripts import SENSITIVE
from linli.web.demo.staff import is_away
from linli.web.demo.stories import Story
from linli.web.demo.teams import GRID_WORKERS, HAND_ON, LEADS, team_of

UNGREETED = 14  # one in so many waits for the first word
GREETINGS = (
    "您说的事我接了，办好给您回话。",
    "收到了，我先去看看，今天给您个准话。",
    "这件事归我办，有变化我打电话告诉您。",
    "已经记下，我们正在安排人。",
)


@dataclass(frozen=True, slots=True)
class _Event:
    at: datetime
    story: Story | None  # None: the clocks are looked at
    step: int  # -1 opens the matter


class Life:
    """Runs stories against the queue. `refused` lists what a rule of the queue did not allow."""

    def __init__(self, register: Register, today: date, pictures: dict[str, int]) -> None:
        self.register = register
        self.today = today
        self.pictures = pictures
        self.rows: dict[int, Any] = {}  # story -> its matter as last seen
        self.actions = 0
        self.contacts = 0
        self.letters = 0
        self.refused: list[str] = []
        self._actors: dict[str, Actor] = {}
        organisations = register.staff.organisations.values()
        self._kinds = {row.pk: OrganisationKind(row.kind) for row in organisations}
        self._names = {account.pk: name for name, account in register.staff.accounts.items()}
        self._grids = {grid.pk: number for number, grid in register.places.grids.items()}
        self._cut: set[int] = set()
        self._returned_by: dict[int, int] = {}  # story -> organisation

    def run(self, stories: list[Story], now: datetime, tell: Progress) -> None:
        """Everything that happened up to `now`, in the order of the clock."""
        events = sorted(_events_of(stories, now), key=lambda e: e.at)
        days = (_day(now) - _day(events[0].at)).days + 1
        for n, (_, day) in enumerate(groupby(events, key=lambda event: _day(event.at))):
            tell("三个月的事项", n, days)
            for event in day:
                self._happen(event)

    def _happen(self, event: _Event) -> None:
        story = event.story
        if story is not None and story.number in self._cut:
            return
        try:
            with clock_at(event.at):
                self._do(event)
            self.actions += 1
        except DomainError as error:
            assert story is not None
            deed = story.steps[event.step].deed if event.step >= 0 else "open"
            self.refused.append(f"{deed} {story.line.category} {story.channel}: {error!r}")
            self._cut.add(story.number)

    def _do(self, event: _Event) -> None:
        if event.story is None:
            queue.tick_clocks()
        elif event.step < 0:
            self.rows[event.story.number] = self._open(event.story, event.at)
        else:
            step = event.story.steps[event.step]
            deed = getattr(self, f"_{step.deed}")
            changed = deed(event.story, self.rows[event.story.number], step.at, **step.args)
            self.rows[event.story.number] = changed

    # --- who ---------------------------------------------------------------------------------

    def actor(self, username: str) -> Actor:
        """The actor of a member of staff or a named resident."""
        if username not in self._actors:
            self._actors[username] = load_actor(self.register.staff.accounts[username])
        return self._actors[username]

    def _on_desk(self, at: datetime) -> Actor:
        local = at.astimezone(SHANGHAI)
        order = ("agent", "agent2") if (local.toordinal() + (local.hour >= 14)) % 2 else (
            "agent2", "agent")  # fmt: skip
        return self.actor(self._present(order, at))

    def _present(self, usernames: tuple[str, ...], at: datetime) -> str:
        day = at.astimezone(SHANGHAI).date()
        here = [name for name in usernames if not is_away(name, day, self.today)]
        return here[0] if here else usernames[0]

    def _resident(self, story: Story) -> Actor:
        """The reporter; without an account the gateway speaks for the person."""
        person, dwelling = story.person, story.dwelling
        return Actor(
            user_id=person.account_id,
            estate_id=current_estate_id(),
            name=person.name,
            person_id=person.pk,
            household_ids=frozenset({dwelling.household.pk}) if dwelling.household else frozenset(),
            home_ids=frozenset({dwelling.home.pk}),
        )

    def _holder(self, matter: Any) -> Actor:
        return self.actor(self._names[matter.holder_id])

    def _grid_worker(self, story: Story) -> str:
        number = self._grids.get(story.grid_id) if story.grid_id else None
        return GRID_WORKERS[number or min(self._grids.values())]

    def _taker(self, story: Story, matter: Any, at: datetime) -> Actor:
        """Who takes up what was offered."""
        if matter.offered_to_id is not None:
            return self.actor(self._names[queue.present(matter.offered_to_id)])
        if matter.offered_to_organisation_id is None:
            return self._holder(matter)
        kind = self._kinds[matter.offered_to_organisation_id]
        if kind is OrganisationKind.SERVICE_CENTER:
            return self._holder(matter)
        if kind is OrganisationKind.RESIDENTS_COMMITTEE and story.line.kind != "dispute":
            return self.actor(self._grid_worker(story))
        return self.actor(self._present(team_of(kind, story.line.category), at))

    def _lead(self, matter: Any) -> Actor | None:
        kind = self._kinds.get(matter.offered_to_organisation_id)
        name = LEADS.get(kind) if kind else None
        return self.actor(name) if name else None

    def _visitor(self, story: Story, matter: Any, at: datetime) -> Actor:
        """Somebody else asks; private matters are the centre lead's to ask about."""
        private = story.line.category in SENSITIVE
        names = ("lead", "lead2") if private else ("agent3", "agent", "lead")
        doer = self._names.get(matter.done_by_id, "")
        return self.actor(self._present(tuple(n for n in names if n != doer), at))

    # --- what: one method a deed, each returns the matter as it is then ------------------------

    def _open(self, story: Story, at: datetime) -> Any:
        actor = self._opener(story, at)
        fields = self._fields(story)
        if story.channel == "letter":
            return self._open_letter(story, actor, fields)
        picture = self.pictures.get(story.line.category) if story.with_photo else None
        matter = queue.open_matter(
            actor=actor, channel=story.channel, files=[picture] if picture else [], **fields
        )
        if story.channel in ("hotline", "walk_in"):
            intake.log_contact(
                actor=actor, way=story.channel, phone=fields["reporter_phone"],
                person_id=fields["reporter_id"], matter_id=matter.pk,
                transferred_to=_transferred(story), note="",
            )  # fmt: skip
            self.contacts += 1
        return matter

    def _opener(self, story: Story, at: datetime) -> Actor:
        """Who files it: the desk, the clerk, the grid worker, or the gateway by itself."""
        if story.channel == "hotline":
            return self._on_desk(at)
        if story.channel == "walk_in":
            return self.actor(self._present(("agent3", "agent"), at))
        if story.channel == "letter":
            return self.actor("clerk")
        if story.channel == "grid_round":
            return self.actor(self._grid_worker(story))
        return system_actor(current_estate_id())

    def _fields(self, story: Story) -> dict[str, Any]:
        person = story.person
        return {
            "kind": story.line.kind,
            "category": story.line.category,
            "text": story.words,
            "place_id": story.place_id,
            "reporter_id": person.pk if person else None,
            "reporter_name": person.name if person else "",
            "reporter_phone": person.phone if person else "",
            "urgency": story.line.urgency,
            "client_key": f"demo-{story.number}",
        }

    def _open_letter(self, story: Story, actor: Actor, fields: dict[str, Any]) -> Any:
        """Scanned and typed in by the clerk, from one of the boxes in turn."""
        boxes = self.register.places.of_type("letter_box")
        letter = intake.scan_letter(
            actor=actor,
            files=[self.pictures["letter"]],
            box_id=boxes[story.number % len(boxes)].pk,
        )
        self.letters += 1
        return intake.type_letter(letter.pk, actor=actor, **fields)

    def _accept(self, story: Story, matter: Any, at: datetime) -> Any:
        taken = queue.accept_matter(matter.pk, actor=self._taker(story, matter, at))
        return self._greet(story, taken)

    def _greet(self, story: Story, matter: Any) -> Any:
        """Nearly everybody hears at once who has it in hand: the first answer of REQ-05."""
        if story.number % UNGREETED == 0 or matter.responded_at is not None:
            return matter
        text = GREETINGS[story.number % len(GREETINGS)]
        return queue.tell_reporter(matter.pk, actor=self._holder(matter), text=text)

    def _assign(self, story: Story, matter: Any, at: datetime) -> Any:
        """A lead names somebody, or lets the load decide; where there is no lead: accept."""
        lead = self._lead(matter)
        if lead is None or matter.offered_to_id is not None:
            return self._accept(story, matter, at)
        taker = self._taker(story, matter, at)
        by_load = story.number % 5 == 0
        assigned = queue.assign_matter(
            matter.pk, actor=lead, account_id=None if by_load else taker.user_id
        )
        return self._greet(story, assigned)

    def _accept_as(self, story: Story, matter: Any, at: datetime, who: str) -> Any:
        return queue.accept_matter(matter.pk, actor=self.actor(who))

    def _today(self, story: Story, matter: Any, at: datetime, hour: int) -> Any:
        """An appointment on the day on which the demo ends."""
        start = datetime.combine(self.today, time(hour), SHANGHAI)
        return queue.appoint_visit(
            matter.pk, actor=self._holder(matter), start=start, until=start + timedelta(hours=2)
        )

    def _return_offer(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        actor = self._lead(matter) or self._taker(story, matter, at)
        self._returned_by[story.number] = matter.offered_to_organisation_id
        return queue.return_offer(matter.pk, actor=actor, reason=text)

    def _offer_again(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        """The holder insists: it does belong there."""
        return queue.offer_matter(
            matter.pk, actor=self._holder(matter), reason=text,
            organisation_id=self._returned_by[story.number],
        )  # fmt: skip

    def _hand_on(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        kind = self._kinds[matter.organisation_id]
        target = self.register.staff.organisations[HAND_ON.get(kind, "committee")]
        return queue.offer_matter(
            matter.pk, actor=self._holder(matter), organisation_id=target.pk, reason=text
        )

    def _pass_thanks(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        staff = self.register.staff
        praised = ("worker1", "worker2", "worker3", "worker4")[story.number % 4]
        return queue.offer_matter(
            matter.pk, actor=self._holder(matter), reason=text,
            organisation_id=staff.organisations["property"].pk,
            account_id=staff.accounts[praised].pk,
        )  # fmt: skip

    def _tell(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        return queue.tell_reporter(matter.pk, actor=self._holder(matter), text=text)

    def _note(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        return queue.add_note(matter.pk, actor=self._holder(matter), text=text)

    def _ask(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        return queue.ask_reporter(matter.pk, actor=self._holder(matter), text=text)

    def _answer(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        """The resident answers alone, or the desk writes down what was said."""
        lead = self.actor("lead") if story.line.category in SENSITIVE else self._on_desk(at)
        actor = self._resident(story) if story.person else lead
        return queue.answer_question(matter.pk, actor=actor, text=text)

    def _appoint(self, story: Story, matter: Any, at: datetime, after: float) -> Any:
        start = (at + timedelta(minutes=after)).replace(minute=0, second=0, microsecond=0)
        return queue.appoint_visit(
            matter.pk, actor=self._holder(matter), start=start, until=start + timedelta(hours=2)
        )

    def _extend(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        days = 1 + story.number % 2
        return queue.extend_deadline(matter.pk, actor=self._holder(matter), days=days, reason=text)

    def _finish(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        picture = self.pictures.get("done") if story.number % 4 == 0 else None
        files = [picture] if picture else []
        return queue.finish_matter(matter.pk, actor=self._holder(matter), text=text, files=files)

    def _visit(self, story: Story, matter: Any, at: datetime, result: str, text: str,
               satisfaction: str = "") -> Any:  # fmt: skip
        return queue.record_return_visit(
            matter.pk, actor=self._visitor(story, matter, at), result=result, text=text,
            satisfaction=satisfaction, way="door" if story.number % 6 == 0 else "phone",
        )  # fmt: skip

    def _confirm(self, story: Story, matter: Any, at: datetime, solved: bool,
                 satisfaction: str) -> Any:  # fmt: skip
        return queue.confirm_result(
            matter.pk, actor=self._resident(story), solved=solved, satisfaction=satisfaction
        )

    def _reply(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        actor = self._resident(story) if story.person else self.actor("lead")
        return queue.reply_to_matter(matter.pk, actor=actor, text=text)

    def _thank(self, story: Story, matter: Any, at: datetime, text: str) -> Any:
        return queue.thank_worker(matter.pk, actor=self._resident(story), text=text)

    def _decline(self, story: Story, matter: Any, at: datetime, reason: str, text: str) -> Any:
        return queue.decline_matter(matter.pk, actor=self.actor("lead"), reason=reason, text=text)

    def _merge(self, story: Story, matter: Any, at: datetime, into: int, text: str) -> Any:
        kept = self.rows[into]
        self.rows[into] = queue.merge_matters(
            kept.pk, [matter.pk], actor=self._on_desk(at), reason=text
        )
        return matter

    def _join(self, story: Story, matter: Any, at: datetime, dwelling: Any, text: str) -> Any:
        return queue.join_matter(
            matter.pk, actor=self._on_desk(at), person_id=dwelling.head.pk, text=text
        )

    def _add_party(self, story: Story, matter: Any, at: datetime) -> Any:
        """Both sides: the reporter and a household of the same entrance."""
        entrance = story.dwelling.home.place.entrance_id
        other = next(
            d for d in self.register.dwellings
            if d.home.place.entrance_id == entrance and d is not story.dwelling
        )  # fmt: skip
        actor = self._holder(matter)
        people = [story.person, other.head] if story.person else [story.dwelling.head, other.head]
        for person in people:
            queue.add_party(matter.pk, actor=actor, person_id=person.pk)
        return matter

    def _mediate(self, story: Story, matter: Any, at: datetime, step: str, text: str) -> Any:
        return queue.take_mediation_step(
            matter.pk, actor=self._holder(matter), step=step, text=text
        )


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def _transferred(story: Story) -> str:
    """To whom an emergency was put through at once (REQ-02)."""
    found = intake.find_emergency(story.words) if story.line.urgency == "emergency" else None
    return found.to.value if found else ""


def _events_of(stories: list[Story], now: datetime) -> Iterator[_Event]:
    for story in stories:
        yield _Event(story.at, story, -1)
        for n, step in enumerate(story.steps):
            if step.at <= now:
                yield _Event(step.at, story, n)
    first = min(story.at for story in stories).astimezone(SHANGHAI).date()
    for day in range((now.astimezone(SHANGHAI).date() - first).days + 1):
        for hour in (time(8, 30), time(18, 10)):
            at = datetime.combine(first + timedelta(days=day), hour, SHANGHAI)
            if at <= now:
                yield _Event(at, None, -1)
