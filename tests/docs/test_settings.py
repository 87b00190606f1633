"""Every setting is explained, and the administrator's page says the same."""

from __future__ import annotations

from linli.web.configuration import Configuration
from scripts.settings_table import PAGE, fill


def test_every_setting_has_a_meaning() -> None:
    silent = [name for name, field in Configuration.model_fields.items() if not field.description]
    assert not silent


def test_the_page_holds_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert fill(page) == page, "run: python -m scripts.settings_table"


def test_every_setting_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [name for name in Configuration.model_fields if f"LINLI_{name.upper()}`" not in page]
    assert not missing
