"""Papers in versions, and the contract with its notices."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.contracts.data import FeeBasis, NoticeKind, PaperKind, PriceUnit
from linli.voice.contracts.models.columns import known


class Paper(ScopedModel):
    """A contract, a covenant or rules of procedure; its words are in its versions."""

    personal_data: ClassVar[dict[str, str]] = {}

    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "paper"
        constraints = [
            known("kind", PaperKind, "paper_kind_known"),
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
    basis = models.CharField(max_length=12, default=FeeBasis.PACKAGE.value)
    price_text = models.CharField(max_length=200, blank=True)  # what the lines cannot say
    created_at = models.DateTimeField()

    class Meta:
        db_table = "service_contract"
        constraints = [
            known("basis", FeeBasis, "service_contract_basis_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="service_contract_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(company=F("client")), name="service_contract_two_parties"
            ),
        ]

    def __str__(self) -> str:
        return f"contract {self.pk}"


class ContractPrice(ScopedModel):
    """One price that the contract names."""

    personal_data: ClassVar[dict[str, str]] = {}

    contract = models.ForeignKey(ServiceContract, models.RESTRICT, related_name="prices")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=60)
    price_fen = models.BigIntegerField()  # fen a unit
    unit = models.CharField(max_length=12)
    note = models.CharField(max_length=200, blank=True)
    charge = models.CharField(max_length=40, blank=True)  # code of the fee that rests on it

    class Meta:
        db_table = "contract_price"
        constraints = [
            known("unit", PriceUnit, "contract_price_unit_known"),
            # a price below one fen is a mistake of the hand
            models.CheckConstraint(condition=Q(price_fen__gte=1), name="contract_price_is_one"),
            models.UniqueConstraint(
                fields=["contract", "position"], name="contract_price_position_once"
            ),
        ]

    def __str__(self) -> str:
        return f"price {self.position} of {self.contract_id}"


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
            known("kind", NoticeKind, "contract_notice_kind_known"),
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
