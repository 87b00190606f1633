"""Who is calling, and what lies in the letter box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, require
from linli.estate.people.api import Household, PersonCard, find_by_phone, members_of, search_people
from linli.estate.places.api import Place
from linli.matters.handling.api import matters_visible_to
from linli.matters.handling.data import OPEN_STATES
from linli.matters.intake.data import (
    CallerCard,
    ContactLine,
    FamilyLine,
    LetterLine,
    LetterState,
    OpenMatterLine,
)
from linli.matters.intake.models import ContactLog, Letter, LetterPage
from linli.matters.routing.api import names_of_estate

MOST_CALLERS = 8
LETTER_BOX = "letter_box"  # the type of a facility
_LAST_CONTACTS = 3


def require_calls(actor: Actor) -> None:
    """Raise NotAllowed, with its trace, for whoever does not work at the phone."""
    require(actor, Permission.TAKE_CALLS)


def find_callers(actor: Actor, query: str, limit: int = MOST_CALLERS) -> list[CallerCard]:
    """Who may be calling, while the agent types: a number, a name, pinyin initials or a plate.

    Each card bears the family, the open matters of person and household, and the last contacts.
    A handful of queries whatever the number of cards. Raises NotAllowed.
    """
    require_calls(actor)
    text = " ".join("".join(c for c in query if c.isprintable()).split())[:60]
    if not text:
        return []
    found = find_by_phone(actor, text) if _looks_like_phone(text) else []
    return make_caller_cards(actor, (found or search_people(actor, text, limit))[:limit])


def _looks_like_phone(text: str) -> bool:
    digits = text.replace(" ", "").removeprefix("+86")
    return digits.replace("-", "").isdigit() and len(digits) >= 11


def make_caller_cards(actor: Actor, people: Sequence[PersonCard]) -> list[CallerCard]:
    """The cards of people whom the actor found."""
    families = _families({p.household_id for p in people if p.household_id})
    matters = _open_matters(actor, people)
    contacts = _contacts([p.id for p in people])
    return [
        CallerCard(
            person_id=p.id, name=p.name, phone=p.phone, age=p.age, plate=p.plate,
            home_id=p.home_id, household_id=p.household_id,
            family=tuple(f for f in families.get(p.household_id or 0, ()) if f.id != p.id),
            open_matters=tuple(matters.get(p.id, ())), contacts=tuple(contacts.get(p.id, ())),
        )
        for p in people
    ]  # fmt: skip


def _families(household_ids: set[int]) -> dict[int, list[FamilyLine]]:
    found = {}
    for household in Household.objects.filter(pk__in=household_ids):
        found[household.pk] = [
            FamilyLine(card.id, card.name, card.age, card.relation)
            for card in members_of(household)
        ]
    return found


def _open_matters(actor: Actor, people: Sequence[PersonCard]) -> dict[int, list[OpenMatterLine]]:
    persons = [p.id for p in people]
    households = [p.household_id for p in people if p.household_id]
    rows = matters_visible_to(actor).filter(state__in=[s.value for s in OPEN_STATES])
    rows = rows.filter(Q(reporter__in=persons) | Q(household__in=households))
    names = names_of_estate()
    found = defaultdict(list)
    for row in rows.order_by("-created_at")[:100]:
        hidden = row.category_id in names.sensitive and row.holder_id != actor.user_id
        line = OpenMatterLine(
            row.pk, row.number, "" if hidden else row.title,
            names.categories.get(row.category_id, ("", "", ""))[0], row.state, row.due_at,
            row.is_overdue,
        )  # fmt: skip
        for p in people:
            if p.id == row.reporter_id or (p.household_id and p.household_id == row.household_id):
                found[p.id].append(line)
    return found


def _contacts(person_ids: Sequence[int]) -> dict[int, list[ContactLine]]:
    found: dict[int, list[ContactLine]] = {}
    for person_id in person_ids:
        rows = ContactLog.objects.filter(person=person_id).select_related("agent")
        found[person_id] = [
            ContactLine(row.at, row.way, row.agent.name if row.agent else "", row.note,
                        row.matter_id)
            for row in rows.order_by("-at")[:_LAST_CONTACTS]
        ]  # fmt: skip
    return found


def last_contacts_of(actor: Actor, phone: str, limit: int = 5) -> list[ContactLine]:
    """The last contacts from a number that the register does not know."""
    require_calls(actor)
    rows = ContactLog.objects.filter(phone=phone).exclude(phone="").select_related("agent")
    return [
        ContactLine(row.at, row.way, row.agent.name if row.agent else "", row.note, row.matter_id)
        for row in rows.order_by("-at")[:limit]
    ]


def list_letters(actor: Actor, state: str = LetterState.NEW.value) -> list[LetterLine]:
    """Letters in one state, the oldest first; done ones latest first, at most 100."""
    require_calls(actor)
    rows = Letter.objects.filter(state=state).select_related("box", "scanned_by", "matter")
    order = "scanned_at" if state == LetterState.NEW else "-scanned_at"
    letters = list(rows.order_by(order, "id")[:100])
    pages = _pages([letter.pk for letter in letters])
    return [_letter_line(letter, pages.get(letter.pk, [])) for letter in letters]


def list_letter_boxes(actor: Actor) -> list[tuple[int, str]]:
    """The estate's letter boxes in use, as (id, name), in the order of their plates."""
    require_calls(actor)
    rows = Place.objects.filter(facility_type=LETTER_BOX, is_closed=False)
    return list(rows.order_by("sort_key", "id").values_list("id", "name"))


def last_letter_box(actor: Actor) -> int | None:
    """The box of this shift's last letter of the actor: several come out of one box."""
    rows = Letter.objects.filter(
        scanned_by=actor.user_id, scanned_at__gte=now() - timedelta(hours=8)
    )
    box_id: int | None = rows.order_by("-scanned_at").values_list("box_id", flat=True).first()
    return box_id


def letter_for(actor: Actor, letter_id: int) -> LetterLine:
    """One letter. Raises NotAllowed, NotFound."""
    require_calls(actor)
    rows = Letter.objects.select_related("box", "scanned_by", "matter")
    letter = rows.filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    return _letter_line(letter, _pages([letter.pk]).get(letter.pk, []))


def _pages(letter_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    rows = LetterPage.objects.filter(letter__in=letter_ids).order_by("letter", "position")
    found = defaultdict(list)
    for letter_id, token, kind in rows.values_list(
        "letter_id", "file__token", "file__content_type"
    ):
        found[letter_id].append((str(token), kind))
    return found


def _letter_line(letter: Letter, pages: Sequence[tuple[str, str]]) -> LetterLine:
    return LetterLine(
        id=letter.pk, received_on=letter.received_on, state=letter.state,
        box=letter.box.name if letter.box else "", note=letter.note,
        scanned_by=letter.scanned_by.name, matter_id=letter.matter_id,
        number=letter.matter.number if letter.matter else "",
        pages=tuple(token for token, _ in pages), content_types=tuple(kind for _, kind in pages),
    )  # fmt: skip
