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


def place_href(place_id: int | None) -> str:
    return href_of("places:place", place_id) if place_id else ""
