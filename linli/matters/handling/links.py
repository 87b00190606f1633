"""Addresses of pages of other packages; empty while the page does not stand in this build."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Permission, may


def href_of(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def person_href(actor: Actor, person_id: int | None) -> str:
    """The person's page, for those who may open the register."""
    if person_id is None or not may(actor, Permission.SEE_REGISTER):
        return ""
    return href_of("staff:person", person_id)


_PAGES = {"home": "places:home", "building": "places:building", "grid": "places:grid",
          "public_place": "places:public_place", "facility": "places:public_place"}  # fmt: skip


def place_href(place: Any) -> str:
    """The place's own page; an entrance leads to its building."""
    if place is None:
        return ""
    if place.kind == "entrance":
        return href_of("places:building", place.building_id)
    return href_of(_PAGES[place.kind], place.pk)
