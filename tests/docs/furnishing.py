"""An estate in which every address stands for something: what the parameters of addresses mean."""

from __future__ import annotations

import io
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.crypto.api import seal_bytes
from linli.base.files.api import StoredFile, keep_upload
from linli.estate.models import Home, Household, Office, PersonCategory, Place
from linli.matters.handling.api import follow_token
from linli.matters.testing import load_rules, make_matter
from linli.resources.models import CrewMember
from tests.docs.furnishing_ballots import furnish_ballots
from tests.docs.furnishing_committee import furnish_committee
from tests.docs.furnishing_contracts import furnish_contracts
from tests.docs.furnishing_fees import furnish_fees
from tests.docs.furnishing_ledger import furnish_ledger
from tests.docs.furnishing_payments import furnish_banking
from tests.docs.furnishing_polls import furnish_polls
from tests.docs.furnishing_spending import furnish_spending

NOBODY = 999_999_999
_PAPER = (300, 400)


def furnish(cast: Any) -> dict[Any, Any]:
    """What the addresses' parameters stand for in the cast's estate, by name, or by (address,
    name) where one name means several things."""
    load_rules(cast.estate)
    with connection.cursor() as cursor:  # the ready page looks for a live worker
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    matter, file = make_matter(cast), _make_file(cast)
    return {
        "matter_id": matter.pk,
        "number": matter.number,
        "form": "json",
        "name": "note",
        "action": "note",
        "key": "nobody-knows-it",
        "secret": "nobody-knows-it",
        "sheet": 0,
        "slug": "pay",
        "field": "id_number",
        "code": cast.estate.code,
        "token": file.token,
        "token_id": NOBODY,
        "merge_id": NOBODY,
        "contact_id": NOBODY,
        ("open311:token", "token"): matter.number,
        ("public:follow", "token"): follow_token(matter),
        **_register(cast),
        **_crew(cast),
        **_rules(),
        **_desk(cast, matter, file),
        **_rounds(cast),
        **_mailings(cast),
        **_notices(cast),
        **_chats(cast, matter),
        **_guide(cast),
        **_project(cast),
        **furnish_ledger(cast),
        **furnish_fees(cast),
        **furnish_banking(cast),
        **furnish_committee(cast),
        **furnish_polls(cast),
        **furnish_spending(cast),
        **furnish_ballots(cast),
        **furnish_contracts(cast),
    }


def _make_file(cast: Any, by: str = "agent") -> StoredFile:
    data = io.BytesIO()
    Image.new("RGB", _PAPER, "white").save(data, "PNG")
    return keep_upload(SimpleUploadedFile("letter.png", data.getvalue()), actor=cast.actor(by))


def _register(cast: Any) -> dict[Any, Any]:
    home = Home.objects.get(place__plate="1-1-101")
    gate = cast.places["gate"]
    Place.objects.filter(pk=gate.pk).update(qr_token=uuid.uuid4())
    gate.refresh_from_db()
    category = PersonCategory.objects.create(
        person=cast.people["resident"], kind="elder_alone", source="grid", valid_from=today(),
        valid_until=today() + timedelta(days=30),
    )  # fmt: skip
    return {
        ("people:category_end", "category_id"): category.pk,
        ("people:category_verify", "category_id"): category.pk,
        ("places:verify", "place_id"): home.place_id,
        "person_id": cast.people["resident"].pk,
        "kept_id": cast.people["resident"].pk,
        "absorbed_id": cast.people["elder"].pk,
        "home_id": home.pk,
        "household_id": Household.objects.get(home=home).pk,
        "building_id": cast.places["building1"].pk,
        "grid_id": cast.places["grid1"].pk,
        "place_id": gate.pk,
        ("places:sticker", "token"): gate.qr_token,
        **_captains(cast),
        **_imports(cast),
    }


def _project(cast: Any) -> dict[Any, Any]:
    from linli.matters.projects.testing import make_dance, make_project, make_topic

    topic = make_topic(make_dance(cast))
    project = make_project(cast, topic)
    return {
        "topic_id": topic.pk,
        "project_id": project.pk,
        ("projects:tell", "kind"): "progress",
    }


def _guide(cast: Any) -> dict[Any, Any]:
    from linli.matters.guides.testing import make_entry

    version = make_entry(cast)
    return {"entry_id": version.entry_id, "version_id": version.pk}


def _captains(cast: Any) -> dict[Any, Any]:
    from linli.estate.captains.api import open_round

    made = open_round(
        cast.places["building1"].pk, actor=cast.actor("lead"), opens_on=today(),
        closes_on=today() + timedelta(days=14),
    )  # fmt: skip
    names = ("round", "recommend", "close", "appoint")
    return {(f"captains:{name}", "round_id"): made.pk for name in names}


def _imports(cast: Any) -> dict[Any, Any]:
    from linli.estate.imports.api import preview_register
    from linli.estate.imports.tests.test_confirming import number, row, workbook

    content = workbook(row("孟新", 号=number(1)), row("错房", (3, 9, 101)))
    run = preview_register(content, "台账.xlsx", actor=cast.actor("clerk"), as_of=date(2026, 11, 1))
    names = ("preview", "columns", "confirm", "drop", "progress", "stop")
    return {(f"imports:{name}", "token"): run.token for name in names}


