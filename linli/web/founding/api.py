from linli.web.founding.actions import found_estate
from linli.web.founding.data import (
    AdministratorPlan,
    EstatePlan,
    GridPlan,
    HomePlan,
    OrganisationPlan,
)
from linli.web.founding.errors import HomesUnclear, PatternUnclear
from linli.web.founding.files import read_homes
from linli.web.founding.furnishing import furnish_estate, furnish_estates
from linli.web.founding.patterns import expand_pattern
from linli.web.founding.second_factor import (
    add_second_factor,
    is_right_code,
    make_secret,
    otpauth_uri,
    remove_second_factor,
)

__all__ = [
    "AdministratorPlan",
    "EstatePlan",
    "GridPlan",
    "HomePlan",
    "HomesUnclear",
    "OrganisationPlan",
    "PatternUnclear",
    "add_second_factor",
    "expand_pattern",
    "found_estate",
    "furnish_estate",
    "furnish_estates",
    "is_right_code",
    "make_secret",
    "otpauth_uri",
    "read_homes",
    "remove_second_factor",
]
