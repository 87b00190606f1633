"""What was shown travels with the form, so that what is kept is what the person saw."""

from __future__ import annotations

import re

from linli.matters.topics.data import Field, Suggestions

_PART = re.compile(
    r"(category|kind|urgency|place|same)=([a-z0-9_]{1,40}):(0(?:\.\d{1,3})?|1(?:\.0+)?)"
)
_MODEL = re.compile(r"model=([a-z0-9]{1,16})")
LONGEST = 400


def write_shown(shown: Suggestions) -> str:
    """The first suggestion of each field with its score: "model=ab12 category=lift:0.91"."""
    values: dict[str, tuple[str, float]] = {}
    if shown.categories:
        values[Field.CATEGORY.value] = (shown.categories[0].value, shown.categories[0].score)
    for field, guess in ((Field.KIND, shown.kind), (Field.URGENCY, shown.urgency)):
        if guess is not None:
            values[field.value] = (guess.value, guess.score)
    if shown.places:
        values[Field.PLACE.value] = (str(shown.places[0].id), 1.0)
    if shown.same:
        values[Field.SAME.value] = (str(shown.same[0].id), shown.same[0].score)
    parts = [
        f"{name}={value}:{min(max(score, 0), 1):.3f}" for name, (value, score) in values.items()
    ]
    return " ".join([f"model={shown.model}", *parts]) if parts else ""


def read_shown(text: str) -> tuple[str, dict[str, tuple[str, float]]]:
    """The model and, by field, value and score; what is no such part is left out."""
    model = "words"
    values: dict[str, tuple[str, float]] = {}
    for part in text[:LONGEST].split():
        if found := _MODEL.fullmatch(part):
            model = found[1]
        elif found := _PART.fullmatch(part):
            values[found[1]] = (found[2], float(found[3]))
    return model, values
