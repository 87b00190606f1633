"""Two records of one person become one, and can become two again without loss.

Every row of the register that refers to the absorbed record is moved; `undo` lists what was moved
and what the kept record looked like. Groups above follow the events PersonMerged and
PersonUnmerged with their own rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed, NotFound, translatable
from linli.base.events.api import publish
from linli.estate.people.actions import fill_search
from linli.estate.people.data import PersonMerged, PersonStatus, PersonUnmerged
from linli.estate.people.errors import CannotMerge, CannotUnmerge
from linli.estate.people.models import Household, Membership, Person, PersonCategory, PersonMerge
from linli.estate.people.queries import identity_index, may_edit, person_for

# what the kept record takes over where it has nothing itself
FILLED = ("birth_date", "birth_text", "phone", "second_phone", "other_document", "health_note")
NUMBER = ("id_number", "id_index", "id_last4")


def merge_people(kept_id: int, absorbed_id: int, *, actor: Actor, reason: str) -> PersonMerge:
    """Absorb one record into the other. Both must be in reach, and of one person.

    The kept record takes over what it lacks, and every reference. Where both hold the same thing
    (a category, a share of one home, a place in a household) the kept one's stays and the absorbed
    one's ends today. Raises CannotMerge (both bear an account, or two different identity numbers),
    NotFound, NotAllowed.
    """
    kept, absorbed = _both(kept_id, absorbed_id, actor)
    _refuse_two_identities(kept, absorbed)
    undo: dict[str, Any] = {"kept": _snapshot(kept), "absorbed": _snapshot(absorbed)}
    with transaction.atomic():
        _lock(kept_id, absorbed_id)
        undo["dropped"] = _drop_doubles(kept, absorbed)
        undo["moved"] = _move_references(absorbed, kept)
        _join_fields(kept, absorbed)
        merge: PersonMerge = PersonMerge.objects.create(
            kept=kept, absorbed=absorbed, merged_by_id=actor.user_id or 0, merged_at=now(),
            reason=reason.strip()[:200], undo=json.dumps(undo),
        )  # fmt: skip
        record("merge_people", "person", kept.pk, actor=actor, absorbed=absorbed.pk, merge=merge.pk)
        publish(PersonMerged(merge_id=merge.pk, kept_id=kept.pk, absorbed_id=absorbed.pk))
    return merge


def _both(kept_id: int, absorbed_id: int, actor: Actor) -> tuple[Person, Person]:
    if kept_id == absorbed_id:
        raise CannotMerge(translatable("这是同一份档案，不用合并。"))
    kept, absorbed = person_for(actor, kept_id), person_for(actor, absorbed_id)
    if (kept.pk, absorbed.pk) != (kept_id, absorbed_id):
        raise CannotMerge(translatable("其中一份档案已经合并过了。请刷新页面再看。"))
    if not (may_edit(actor, kept) and may_edit(actor, absorbed)):
        raise NotAllowed
    return kept, absorbed


def _refuse_two_identities(kept: Person, absorbed: Person) -> None:
    if kept.id_number and absorbed.id_number and kept.id_number != absorbed.id_number:
        raise CannotMerge(translatable("两份档案的身份证号不同，是两个人。请先核对证件。"))
    if kept.account_id and absorbed.account_id:
        raise CannotMerge(translatable("两份档案各有一个账号。请先停用其中一个账号。"))


def _lock(*person_ids: int) -> None:
    list(Person.objects.select_for_update().filter(pk__in=person_ids).order_by("pk"))


def _snapshot(person: Person) -> dict[str, Any]:
    names = (*FILLED, "id_number", "status", "account_id", "name")
    return {name: _plain(getattr(person, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _references() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of the register that names a person; merges themselves stand."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        model = relation.related_model
        if model._meta.app_label == "estate" and model not in (Person, PersonMerge):
            yield model, relation.field.attname


def _drop_doubles(kept: Person, absorbed: Person) -> list[list[Any]]:
    """End rows of the absorbed record that could not stand beside the kept one's."""
    dropped = []
    for model, end, keys in (
        (Membership, "until", ()),
        (PersonCategory, "ended_on", ("kind", "code")),
        (_model("Ownership"), "until", ("home_id",)),
    ):
        rows = model.objects.filter(person=absorbed, **{f"{end}__isnull": True})
        for row in rows.order_by("pk"):
            same = {key: getattr(row, key) for key in keys}
            if model.objects.filter(person=kept, **{f"{end}__isnull": True}, **same).exists():
                dropped.append([model._meta.object_name, row.pk, end])
                model.objects.filter(pk=row.pk).update(**{end: today()})
                if model is Membership:
                    dropped += _close_empty(row.household)
    return dropped


def _close_empty(household: Household) -> list[list[Any]]:
    """A household that nobody is left in ends, so that its home is free."""
    if household.memberships.filter(until__isnull=True).exists():
        return []
    Household.objects.filter(pk=household.pk).update(until=today())
    return [["Household", household.pk, "until"]]