def _crew(cast: Any) -> dict[Any, Any]:
    from linli.resources.rosters.api import Duty, ShiftPlan, plan_shifts, record_absence

    company, lead = cast.organisations["property"], cast.actor("property_manager")
    members = [
        CrewMember.objects.create(account=account, organisation=company, joined_on=date(2020, 1, 1))
        for account in (cast.worker, cast.worker2)
    ]
    start = datetime.combine(today(), time(8), SHANGHAI)
    plan = ShiftPlan(members[0].pk, Duty.REPAIR, start, start + timedelta(hours=8))
    shift = plan_shifts([plan], actor=lead)[0]
    away = record_absence(
        members[1].pk, actor=lead, starts_on=today(), ends_on=today(), reason="体检"
    )
    return {
        "organisation_id": company.pk,
        "office_id": Office.objects.filter(organisation=company).first().pk,
        "member_id": members[0].pk,
        "shift_id": shift.pk,
        "absence_id": away.pk,
    }


def _rules() -> dict[Any, Any]:
    from linli.matters.routing.models import Category, DeadlineProfile, RoutingRule

    return {
        "rule_id": RoutingRule.objects.first().pk,
        "category_id": Category.objects.first().pk,
        "profile_id": DeadlineProfile.objects.first().pk,
    }


def _desk(cast: Any, matter: Any, file: StoredFile) -> dict[Any, Any]:
    from linli.matters.intake.api import add_line, scan_letter
    from linli.matters.intake.models import PhoneCall, PhoneLine

    letter = scan_letter(actor=cast.actor("agent"), files=[file.pk])
    add_line(actor=cast.actor("lead"), name="民生热线")
    line = PhoneLine.objects.get()
    call = PhoneCall.objects.create(
        line=line, call_key="a-1", phone="19900000001", state="answered", first_heard_at=now(),
        answered_at=now(), recording="https://pbx.example.cn/a-1.wav", agent=cast.agent,
        matter=matter,
    )  # fmt: skip
    return {"letter_id": letter.pk, "line_id": line.pk, "call_id": call.pk}


def _rounds(cast: Any) -> dict[Any, Any]:
    from linli.matters.rounds.models import Watch
    from linli.matters.rounds.testing import make_day

    made = make_day(cast, "1-1-101", "1-1-201", by="lead")
    door = Place.objects.get(plate="1-1-101")
    Watch.objects.create(
        person=cast.people["resident"], agreed=True, set_by=cast.grid_worker, set_at=now()
    )
    return {
        "round_id": made.pk,
        "claim_id": NOBODY,
        "account_id": cast.captain.pk,
        ("rounds:door", "place_id"): door.pk,
        ("rounds:paper", "place_id"): door.pk,
    }


def _mailings(cast: Any) -> dict[Any, Any]:
    from linli.contact.mailings.api import MailingRecipient
    from linli.contact.mailings.queries import list_templates
    from linli.contact.mailings.tests.test_mailings import BODY, let_out, write

    person = cast.people["resident"]
    person.phone = ""
    person.save(update_fields=["phone"])
    sent, draft = let_out(cast), write(cast, body_zh=BODY)
    recipient = MailingRecipient.objects.filter(mailing=sent).first()
    return {
        "mailing_id": sent.pk,
        ("mailings:edit", "mailing_id"): draft.pk,
        ("mailings:template", "code"): list_templates()[0].code,
        "recipient_id": recipient.pk if recipient else NOBODY,
    }


def _notices(cast: Any) -> dict[Any, Any]:
    from linli.contact.notices.api import post_notice, submit_draft, write_draft

    file = _make_file(cast, by="clerk")

    def write() -> Any:
        return write_draft(
            actor=cast.actor("clerk"), kind="outage", title_zh="停水", body_zh="明天停水。",
            title_en="", body_en="", place_id=None, is_public=True, post_from=today(),
            post_until=today() + timedelta(days=30), files=[file.pk],
        )  # fmt: skip

    draft = write()
    submit_draft(draft.pk, actor=cast.actor("clerk"))
    notice = post_notice(draft.pk, actor=cast.actor("lead"))
    files = {(f"notices:{name}", "token"): file.token for name in ("file", "public_file")}
    return {"notice_id": notice.pk, "draft_id": write().pk, **files}


def _chats(cast: Any, matter: Any) -> dict[Any, Any]:
    from linli.gateways.wechat.media import SOUND_CONTEXT
    from linli.gateways.wechat.models import WechatContact, WechatMedia
    from linli.gateways.wechat.testing import make_wechat_account

    make_wechat_account()
    contact = WechatContact.objects.create(
        openid="oNobody", account=cast.resident, bound_at=now(), first_seen_at=now(),
        last_seen_at=now(),
    )  # fmt: skip
    media = WechatMedia.objects.create(
        contact=contact, kind="voice", media_id="m-1", matter=matter, state="kept", at=now(),
        sound=seal_bytes(b"#!AMR", SOUND_CONTEXT),
    )  # fmt: skip
    return {"media_id": media.pk, "contact_id": contact.pk}
