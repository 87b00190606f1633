"""The guide's words on pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.matters.guides.data import Part, VersionState

PARTS: dict[str, Any] = {
    Part.WHAT: _l("是什么事"),
    Part.WHO: _l("谁能办"),
    Part.PAPERS: _l("带什么"),
    Part.WHERE: _l("到哪儿办"),
    Part.WHEN: _l("什么时候"),
    Part.HOW_LONG: _l("要多久"),
    Part.COST: _l("花多少钱"),
    Part.CONTACT: _l("问谁"),
    Part.LAW: _l("依据和来源"),
}
STATES: dict[str, Any] = {
    VersionState.DRAFT: _l("草稿"),
    VersionState.WAITING: _l("等人核对"),
    VersionState.PUBLISHED: _l("已发布"),
    VersionState.REPLACED: _l("旧版"),
}