def _model(name: str) -> Any:
    return next(m for m, _ in _references() if m._meta.object_name == name)


def _move_references(source: Person, target: Person) -> list[list[Any]]:
    moved = []
    for model, column in _references():
        ids = list(
            model._default_manager.filter(**{column: source.pk})
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        if ids:
            model._default_manager.filter(pk__in=ids).update(**{column: target.pk})
            moved.append([model._meta.object_name, column, ids])
    return moved


def _join_fields(kept: Person, absorbed: Person) -> None:
    number = {name: getattr(absorbed, name) for name in NUMBER}
    account_id = absorbed.account_id
    absorbed.id_number, absorbed.id_index, absorbed.account_id = None, None, None
    absorbed.id_last4 = ""
    absorbed.status, absorbed.merged_into = PersonStatus.MERGED.value, kept
    _touch(absorbed)
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(absorbed, name))
    if not kept.id_number:
        for name, value in number.items():
            setattr(kept, name, value)
    kept.account_id = kept.account_id or account_id
    _touch(kept)


def _touch(person: Person) -> None:
    person.version += 1
    person.updated_at = now()
    person.save()


def unmerge_people(merge_id: int, *, actor: Actor) -> PersonMerge:
    """Take a merge back: every moved row returns, the kept record is as it was.

    What was changed on the kept record after the merge stays with it, unless it came from the
    absorbed one. Raises CannotUnmerge where a later change stands in the way (another merge on top,
    the number given to somebody else), NotFound, NotAllowed.
    """
    found = PersonMerge.objects.filter(pk=merge_id, unmerged_at__isnull=True)
    merge: PersonMerge | None = found.first()
    if merge is None:
        raise NotFound
    kept = person_for(actor, merge.kept_id)
    if not may_edit(actor, kept):
        raise NotAllowed
    if kept.pk != merge.kept_id:
        raise CannotUnmerge(what=translatable("档案"))
    with transaction.atomic():
        _lock(merge.kept_id, merge.absorbed_id)
        _restore(merge, kept)
        PersonMerge.objects.filter(pk=merge.pk).update(
            unmerged_by_id=actor.user_id or 0, unmerged_at=now()
        )
        record("unmerge_people", "person", kept.pk, actor=actor, merge=merge.pk)
        publish(PersonUnmerged(merge_id=merge.pk, kept_id=kept.pk, absorbed_id=merge.absorbed_id))
    return merge


def _restore(merge: PersonMerge, kept: Person) -> None:
    undo = json.loads(merge.undo)
    absorbed = Person.objects.get(pk=merge.absorbed_id)
    try:
        with transaction.atomic():
            _give_back_fields(kept, absorbed, undo)
            _give_back_rows(absorbed, undo)
    except IntegrityError as error:
        raise CannotUnmerge(what=str(error).split("\n", 1)[0]) from error


def _give_back_fields(kept: Person, absorbed: Person, undo: dict[str, Any]) -> None:
    before, theirs = undo["kept"], undo["absorbed"]
    for name in (*FILLED, "account_id"):
        if not before[name] and _plain(getattr(kept, name)) == theirs[name]:
            setattr(kept, name, _typed(name, before[name]))
    if not before["id_number"] and kept.id_number == theirs["id_number"]:
        kept.id_number, kept.id_index, kept.id_last4 = None, None, ""
    _touch(kept)
    _fill_number(absorbed, theirs["id_number"])
    absorbed.account_id = theirs["account_id"]
    absorbed.status, absorbed.merged_into = theirs["status"], None
    fill_search(absorbed)
    _touch(absorbed)


def _fill_number(person: Person, number: str | None) -> None:
    # the stored value comes back as it was, even where it would be refused today
    if number:
        person.id_number, person.id_index = number, identity_index(number)
        person.id_last4 = number[-4:]


def _typed(name: str, value: Any) -> Any:
    if name == "birth_date":
        return date.fromisoformat(value) if value else None
    return value


def _give_back_rows(absorbed: Person, undo: dict[str, Any]) -> None:
    columns = {(m._meta.object_name, column): m for m, column in _references()}
    for name, column, ids in undo["moved"]:
        columns[name, column]._default_manager.filter(pk__in=ids).update(**{column: absorbed.pk})
    for name, pk, end in undo["dropped"]:
        model = Household if name == "Household" else _model(name)
        model.objects.filter(pk=pk).update(**{end: None})


def merges_of(actor: Actor, person: Person) -> list[PersonMerge]:
    """Merges into this record that still stand, newest first."""
    if not may_edit(actor, person):
        return []
    rows = PersonMerge.objects.filter(kept=person, unmerged_at__isnull=True)
    return list(rows.select_related("absorbed").order_by("-id"))
