"""Places: one table for all kinds, so that a matter has one place whatever it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.estate.places.data import AreaSource, Fact, PlaceKind, TenureType


class Place(ScopedModel):
    """A grid, building, entrance, home, public place or facility.

    `grid`, `building`, `entrance` name the places around it (denormalised: a page of the queue
    filters by them). `plate` is what the enamel plate says: "3-2-1502", "5号楼", "东门".
    """

    personal_data: ClassVar[dict[str, str]] = {"plate": Grade.PERSONAL}

    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in PlaceKind])
    plate = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    number = models.CharField(max_length=20, blank=True)
    floor = models.SmallIntegerField(null=True)
    grid = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    building = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    entrance = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    sort_key = models.CharField(max_length=40)
    plan_x = models.IntegerField(null=True)  # cm on the estate plan, origin top left
    plan_y = models.IntegerField(null=True)
    plan_width = models.IntegerField(null=True)
    plan_height = models.IntegerField(null=True)
    facility_type = models.CharField(max_length=40, blank=True)
    qr_token = models.UUIDField(null=True, unique=True)
    is_closed = models.BooleanField(default=False)

    class Meta:
        db_table = "place"
        constraints = [
            models.UniqueConstraint(fields=["estate", "plate"], name="place_plate_once"),
            # a home without its entrance cannot be found by the person who must go there
            models.CheckConstraint(
                condition=~Q(kind=PlaceKind.HOME.value)
                | Q(building__isnull=False, entrance__isnull=False),
                name="place_home_has_entrance",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlaceKind.ENTRANCE.value) | Q(building__isnull=False),
                name="place_entrance_has_building",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in PlaceKind]), name="place_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "kind", "sort_key"], name="place_in_order"),
            models.Index(fields=["building", "kind"], name="place_of_building"),
            models.Index(fields=["entrance"], name="place_of_entrance"),
            models.Index(fields=["grid", "kind"], name="place_of_grid"),
        ]

    def __str__(self) -> str:
        return self.plate


class Home(ScopedModel):
    """An exclusive unit (专有部分): area, where the area comes from, and tenure."""

    personal_data: ClassVar[dict[str, str]] = {}

    place = models.OneToOneField(Place, models.RESTRICT, primary_key=True, related_name="home")
    area_cm2 = models.BigIntegerField(null=True)
    area_source = models.CharField(max_length=12, default=AreaSource.UNKNOWN.value)
    tenure_type = models.CharField(max_length=16, default=TenureType.UNKNOWN.value)
    is_vacant = models.BooleanField(default=False)

    class Meta:
        db_table = "home"
        constraints = [
            models.CheckConstraint(
                condition=Q(area_cm2__isnull=True) | Q(area_cm2__gt=0), name="home_area_positive"
            ),
            models.CheckConstraint(
                condition=Q(tenure_type__in=[k.value for k in TenureType]), name="home_tenure_known"
            ),
            models.CheckConstraint(
                condition=Q(area_source__in=[k.value for k in AreaSource]),
                name="home_area_source_known",
            ),
        ]

    def __str__(self) -> str:
        return f"home {self.place_id}"


class Ownership(ScopedModel):
    """A share of a home. Co-owners share one ballot later (OWN-05)."""

    personal_data: ClassVar[dict[str, str]] = {"certificate": Grade.SENSITIVE}

    home = models.ForeignKey(Home, models.RESTRICT, related_name="ownerships")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    share_part = models.PositiveIntegerField(default=1)
    share_whole = models.PositiveIntegerField(default=1)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    certificate = EncryptedTextField(null=True)

    class Meta:
        db_table = "ownership"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="ownership_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(share_part__gt=0, share_part__lte=F("share_whole")),
                name="ownership_share_in_whole",
            ),
            models.UniqueConstraint(
                fields=["home", "person"],
                condition=Q(until__isnull=True, person__isnull=False),
                name="ownership_person_once",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="ownership_of_person")]

    def __str__(self) -> str:
        return f"{self.share_part}/{self.share_whole} of {self.home_id}"


class Lease(ScopedModel):
    """A tenancy; public-rental leases last five years at most (HSG-01)."""

    personal_data: ClassVar[dict[str, str]] = {}

    home = models.ForeignKey(Home, models.RESTRICT, related_name="leases")
    tenant = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    landlord = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "lease"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="lease_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["home"], condition=Q(ended_on__isnull=True), name="lease_one_current"
            ),
        ]
        indexes = [models.Index(fields=["tenant"], name="lease_of_tenant")]

    def __str__(self) -> str:
        return f"lease of {self.home_id} until {self.ends_on}"


class Verification(ScopedModel):
    """Who last saw with own eyes what holds of a place: the ground of the four clears (GRID-03).

    `fact` narrows it to one question of the clear; empty, all of the clear was looked at.
    """

    personal_data: ClassVar[dict[str, str]] = {"note": Grade.PERSONAL}

    place = models.ForeignKey(Place, models.RESTRICT, related_name="verifications")
    clear = models.CharField(max_length=12)
    fact = models.CharField(max_length=12, blank=True, default="")
    verified_by_id = models.BigIntegerField()
    verified_at = models.DateTimeField()
    source = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "verification"
        constraints = [
            models.CheckConstraint(
                condition=Q(clear__in=["household", "category", "facility", "dispute"]),
                name="verification_clear_known",
            ),
            # a fact outside the list would count for no clear
            models.CheckConstraint(
                condition=Q(fact__in=["", *(f.value for f in Fact)]),
                name="verification_fact_known",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "clear", "-verified_at"], name="verification_last"),
        ]

    def __str__(self) -> str:
        return f"{self.clear} of {self.place_id}"
