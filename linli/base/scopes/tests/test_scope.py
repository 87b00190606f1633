from __future__ import annotations

import pytest
from django.db import IntegrityError, connection

from linli.base.scopes.api import ScopeMissing, all_estates, estate_scope
from linli.estate.models import Place
from linli.estate.testing import make_cast


def test_query_without_scope_fails(db: None) -> None:
    with pytest.raises(ScopeMissing):
        Place.objects.count()


def test_scope_shows_only_its_estate(db: None) -> None:
    cast = make_cast()
    with estate_scope(cast.other_estate.pk):
        assert Place.objects.count() == 0
    with estate_scope(cast.estate.pk):
        assert Place.objects.filter(kind="home").count() == 36
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('linli.estate')")
            assert cursor.fetchone() == (str(cast.estate.pk),)


def test_scope_cannot_be_swapped(db: None) -> None:
    cast = make_cast()
    with (
        estate_scope(cast.estate.pk),
        pytest.raises(ScopeMissing),
        estate_scope(cast.other_estate.pk),
    ):
        pass


def test_writing_without_scope_fails(db: None) -> None:
    with pytest.raises((ScopeMissing, IntegrityError)), all_estates():
        Place.objects.create(kind="grid", plate="x", name="x", sort_key="x")
