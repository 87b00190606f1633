"""What others may hold of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.base.events.data import Event


class PersonStatus(StrEnum):
    ACTIVE = "active"
    DECEASED = "deceased"
    MOVED_OUT = "moved_out"
    MERGED = "merged"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """Relation to the head of the household."""

    HEAD = "head"
    SPOUSE = "spouse"
    SON = "son"
    DAUGHTER = "daughter"
    PARENT = "parent"
    GRANDCHILD = "grandchild"
    CHILD_IN_LAW = "child_in_law"
    PARENT_IN_LAW = "parent_in_law"
    SIBLING = "sibling"
    TENANT = "tenant"
    OTHER = "other"
    UNKNOWN = "unknown"


class CategoryKind(StrEnum):
    """人员类别: why somebody needs a second look. `code` and `grade` say more."""

    DISABILITY = "disability"
    AID = "aid"
    ELDER_ALONE = "elder_alone"
    RESETTLED = "resettled"
    CANNOT_LEAVE_HOME = "cannot_leave_home"
    CHILD_LEFT_BEHIND = "child_left_behind"
    VETERAN = "veteran"
    JOB_SEEKER = "job_seeker"
    OTHER = "other"


class DisabilityCategory(StrEnum):
    """DIS-01: GB/T 26341-2010; grades run from 1 (worst) to 4."""

    VISION = "vision"
    HEARING = "hearing"
    SPEECH = "speech"
    PHYSICAL = "physical"
    INTELLECTUAL = "intellectual"
    MENTAL = "mental"
    MULTIPLE = "multiple"


class AidStatus(StrEnum):
    """AID-01: 社会救助法 13."""

    DESTITUTE_PERSON = "destitute_person"
    MINIMUM_ALLOWANCE = "minimum_allowance"
    NEAR_MINIMUM = "near_minimum"
    RIGID_EXPENSE_HARDSHIP = "rigid_expense_hardship"
    DISASTER = "disaster"
    TEMPORARY_AID = "temporary_aid"
    MEDICAL_EMERGENCY = "medical_emergency"
    LOW_INCOME = "low_income"


@dataclass(frozen=True)
class PersonCard:
    """A person as lists show them: nothing that needs a purpose to see."""

    id: int
    name: str
    age: int | None
    birth_date: date | None
    plate: str | None
    home_id: int | None
    phone: str
    relation: str
    status: PersonStatus
    household_id: int | None = None


class SecretField(StrEnum):
    """What a page shows masked and tells in full only for a purpose, on the record."""

    ID_NUMBER = "id_number"
    OTHER_DOCUMENT = "other_document"
    HEALTH_NOTE = "health_note"
    CERTIFICATE = "certificate"  # of a category: named by the category's id


# what only roles with SEE_HEALTH learn at all
HEALTH_KINDS = frozenset({CategoryKind.DISABILITY, CategoryKind.AID})


@dataclass(frozen=True)
class NewMember:
    """Somebody who moves in: a person of the register and the relation to the head."""

    person_id: int
    relation: Relation = Relation.UNKNOWN
    relation_text: str = ""


@dataclass(frozen=True)
class DuplicatePair:
    """Two records that may be one person, and what speaks for it."""

    one: PersonCard
    two: PersonCard
    reason: str  # "phone" or "birth_date"


@dataclass(frozen=True)
class PersonMerged(Event):
    """`absorbed_id` is `kept_id` from now on: whoever refers to the first follows.

    `merge_id` names the merge; keep which rows were moved under it, so that they can go back.
    """

    merge_id: int
    kept_id: int
    absorbed_id: int

    @property
    def aggregate(self) -> str:
        return f"person:{self.kept_id}"


@dataclass(frozen=True)
class PersonUnmerged(Event):
    """The merge was a mistake: what was moved under `merge_id` goes back to `absorbed_id`."""

    merge_id: int
    kept_id: int
    absorbed_id: int

    @property
    def aggregate(self) -> str:
        return f"person:{self.kept_id}"


@dataclass(frozen=True)
class PersonStatusChanged(Event):
    """Somebody died, moved out or is back: `status` is a PersonStatus."""

    person_id: int
    status: str

    @property
    def aggregate(self) -> str:
        return f"person:{self.person_id}"
