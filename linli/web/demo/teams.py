"""Who of the staff takes what up, by organisation and category."""

from __future__ import annotations

from linli.estate.organisations.api import OrganisationKind as O

_PROPERTY = {
    "water_pipe": ("worker1", "worker3"), "drainage": ("worker3", "worker1"),
    "heating": ("worker1", "worker3"), "gas": ("worker1",), "electricity": ("worker2", "worker4"),
    "lift": ("worker2",), "access_door": ("worker4", "worker2"), "public_facility": ("worker4",),
    "greenery": ("worker5",), "pests": ("worker5",), "dirt_front": ("cleaner",),
    "rubbish": ("cleaner",), "parking": ("guard", "guard2", "guard3"),
    "ebike_charging": ("guard2", "guard"), "fees": ("manager",),
}  # fmt: skip
_OTHERS = {
    O.PROPERTY_COMPANY: ("worker4", "worker2"),
    O.HOUSING_AFTER_MGMT: ("housing", "housing2"),
    O.POLICE_LIAISON: ("police",),
    O.VOLUNTEERS: ("volunteer", "volunteer2"),
    O.CARE_PROVIDER: ("carer", "carer2"),
    O.OWNERS_COMMITTEE: ("owners",),
    O.RESIDENTS_COMMITTEE: ("secretary",),
    O.SERVICE_CENTER: ("agent", "agent2", "agent3", "lead2"),
}
LEADS = {
    O.PROPERTY_COMPANY: "manager",
    O.RESIDENTS_COMMITTEE: "secretary",
    O.POLICE_LIAISON: "police",
    O.VOLUNTEERS: "volunteers",
    O.CARE_PROVIDER: "care",
    O.OWNERS_COMMITTEE: "owners",
}
# where a matter is handed on to, from whom
HAND_ON = {
    O.PROPERTY_COMPANY: "housing",
    O.RESIDENTS_COMMITTEE: "volunteers",
    O.HOUSING_AFTER_MGMT: "property",
    O.POLICE_LIAISON: "committee",
    O.SERVICE_CENTER: "committee",
    O.VOLUNTEERS: "care",
}
GRID_WORKERS = {1: "grid1", 2: "grid", 3: "grid3", 4: "grid4"}


def team_of(organisation: O, category: str) -> tuple[str, ...]:
    """Usernames of those who take such matters up, the first choice first."""
    if organisation is O.PROPERTY_COMPANY and category in _PROPERTY:
        return _PROPERTY[category]
    return _OTHERS[organisation]
