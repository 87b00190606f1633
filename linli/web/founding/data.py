"""What somebody says about a new estate."""

from __future__ import annotations

from dataclasses import dataclass

from linli.estate.organisations.data import OrganisationKind
from linli.estate.places.data import TenureType


@dataclass(frozen=True)
class HomePlan:
    """A home: names of building and entrance, number on the door. Area in cm², None: unknown."""

    building: str
    entrance: str
    number: str
    floor: int | None = None
    area_cm2: int | None = None
    tenure: TenureType = TenureType.UNKNOWN

    @property
    def plate(self) -> str:
        return f"{self.building}-{self.entrance}-{self.number}"


@dataclass(frozen=True)
class GridPlan:
    """A grid and the names of its buildings."""

    name: str
    buildings: tuple[str, ...]


@dataclass(frozen=True)
class OrganisationPlan:
    kind: OrganisationKind
    name: str
    short_name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class AdministratorPlan:
    """The first account; `totp_secret` is base32, already proved by a code or given by a script."""

    username: str
    name: str
    password: str
    totp_secret: str


@dataclass(frozen=True)
class EstatePlan:
    """Everything that a new estate starts with."""

    code: str
    name: str
    homes: tuple[HomePlan, ...]
    organisations: tuple[OrganisationPlan, ...]
    administrator: AdministratorPlan
    grids: tuple[GridPlan, ...] = ()
    hotline: str = ""
    address: str = ""
    supervision_phone: str = ""
