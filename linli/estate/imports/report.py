"""The outcome as plain data, as `linli import register --preview --json` writes it."""

import json
from typing import Any

from .codes import MESSAGES, SKIPS, Code
from .data import PersonRow, ReadResult


def count_totals(result: ReadResult) -> dict[str, int]:
    """Households, accepted persons, and persons refused (each once, in however many places)."""
    refused = {id(row.flags) for row in result.rows if not row.accepted}
    return {
        "households": result.households,
        "persons_accepted": len(result.persons),
        "persons_refused": len(refused),
    }


def build_report(result: ReadResult) -> dict[str, Any]:
    """Totals, and one entry for each place where a person is mentioned."""
    persons = [describe_row(result, row) for row in result.rows]
    return {"totals": count_totals(result), "persons": persons}


def describe_row(result: ReadResult, row: PersonRow) -> dict[str, Any]:
    """One entry. A refused person has a name at most."""
    person = result.persons[row.person] if row.person is not None else None
    home = person.home if person else None
    return {
        "sheet": row.mention.sheet,
        "row": row.mention.row,
        "block": row.mention.block,
        "outcome": "accepted" if row.accepted else "refused",
        "flags": [flag.code.value for flag in row.flags],
        "name": person.name if person else row.name,
        "id_number_last4": person.id_number_last4 if person else None,
        "birth_date": person.birth_date if person else None,
        "phone": person.phone if person else None,
        "building": home.building if home else None,
        "entrance": home.entrance if home else None,
        "home": home.number if home else None,
        "status": person.status.value if person else None,
    }


def dump_report(result: ReadResult) -> str:
    """The report as JSON text."""
    return json.dumps(build_report(result), ensure_ascii=False, indent=1)


def skip_message(reason: str) -> str:
    """Why a sheet was left out: the msgid."""
    return SKIPS[reason]


def flag_message(code: str) -> str:
    """What a flag says: the msgid, with a place for `raw`."""
    return MESSAGES[Code(code)]
