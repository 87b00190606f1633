"""Who may open which address. A new address fails the tests until it stands here.

Each entry names somebody of the cast who may, so that a test proves the address real, and says
what the others get.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Access:
    """`by`: who may. `everybody`: a visitor, too. `signed_in`: any account, the outsider too,
    who sees there only what is their own."""

    by: str
    everybody: bool = False
    signed_in: bool = False
    leads_on: bool = False  # GET answers with the way to another address, which is closed itself


def _staff(by: str, *names: str, leads_on: bool = False) -> dict[str, Access]:
    return {name: Access(by, leads_on=leads_on) for name in names}


def _own(by: str, *names: str) -> dict[str, Access]:
    return {name: Access(by, signed_in=True) for name in names}


def _open(*names: str) -> dict[str, Access]:
    return {name: Access("outsider", everybody=True) for name in names}


def _in(namespace: str, names: str) -> list[str]:
    return [f"{namespace}:{name}" for name in names.split()]


ACCESS: dict[str, Access] = {
    **_open("home", "set_language", "set_elder_mode", "elder_mode", "look:index"),
    **_open("operations:live", "operations:ready", "operations:metrics"),
    **_open("public:index", "public:estate", "public:follow"),
    **_open(
        "account_login", "account_request_login_code", "account_confirm_login_code",
        "account_logout", "mfa_index", "mfa_authenticate",
    ),
    **_own(
        "resident", "account_change_password", "account_set_password", "account_reauthenticate",
        "mfa_activate_totp", "mfa_deactivate_totp", "mfa_reauthenticate",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        *_in("accounts", "own end_sessions choose_person add_token end_token"),
    ),
    **_own("resident", *_in("resident", "index report advice parts matters help service")),
    **_staff("resident", *_in("resident", "neighbours sent join matter progress withdraw")),
    **_staff("resident", *_in("resident", "say confirm thank"), leads_on=True),
    **_staff("lead", *_in("wall", "index trouble today plan figures")),
    **_staff("lead", *_in("handling", "queue today visits visit_quickly matter why act candidates")),
    **_staff(
        "agent",
        *_in("intake", "call callers caller hints transferred saved letters scan letter aside slip"),
        *_in("intake", "ringing calls recording"),
    ),
    **_staff("lead", *_in("intake", "lines line_end seats")),
    **_open(*_in("open311", "discovery services service requests request token")),
    **_open("pbx:announce"),  # who holds the line's key may announce; nobody reads there
    **_staff(
        "supervisor", *_in("ledger", "index book entry proof entries seals sheet file account")
    ),
    **_staff("accountant", *_in("ledger", "homes")),
    **_staff(
        "lead",
        *_in("routing", "index new_rule rule move categories new_category category profiles"),
        *_in("routing", "profile calendar"),
    ),
    **_staff(
        "lead",
        *_in("places", "index building home home_edit owners lease lease_end leases"),
        *_in("places", "public_places public_place_new public_place public_place_edit verify"),
        *_in("places", "stickers"),
    ),
    **_open("places:sticker"),
    **_own("resident", *_in("places", "grids grid")),  # who the grid worker is, is published
    **_staff(
        "lead",
        *_in("people", "index pick expiring duplicates person edit status category_new category_end"),
        *_in("people", "category_verify secret merge unmerge arrive join leave head"),
    ),
    **_staff("lead", *_in("organisations", "index new organisation edit appoint end")),
    **_staff("lead", *_in("captains", "new round close appoint")),
    **_own("lead", *_in("captains", "index recommend")),
    **_staff("clerk", "exports:register", *_in("imports", "index preview columns confirm drop progress stop")),
    **_staff("lead", *_in("crew", "index organisation join member leave")),
    **_staff(
        "lead",
        *_in("rosters", "index week shift_new shift_drop repeat absence_new absence_drop"),
    ),
    **_own("resident", *_in("rounds", "index walk sync picture")),
    **_open("rounds:worker", "rounds:standing"),  # a script, and whether an account has ended
    **_staff(
        "lead", *_in("rounds", "new mend questions decide round list paper door share unshare close"),
        *_in("clears", "index lacks limits workbook"),
    ),
    **_staff(
        "captain", *_in("rounds", "captain seen look"),
    ),
    **_open(*_in("guides", "lead_in find entry paper answer")),
    **_open(*_in("projects", "near all read")),
    **_staff("resident", *_in("projects", "join")),
    **_staff("lead", *_in("projects", "index topic decide start project act tell")),
    **_staff("agent", *_in("guides", "panel used")),
    **_staff("lead", *_in("guides", "index new edit version act")),
    **_staff("lead", "topics:index"),
    **_staff("lead", *_in("rates", "index work honours"), *_in("staff", "search quick person")),
    **_staff("agent", *_in("files", "file thumbnail")),
    **_staff(
        "accountant",
        *_in("spending", "index matching match paper publish request act pay file print reverse"),
        *_in("spending", "home_fund home_fund_paper"),
    ),
    **_staff("property_manager", *_in("spending", "new edit")),
    **_staff("lead", "spending:setting"),
    **_staff("owner", "spending:fund"),
    **_staff(
        "accountant",
        *_in("disclosure", "index prepare answer bundles bundle stop inspect inspect_file looks"),
    ),
    **_staff("lead", "disclosure:setting"),
    **_open(*_in("disclosure", "accounts quarter voucher asked check book ask file")),
    **_open("messages:shown"),
    **_staff(
        "lead",
        *_in("mailings", "index new mailing edit act templates new_template template quiet"),
        *_in("mailings", "lists list paper tick person_preference"),
    ),
    **_staff("resident", *_in("mailings", "own preference")),
    **_staff("lead", *_in("notices", "desk new draft edit act readers carry")),
    **_own("resident", *_in("notices", "index notice paper file")),
    **_open(*_in("notices", "public public_notice public_file")),
    **_own("owner", "ballots:index"),
    **_open(*_in("ballots", "public result")),
    **_staff("owner", *_in("ballots", "assembly vote mine roll object file")),
    **_staff("owner", *_in("ballots", "petitions new_petition petition sign")),
    **_staff("agent", *_in("ballots", "enter_signature paper scan proxies end_proxy")),
    **_staff("clerk", *_in("ballots", "take_all take number print find_door door code")),
    **_staff("clerk", *_in("ballots", "print_all run run_progress stop_run")),
    **_staff("clerk", *_in("ballots", "compare comparison comparison_act comparison_sheet")),
    **_staff(
        "owners_chair",
        *_in("ballots", "desk rules new steps edit act lacking new_item item drop_item"),
        *_in("ballots", "sheet export"),
    ),
    **_staff(
        "lead",
        *_in("contracts", "index performance publish calendar certificate new_paper paper write"),
        *_in("contracts", "act scan compare new contract prices notice load new_item item edit_item"),
        *_in("contracts", "uses new_use use withdraw_use consent rate_for"),
    ),
    **_staff("worker", *_in("contracts", "checks tick at")),
    **_own("resident", "contracts:rate"),
    **_staff("owner", "contracts:answer_use"),
    **_open("service:public"),
    **_own("resident", *_in("committee", "index body meeting appraisal")),
    **_staff(
        "secretary",
        *_in("committee", "new_body new_term new_seat new_appraisal position leave duties duty"),
        *_in("committee", "proof representatives new_representative affairs"),
    ),
    **_staff("owners_chair", *_in("committee", "new_meeting act minutes")),
    **_open(*_in("committees", "index body meeting")),
    **_open(*_in("public_elections", "index election slips")),
    **_own("resident", *_in("elections", "index election receipt")),
    **_staff("resident", *_in("elections", "roll object vote")),
    **_staff("secretary", *_in("elections", "new act new_candidate next answer strike")),
    **_staff("agent", *_in("elections", "help proxy paper")),
    **_own("resident", "polls:index"),
    **_staff("secretary", *_in("polls", "new edit poll act sheets new_talk talk minutes talk_act")),
    **_staff("resident", "polls:answer"),
    **_staff("agent", "polls:help"),
    **_staff("lead", "sms:report"),  # opened by its secret part alone
    **_staff("administrator", *_in("wechat", "account test menu")),
    **_staff("administrator", *_in("wechatpay", "account test")),
    **_open("wechatpay:notify"),
    **_staff("agent", *_in("wechat", "chat sound")),
    **_open("wechat:callback", *_in("wechat_entry", "enter entered bind")),
    **_own("resident", *_in("wechat_entry", "own unbind")),
    **_own("resident", "fees:own", "arrears:own"),
    **_own("captain", "arrears:carry"),
    **_staff("accountant", *_in("arrears", "index terms plan_end demand paper serve drop suit photo plan_paper")),
    **_staff("resident", *_in("arrears", "case agree act")),
    **_staff("resident", *_in("arrears", "help")),
    **_staff("housing_officer", *_in("arrears", "rents decide appeal")),
    **_staff("resident", *_in("fees", "bill paper dispute")),
    **_staff("agent", *_in("fees", "find home")),
    **_staff(
        "accountant",
        *_in("fees", "index dispute_end correct reverse usual charge_new charge charge_edit"),
        *_in("fees", "tariff_new waiver_new reading_new tariff_drop waiver_act run_new run progress"),
        *_in("fees", "act rates rate_homes"),
    ),
    **_staff(
        "accountant",
        *_in("banking", "index account_new upload lines statement columns confirm drop"),
        *_in("payments", "index take payment refund give_back balance return slip till transfers line reconcile"),
    ),
    **_own("resident", *_in("payments", "pay own")),
    **_staff("resident", *_in("payments", "order code receipt")),
    **_staff("captain", *_in("payments", "help help_order")),
    **_own(
        "agent",
        *_in("api:api-v1", "file_matter list_matters read_matter reply categories kinds places"),
        *_in("api:api-v1", "upload"),
    ),
    **_own("agent", "api:docs", "api:schema", "api:api-v1:api-root"),
    **_open("api:?"),
}  # fmt: skip

# whom even the named one does not reach in the furnished estate, and what would have to be there
UNREACHED: dict[str, str] = {
    "committee:act": "a step in the form",
    "elections:act": "a step in the form",
    "ballots:comparison_act": "the number of a difference in the form",
    "polls:act": "a step in the form",
    "contracts:act": "a step in the form",
    "contracts:publish": "a quarter in the form",
    "contracts:answer_use": "an owner of the building who is asked",
    "polls:talk_act": "a step in the form",
    "account_reauthenticate": "a password or a second factor that was enrolled",
    "mfa_deactivate_totp": "an enrolled second factor",
    "mfa_reauthenticate": "an enrolled second factor",
    "mfa_view_recovery_codes": "an enrolled second factor",
    "mfa_generate_recovery_codes": "an enrolled second factor",
    "accounts:end_token": "an issued key",
    "api:api-v1:api-root": "the framework's own name for the prefix",
    "rounds:decide": "two devices that disagree",
    "arrears:photo": "a demand that was served with a picture",
    "arrears:plan_paper": "an agreement that was signed on paper",
    "places:stickers": "chosen places in the form",
    "places:verify": "a clear in the form",
    "mailings:tick": "a captain's own list",
    "resident:join": "a neighbour's open matter",
    "guides:act": "a version that waits",
    "disclosure:bundle": "a bundle that a job has finished",
    "spending:act": "a step in the form",
    "spending:match": "a payment without a line",
    "projects:decide": "a decision in the form",
    "projects:act": "a step in the form",
    "people:unmerge": "two records that were merged",
    "messages:shown": "a sender that shows messages, as development has it",
    "wechat:callback": "the platform's signature",
    "wechatpay:notify": "the platform's signature",
    "sms:report": "the provider's secret",
    "pbx:announce": "the line's key",
    "wechat_entry:entered": "a code of the platform",
}
