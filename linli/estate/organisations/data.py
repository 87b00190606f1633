"""Organisations, roles and what a role may do."""

from __future__ import annotations

from enum import StrEnum


class OrganisationKind(StrEnum):
    SERVICE_CENTER = "service_center"
    RESIDENTS_COMMITTEE = "residents_committee"
    HOUSING_AFTER_MGMT = "housing_after_mgmt"
    PROPERTY_COMPANY = "property_company"
    POLICE_LIAISON = "police_liaison"
    VOLUNTEERS = "volunteers"
    CARE_PROVIDER = "care_provider"
    OWNERS_COMMITTEE = "owners_committee"
    OTHER = "other"


class Role(StrEnum):
    """Offices with a term. A resident's rights come from the household, not from a role."""

    ADMINISTRATOR = "administrator"
    CENTRE_LEAD = "centre_lead"
    AGENT = "agent"
    CLERK = "clerk"
    COMMITTEE_SECRETARY = "committee_secretary"
    HOUSING_OFFICER = "housing_officer"
    ACCOUNTANT = "accountant"
    ORGANISATION_LEAD = "organisation_lead"
    WORKER = "worker"
    GRID_WORKER = "grid_worker"
    BUILDING_CAPTAIN = "building_captain"
    VOLUNTEER = "volunteer"
    CARER = "carer"
    GUARD = "guard"
    OWNERS_COMMITTEE_MEMBER = "owners_committee_member"
    RESIDENTS_COMMITTEE_MEMBER = "residents_committee_member"
    SUPERVISION_MEMBER = "supervision_member"  # 居务监督委员会: reads all, decides nothing (RC-04)


class Permission(StrEnum):
    """What pages and actions ask for. `rules.PERMISSIONS` says which roles have it."""

    SEE_REGISTER = "see_register"  # people and homes within the role's reach
    EDIT_REGISTER = "edit_register"
    IMPORT_REGISTER = "import_register"
    EXPORT_REGISTER = "export_register"
    SEE_IDENTITY = "see_identity"  # unmask a number, with purpose and log
    SEE_HEALTH = "see_health"  # disability, aid, health notes, with purpose and log
    WORK_QUEUE = "work_queue"
    SEE_ALL_MATTERS = "see_all_matters"
    TAKE_CALLS = "take_calls"
    SEE_FIGURES = "see_figures"
    SET_RULES = "set_rules"  # categories, routing, deadlines, calendar
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_AUDIT = "see_audit"
    SEE_WALL = "see_wall"
    TELL_PEOPLE = "tell_people"  # write messages to people within reach
    WRITE_NOTICES = "write_notices"
    APPROVE_TELLING = "approve_telling"  # let somebody else's message or notice out
    SEE_ACCOUNTS = "see_accounts"  # books, bills and who owes, with names
    SEE_BOOKS = "see_books"  # the ledger without names: totals, entries, seals
    ISSUE_FEES = "issue_fees"  # tariffs, waivers, bills, demands
    TAKE_PAYMENTS = "take_payments"  # cash at the desk
    RECONCILE = "reconcile"  # bank statements against the books
    REQUEST_SPENDING = "request_spending"
    CHECK_SPENDING = "check_spending"
    RELEASE_SPENDING = "release_spending"  # for the own body; two bodies release (FEE-06)
    PUBLISH_ACCOUNTS = "publish_accounts"
    RUN_ASSEMBLY = "run_assembly"  # owners' assembly: agenda, notice, tally
    TAKE_BALLOTS = "take_ballots"  # on paper at the desk, or at the door
    RUN_ELECTIONS = "run_elections"  # residents' committee and owners' committee
    RUN_POLLS = "run_polls"
    MANAGE_CONTRACTS = "manage_contracts"  # service contract, covenant, what is due when
