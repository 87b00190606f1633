"""The words that pages use for codes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.estate.places.data import Clear, Fact

CLEARS: dict[str, Any] = {
    Clear.HOUSEHOLD: _l("家庭情况清"),
    Clear.CATEGORY: _l("人员类别清"),
    Clear.FACILITY: _l("区域设施清"),
    Clear.DISPUTE: _l("矛盾纠纷清"),
}
FACTS: dict[str, Any] = {
    Fact.HOUSEHOLD: _l("住着谁"),
    Fact.PERSONS: _l("姓名和出生日期"),
    Fact.CONTACT: _l("联系电话"),
    Fact.CATEGORIES: _l("人员类别"),
    Fact.FACILITIES: _l("公共设施"),
    Fact.DISPUTES: _l("邻里纠纷"),
}
STATES: dict[str, Any] = {"missing": _l("缺"), "stale": _l("旧了"), "fresh": _l("清")}
