"""Papers in versions, the contract, what is due and what was done, ratings, consents."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.contracts.data import (
    Area,
    DueState,
    Holiday,
    Mode,
    NoticeKind,
    PaperKind,
    Side,
    Unit,
    UseState,
    Way,
)

LONGEST_PAPER = 60_000  # characters of a whole text
LONGEST_WORDS = 500


def _known(field: str, values: type, name: str) -> models.CheckConstraint:
    codes = [member.value for member in values]  # type: ignore[attr-defined]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": codes}), name=name)


class Paper(ScopedModel):
    """A contract, a covenant or rules of procedure; its words are in its versions."""

    personal_data: ClassVar[dict[str, str]] = {}

    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "paper"
        constraints = [
            _known("kind", PaperKind, "paper_kind_known"),
            # an estate has one covenant and one set of rules; contracts follow one another
            models.UniqueConstraint(
                fields=["estate", "kind"], condition=~Q(kind="contract"), name="paper_one_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaperDraft(ScopedModel):
    """What shall become the next version: one text, cut into articles when it is shown."""

    personal_data: ClassVar[dict[str, str]] = {"text": Grade.INTERNAL}

    paper = models.OneToOneField(Paper, models.RESTRICT, related_name="draft")
    text = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    decision = models.CharField(max_length=80, blank=True)  # reference of the assembly's decision
    ground_note = models.CharField(max_length=200, blank=True)
    scan = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    author = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "paper_draft"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="paper_draft_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.paper_id}"


class PaperVersion(ScopedModel):
    """A published version: append-only, its seal covers its words and the version before."""

    personal_data: ClassVar[dict[str, str]] = {}

    paper = models.ForeignKey(Paper, models.RESTRICT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    decision = models.CharField(max_length=80, blank=True)
    ground_note = models.CharField(max_length=200, blank=True)
    scan = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    author = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    published_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    published_at = models.DateTimeField()
    seal = models.BinaryField(max_length=32)

    class Meta:
        db_table = "paper_version"
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_number_once"),
            # four eyes: whoever wrote it does not publish it
            models.CheckConstraint(
                condition=~Q(author=F("published_by")), name="paper_version_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(decision="") | (~Q(ground_note="") & Q(scan__isnull=False)),
                name="paper_version_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="paper_version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} v{self.number}"


class PaperArticle(ScopedModel):
    """One article of a published version."""

    personal_data: ClassVar[dict[str, str]] = {}

    version = models.ForeignKey(PaperVersion, models.RESTRICT, related_name="articles")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        db_table = "paper_article"
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="paper_article_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} § {self.number}"


class ServiceContract(ScopedModel):
    """Who serves the estate from when until when; the words are in the paper."""

    personal_data: ClassVar[dict[str, str]] = {}

    paper = models.OneToOneField(Paper, models.RESTRICT, related_name="contract")
    company = models.ForeignKey("estate.Organisation", models.RESTRICT, related_name="+")
    client = models.ForeignKey("estate.Organisation", models.RESTRICT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    price_text = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "service_contract"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="service_contract_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(company=F("client")), name="service_contract_two_parties"
            ),
        ]

    def __str__(self) -> str:
        return f"contract {self.pk}"


class ContractNotice(ScopedModel):
    """A written notice that ends a contract (FEE-09); append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    contract = models.ForeignKey(ServiceContract, models.RESTRICT, related_name="notices")
    kind = models.CharField(max_length=12)
    given_on = models.DateField()
    effective_on = models.DateField()
    decision = models.CharField(max_length=80, blank=True)
    scan = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    recorded_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "contract_notice"
        constraints = [
            _known("kind", NoticeKind, "contract_notice_kind_known"),
            models.UniqueConstraint(fields=["contract", "kind"], name="contract_notice_once"),
            # Civil Code 946: the owners' notice comes sixty days before it takes effect
            models.CheckConstraint(
                condition=~Q(kind="dismissal")
                | Q(effective_on__gte=F("given_on") + models.Value(60)),
                name="contract_notice_sixty_days",
            ),
            # Civil Code 947: the company's comes ninety days before the term ends
            models.CheckConstraint(
                condition=~Q(kind="no_renewal")
                | Q(effective_on__gte=F("given_on") + models.Value(90)),
                name="contract_notice_ninety_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.contract_id}"


class ServiceItem(ScopedModel):
    """One thing that the company must do: how often, where, how well, with what proof.

    `places`: "estate", "buildings", "entrances" or "type:lift" (all facilities of that type).
    Days: it becomes a matter `lead_days` before it is due, and is late `grace_days` after.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    contract = models.ForeignKey(ServiceContract, models.RESTRICT, related_name="items")
    code = models.SlugField(max_length=40)
    area = models.CharField(max_length=12)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    standard_zh = models.CharField(max_length=300)
    standard_en = models.CharField(max_length=300, blank=True)
    places = models.CharField(max_length=48, default="estate")
    every = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)
    starts_on = models.DateField()
    lead_days = models.PositiveSmallIntegerField(default=0)
    grace_days = models.PositiveSmallIntegerField(default=0)
    holiday = models.CharField(max_length=8, default=Holiday.KEEP.value)
    mode = models.CharField(max_length=12, default=Mode.MATTER.value)
    needs_photo = models.BooleanField(default=False)
    category = models.CharField(max_length=40, default="service_contract")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "service_item"
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="service_item_code_once"),
            models.CheckConstraint(
                condition=Q(every__gte=1, every__lte=366), name="service_item_every_in_range"
            ),
            _known("unit", Unit, "service_item_unit_known"),
            _known("mode", Mode, "service_item_mode_known"),
            _known("area", Area, "service_item_area_known"),
            _known("holiday", Holiday, "service_item_holiday_known"),
            # a certificate belongs to one facility, and somebody must go and ask for the inspection
            models.CheckConstraint(
                condition=~Q(unit="before_expiry")
                | (Q(places__startswith="type:") & Q(mode="matter")),
                name="service_item_expiry_of_facilities",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ServiceDue(ScopedModel):
    """One time that an item is due at one place, and what became of it."""

    personal_data: ClassVar[dict[str, str]] = {}

    item = models.ForeignKey(ServiceItem, models.RESTRICT, related_name="dues")
    place = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    slot_on = models.DateField()  # the schedule's own day: by it the due is known
    opens_on = models.DateField()
    due_on = models.DateField()
    last_on = models.DateField()
    state = models.CharField(max_length=8, default=DueState.WAITING.value)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "service_due"
        constraints = [
            # the clock may run twice, or after a week's silence: each time is there once
            models.UniqueConstraint(
                fields=["item", "place", "slot_on"], name="service_due_once", nulls_distinct=False
            ),
            _known("state", DueState, "service_due_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "late"]) | Q(done_at__isnull=False),
                name="service_due_done_when",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"), last_on__gte=F("due_on")),
                name="service_due_days_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["estate", "opens_on"],
                condition=Q(state="waiting"),
                name="service_due_waiting",
            ),
            models.Index(fields=["estate", "due_on"], name="service_due_by_day"),
            models.Index(fields=["matter"], name="service_due_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} on {self.due_on}"


class ServiceCheck(ScopedModel):
    """A line of the check list: who looked, when, and whether it was in order; append-only."""

    personal_data: ClassVar[dict[str, str]] = {"note": Grade.PERSONAL}

    due = models.ForeignKey(ServiceDue, models.RESTRICT, related_name="checks")
    is_ok = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    photo = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "service_check"
        constraints = [
            models.UniqueConstraint(fields=["due"], name="service_check_once"),
            models.CheckConstraint(
                condition=Q(is_ok=True) | ~Q(note=""), name="service_check_failure_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"check of {self.due_id}"


class FacilityCertificate(ScopedModel):
    """An inspection certificate of a facility (DEV-05); the latest one holds; append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    place = models.ForeignKey("estate.Place", models.RESTRICT, related_name="+")
    inspected_on = models.DateField()
    valid_until = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    scan = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    recorded_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "facility_certificate"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("inspected_on")),
                name="facility_certificate_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-valid_until"], name="facility_certificate_last"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} until {self.valid_until}"


