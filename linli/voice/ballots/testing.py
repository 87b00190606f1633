"""Builders of assemblies, through the actions: what a test holds has lived as real ones do."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.base.accounts.api import Actor
from linli.base.calendars.api import clock_at, now
from linli.base.files.api import StoredFile, keep_upload
from linli.estate.places.api import Home, Ownership
from linli.estate.testing import Cast, make_account, make_person
from linli.matters.testing import load_rules
from linli.voice.ballots.api import (
    Assembly,
    begin_assembly,
    close_assembly,
    give_notice,
    latest_rules,
    open_assembly,
    prepare_assembly,
    publish_result,
    put_item,
    write_rules,
)

ITEMS: tuple[dict[str, Any], ...] = (
    {"matter": 5, "title": "用维修资金换 2 号楼电梯", "limit_fen": 30_000_000},
    {"matter": 9, "title": "在东门装雨棚"},
)
LATER = timedelta(days=16)  # from notice to opening
LASTS = timedelta(days=7)


def make_rules(cast: Cast, **over: Any) -> Any:
    """Rules of procedure under which the housing centre holds the public rental homes."""
    fields: dict[str, Any] = {
        "public_holder_id": cast.organisations["housing"].pk,
        "proxies_each": 1,
    }
    return write_rules(actor=cast.actor("owners_chair"), **(fields | over))


def make_owner(plate: str, name: str = "", *, area_cm2: int = 900_000) -> Actor:
    """Somebody with an account who owns the home at `plate`; it is no public rental any more."""
    from linli.estate.organisations.api import load_actor

    home = Home.objects.get(place__plate=plate)
    Home.objects.filter(pk=home.pk).update(
        tenure_type="owned", area_cm2=area_cm2, area_source="registry"
    )
    person = make_person(name or f"业主{plate}", phone="13900000000")
    Ownership.objects.create(home=home, person=person)
    account = make_account(person.name, person=person, estate_id=home.estate_id)
    return load_actor(account)


def make_assembly(cast: Cast, *, items: Any = ITEMS, **over: Any) -> Assembly:
    """A draft with its agenda, to be noticed now and opened in sixteen days."""
    chair = cast.actor("owners_chair")
    if latest_rules() is None:
        make_rules(cast)
    fields: dict[str, Any] = {
        "title": "换电梯", "opens_at": now() + LATER, "closes_at": now() + LATER + LASTS,
    }  # fmt: skip
    assembly = begin_assembly(actor=chair, **(fields | over))
    for item in items:
        put_item(assembly.pk, actor=chair, **item)
    return assembly


def make_noticed(cast: Cast, **over: Any) -> Assembly:
    """Prepared by the chair, let out by another member; the queue's rules are there."""
    load_rules(cast.estate)
    assembly = make_assembly(cast, **over)
    prepare_assembly(assembly.pk, actor=cast.actor("owners_chair"))
    return give_notice(assembly.pk, actor=cast.actor("owners_member"))


def make_open(cast: Cast, *, ago: timedelta = timedelta(hours=1), **over: Any) -> Assembly:
    """Noticed more than fifteen days ago, and open since `ago`."""
    with clock_at(now() - ago - LATER):
        assembly = make_noticed(cast, **over)
    return open_assembly(assembly.pk, actor=cast.actor("owners_chair"))


def make_closed(cast: Cast, assembly: Assembly) -> Assembly:
    """The hour of the end has come."""
    with clock_at(end_of(assembly)):
        close_assembly(assembly.pk, actor=cast.actor("owners_chair"))
    assembly.refresh_from_db()
    return assembly


def make_published(cast: Cast, assembly: Assembly) -> Assembly:
    make_closed(cast, assembly)
    with clock_at(end_of(assembly)):
        return publish_result(assembly.pk, actor=cast.actor("owners_chair"))


def end_of(assembly: Assembly) -> datetime:
    ends: datetime = assembly.closes_at + timedelta(minutes=1)
    return ends


def make_scan(actor: Actor) -> StoredFile:
    """A photographed paper."""
    data = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(data, "PNG")
    return keep_upload(SimpleUploadedFile("paper.png", data.getvalue()), actor=actor)
