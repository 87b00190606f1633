"""Personal data are annotated where they are stored (PIPL 28, SEC-04).

Every model carries `personal_data`: a mapping of field name to grade, empty when it holds none.
"""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """Data catalogue grades of SEC-04; L1 is public and needs no entry."""

    INTERNAL = "L2"  # tells about work, not about a private life
    PERSONAL = "L3"  # name, phone, home, free text of a resident
    SENSITIVE = "L4"  # identity number, health, aid, minors, face
