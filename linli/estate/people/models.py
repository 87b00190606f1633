"""Households and the people in them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.estate.people.data import (
    CategoryKind,
    DisabilityCategory,
    PersonStatus,
    Relation,
    Sex,
)


class Person(ScopedModel):
    """Somebody of the register. Found by name, pinyin, phone or number; never merged by name."""

    personal_data: ClassVar[dict[str, str]] = {
        "name": Grade.PERSONAL,
        "pinyin": Grade.PERSONAL,
        "search": Grade.PERSONAL,
        "sex": Grade.PERSONAL,
        "birth_date": Grade.PERSONAL,
        "birth_text": Grade.PERSONAL,
        "phone": Grade.PERSONAL,
        "second_phone": Grade.PERSONAL,
        "id_number": Grade.SENSITIVE,
        "id_index": Grade.SENSITIVE,
        "id_last4": Grade.SENSITIVE,
        "other_document": Grade.SENSITIVE,
        "health_note": Grade.SENSITIVE,
        "raw": Grade.SENSITIVE,
    }

    name = models.CharField(max_length=60, blank=True)
    pinyin = models.CharField(max_length=120, blank=True)  # sort key; initials in `search`
    search = ArrayField(models.CharField(max_length=20), default=list)
    sex = models.CharField(max_length=8, default=Sex.UNKNOWN.value)
    birth_date = models.DateField(null=True)
    birth_text = models.CharField(max_length=10, blank=True)  # "1949-03" when only that is known
    phone = models.CharField(max_length=20, blank=True)
    second_phone = models.CharField(max_length=20, blank=True)
    id_number = EncryptedTextField(null=True)
    id_index = models.BinaryField(max_length=16, null=True)
    id_last4 = models.CharField(max_length=4, blank=True)
    other_document = EncryptedTextField(null=True)
    health_note = EncryptedTextField(null=True)
    raw = EncryptedTextField(null=True)  # JSON of values that could not be read, as written
    status = models.CharField(max_length=12, default=PersonStatus.ACTIVE.value)
    status_since = models.DateField(null=True)
    account = models.OneToOneField("base.User", models.RESTRICT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "person"
        constraints = [
            # one number, one person (a merged double gives its number up)
            models.UniqueConstraint(
                fields=["estate", "id_index"],
                condition=Q(id_index__isnull=False),
                name="person_id_number_once",
            ),
            models.CheckConstraint(
                condition=Q(id_number__isnull=True, id_index__isnull=True)
                | Q(id_number__isnull=False, id_index__isnull=False),
                name="person_id_number_indexed",
            ),
            models.CheckConstraint(
                condition=Q(status=PersonStatus.MERGED.value, merged_into__isnull=False)
                | (~Q(status=PersonStatus.MERGED.value) & Q(merged_into__isnull=True)),
                name="person_merged_names_the_kept",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[k.value for k in PersonStatus]), name="person_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "pinyin", "id"], name="person_by_pinyin"),
            models.Index(fields=["estate", "phone"], name="person_by_phone"),
            models.Index(fields=["estate", "second_phone"], name="person_by_second_phone"),
            GinIndex(fields=["search"], name="person_search"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Household(ScopedModel):
    """The people who live in one home at one time (住户)."""

    personal_data: ClassVar[dict[str, str]] = {"note": Grade.PERSONAL}

    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="households")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    low_income = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "household"
        constraints = [
            models.UniqueConstraint(
                fields=["home"], condition=Q(until__isnull=True), name="household_one_current"
            ),
        ]
        indexes = [models.Index(fields=["estate", "home"], name="household_of_home")]

    def __str__(self) -> str:
        return f"household {self.pk}"


class Membership(ScopedModel):
    """A person in a household, with the relation to its head as the clerk wrote it."""

    personal_data: ClassVar[dict[str, str]] = {
        "relation": Grade.PERSONAL,
        "relation_text": Grade.PERSONAL,
    }

    household = models.ForeignKey(Household, models.RESTRICT, related_name="memberships")
    person = models.ForeignKey(Person, models.RESTRICT, related_name="memberships")
    relation = models.CharField(max_length=16, default=Relation.UNKNOWN.value)
    relation_text = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        db_table = "membership"
        constraints = [
            # somebody lives in one home at a time
            models.UniqueConstraint(
                fields=["person"], condition=Q(until__isnull=True), name="membership_one_current"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(until__isnull=True, relation=Relation.HEAD.value),
                name="membership_one_head",
            ),
        ]
        indexes = [models.Index(fields=["household"], name="membership_of_household")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"


class PersonCategory(ScopedModel):
    """One category of one person with its source and end (DIS-01, DIS-02, AID-01)."""

    personal_data: ClassVar[dict[str, str]] = {
        "kind": Grade.SENSITIVE,
        "code": Grade.SENSITIVE,
        "grade": Grade.SENSITIVE,
        "certificate": Grade.SENSITIVE,
        "certificate_index": Grade.SENSITIVE,
        "note": Grade.SENSITIVE,
    }

    person = models.ForeignKey(Person, models.RESTRICT, related_name="categories")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=24, blank=True)
    grade = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=40)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    certificate = EncryptedTextField(null=True)
    certificate_index = models.BinaryField(max_length=16, null=True)
    note = EncryptedTextField(null=True)
    verified_by_id = models.BigIntegerField(null=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "person_category"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in CategoryKind]),
                name="person_category_kind_known",
            ),
            # DIS-01: a disability has one of the seven categories, a grade runs from 1 to 4
            models.CheckConstraint(
                condition=~Q(kind=CategoryKind.DISABILITY.value)
                | Q(code__in=["", *(k.value for k in DisabilityCategory)]),
                name="person_category_disability_known",
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__gte=1, grade__lte=4),
                name="person_category_grade_1_to_4",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "code"],
                condition=Q(ended_on__isnull=True),
                name="person_category_once",
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "kind", "code"], name="person_category_of_kind"),
            models.Index(fields=["estate", "valid_until"], name="person_category_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class PersonMerge(ScopedModel):
    """A merge of two records of one person, with all that is needed to take it back."""

    personal_data: ClassVar[dict[str, str]] = {"undo": Grade.SENSITIVE}

    kept = models.ForeignKey(Person, models.RESTRICT, related_name="+")
    absorbed = models.ForeignKey(Person, models.RESTRICT, related_name="+")
    merged_by_id = models.BigIntegerField()
    merged_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    undo = EncryptedTextField()
    unmerged_by_id = models.BigIntegerField(null=True)
    unmerged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "person_merge"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=models.F("absorbed")), name="person_merge_of_two"
            ),
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(unmerged_at__isnull=True),
                name="person_merge_absorbed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.kept_id}"
