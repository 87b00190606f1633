from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models

from linli.base.scopes.data import ALL_ESTATES, ScopeMissing, current, current_estate_id

M = TypeVar("M", bound=models.Model)


class Estate(models.Model):
    """One housing estate: the tenant to which every scoped row belongs."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    hotline = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    supervision_phone = models.CharField(max_length=20, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        db_table = "estate"

    def __str__(self) -> str:
        return self.name


class ScopedQuerySet(models.QuerySet[M]):
    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            fill_estate(row)
        return super().bulk_create(rows, *args, **kwargs)


class ScopedManager(models.Manager[M]):
    """Rows of the estate in scope only; without a scope every query fails loudly."""

    def get_queryset(self) -> models.QuerySet[M]:
        estate_id = current.get()
        if estate_id is None:
            raise ScopeMissing(f"{self.model.__name__}: query without an estate scope")
        rows: models.QuerySet[M] = ScopedQuerySet(self.model, using=self._db)
        return rows if estate_id == ALL_ESTATES else rows.filter(estate_id=estate_id)


class ScopedModel(models.Model):
    """Base of every row that belongs to an estate."""

    estate = models.ForeignKey(Estate, models.RESTRICT, related_name="+", db_index=False)

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fill_estate(self)
        super().save(*args, **kwargs)


def fill_estate(row: Any) -> None:
    if row.estate_id is None:
        row.estate_id = current_estate_id()
