"""The words that pages use for kinds and offices."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.estate.organisations.data import OrganisationKind, Role

KIND: dict[str, Any] = {
    OrganisationKind.SERVICE_CENTER: _l("服务中心"),
    OrganisationKind.RESIDENTS_COMMITTEE: _l("居委会"),
    OrganisationKind.HOUSING_AFTER_MGMT: _l("保障房后期管理"),
    OrganisationKind.PROPERTY_COMPANY: _l("物业公司"),
    OrganisationKind.POLICE_LIAISON: _l("警务联络"),
    OrganisationKind.VOLUNTEERS: _l("志愿者"),
    OrganisationKind.CARE_PROVIDER: _l("医养服务"),
    OrganisationKind.OWNERS_COMMITTEE: _l("业委会"),
    OrganisationKind.OTHER: _l("其他"),
}
ROLE: dict[str, Any] = {
    Role.ADMINISTRATOR: _l("管理员"),
    Role.CENTRE_LEAD: _l("服务中心负责人"),
    Role.AGENT: _l("接线员"),
    Role.CLERK: _l("录入员"),
    Role.COMMITTEE_SECRETARY: _l("社区书记"),
    Role.HOUSING_OFFICER: _l("房管员"),
    Role.ACCOUNTANT: _l("会计"),
    Role.ORGANISATION_LEAD: _l("单位负责人"),
    Role.WORKER: _l("维修服务员"),
    Role.GRID_WORKER: _l("网格员"),
    Role.BUILDING_CAPTAIN: _l("楼长"),
    Role.VOLUNTEER: _l("志愿者"),
    Role.CARER: _l("护理员"),
    Role.GUARD: _l("保安"),
    Role.OWNERS_COMMITTEE_MEMBER: _l("业委会委员"),
    Role.RESIDENTS_COMMITTEE_MEMBER: _l("居委会委员"),
    Role.SUPERVISION_MEMBER: _l("居务监督委员"),
}
