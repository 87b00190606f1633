"""One small demo for a whole module: loading takes seconds, reading does not spoil it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from linli.base.scopes.api import estate_scope
from linli.web.demo.api import DemoReport, DemoScale, load_demo
from linli.web.demo.tests.days import DAY


@contextmanager
def loaded(scale: DemoScale, folder: Path) -> Iterator[DemoReport]:
    """The demo with its scope open, undone at the end."""
    here = settings.LINLI.model_copy(update={"var": folder})
    with override_settings(LINLI=here), transaction.atomic():
        report = load_demo(scale=scale, today=DAY)
        with estate_scope(report.estate_id):
            yield report
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(
    request: Any, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[DemoReport]:
    """The module's `SCALE` of the demo; tests only read it."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), loaded(request.module.SCALE, folder) as report:
        yield report