_SCORE = Q()
for _name in ("tidy", "safe", "repairs", "manner", "overall"):
    _SCORE &= Q(**{f"{_name}__gte": 1, f"{_name}__lte": 5})


class ServiceRating(ScopedModel):
    """What one home says of a quarter, its owner or its tenant; append-only."""

    personal_data: ClassVar[dict[str, str]] = {
        "person": Grade.PERSONAL,
        "home": Grade.PERSONAL,
        "comment": Grade.PERSONAL,
        "confirmation": Grade.PERSONAL,
    }

    quarter = models.CharField(max_length=6)
    side = models.CharField(max_length=8)
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    tidy = models.PositiveSmallIntegerField()
    safe = models.PositiveSmallIntegerField()
    repairs = models.PositiveSmallIntegerField()
    manner = models.PositiveSmallIntegerField()
    overall = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=LONGEST_WORDS, blank=True)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    way = models.CharField(max_length=8)
    taken_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    confirmation = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "service_rating"
        constraints = [
            # once per home and quarter; its owner and its tenant are two voices, shown apart
            models.UniqueConstraint(
                fields=["estate", "quarter", "home", "side"], name="service_rating_once"
            ),
            models.CheckConstraint(condition=_SCORE, name="service_rating_one_to_five"),
            _known("side", Side, "service_rating_side_known"),
            _known("way", Way, "service_rating_way_known"),
            # who does it for somebody else writes down how that person confirmed it
            models.CheckConstraint(
                condition=Q(way="phone", taken_by__isnull=True)
                | (Q(taken_by__isnull=False) & ~Q(confirmation="")),
                name="service_rating_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.side} {self.home_id}"


class ServiceReport(ScopedModel):
    """A quarter's performance as it was published (FEE-05): figures and their seal; append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    quarter = models.CharField(max_length=6)
    number = models.PositiveIntegerField()  # a correction is a new one
    figures = models.JSONField()
    seal = models.BinaryField(max_length=32)
    published_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        db_table = "service_report"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "quarter", "number"], name="service_report_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} no. {self.number}"


class UseRequest(ScopedModel):
    """A home that shall become a business: all other owners of the building are asked (OWN-17)."""

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "business": Grade.PERSONAL,
    }

    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    building = models.ForeignKey("estate.Place", models.RESTRICT, related_name="+")
    business = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default=UseState.COLLECTING.value)
    opened_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "use_request"
        constraints = [
            _known("state", UseState, "use_request_state_known"),
            models.UniqueConstraint(
                fields=["home"], condition=Q(state="collecting"), name="use_request_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="collecting") ^ Q(ended_at__isnull=False),
                name="use_request_end_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"use of {self.home_id}"


class UseConsent(ScopedModel):
    """One owner who is asked; a home whose owner is unknown stands here with nobody."""

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "person": Grade.PERSONAL,
        "confirmation": Grade.PERSONAL,
    }

    request = models.ForeignKey(UseRequest, models.RESTRICT, related_name="consents")
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    agrees = models.BooleanField(null=True)
    way = models.CharField(max_length=8, blank=True)
    taken_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    confirmation = models.CharField(max_length=80, blank=True)
    scan = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "use_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"],
                condition=Q(person__isnull=False),
                name="use_consent_person_once",
            ),
            models.UniqueConstraint(
                fields=["request", "organisation"],
                condition=Q(organisation__isnull=False),
                name="use_consent_organisation_once",
            ),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True) | Q(at__isnull=False) & ~Q(way=""),
                name="use_consent_answered_when",
            ),
            # nobody agrees in place of an owner whom the register does not know
            models.CheckConstraint(
                condition=Q(agrees__isnull=True)
                | Q(person__isnull=False)
                | Q(organisation__isnull=False),
                name="use_consent_by_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True)
                | Q(way="phone")
                | (Q(taken_by__isnull=False) & ~Q(confirmation="")),
                name="use_consent_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} of {self.request_id}"
