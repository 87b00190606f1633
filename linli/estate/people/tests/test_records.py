from __future__ import annotations

from datetime import date, timedelta

import pytest

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound, Stale
from linli.estate.people.api import (
    CategoryKind,
    PersonStatus,
    PurposeMissing,
    SecretField,
    add_category,
    categories_for,
    change_status,
    create_person,
    end_category,
    history_of,
    list_expiring,
    mask_identity,
    mask_name,
    mask_phone,
    picture_of,
    unmask,
    update_person,
    verify_category,
)
from linli.estate.people.errors import (
    BadCategory,
    BadCertificate,
    BadDate,
    BadIdentity,
    CategoryTwice,
    IdentityTaken,
    NameMissing,
)
from linli.estate.people.rules import check_digit, read_certificate

BODY = "13050219500305001"
NUMBER = BODY + check_digit(BODY)


@pytest.fixture
def elder(cast):
    return update_person(cast.people["elder"].pk, actor=cast.actor("clerk"), id_number=NUMBER)


def test_a_number_tells_birth_and_sex_and_belongs_to_one(cast, elder):
    assert (elder.birth_date, elder.sex) == (date(1950, 3, 5), "male")
    assert elder.id_last4 == NUMBER[-4:]
    clerk = cast.actor("clerk")
    with pytest.raises(IdentityTaken):
        create_person(actor=clerk, name="另一人", id_number=NUMBER.lower())
    wrong = BODY + ("0" if NUMBER[-1] != "0" else "1")
    for bad in (wrong, NUMBER[:-1], "13050219501305001X", "一二三"):
        with pytest.raises(BadIdentity):
            create_person(actor=clerk, name="另一人", id_number=bad)
    with pytest.raises(NameMissing):
        create_person(actor=clerk, name="  ")
    with pytest.raises(BadDate):
        create_person(actor=clerk, name="未来", birth_date=today() + timedelta(days=1))


def test_a_stale_form_changes_nothing(cast, elder):
    clerk = cast.actor("clerk")
    update_person(elder.pk, actor=clerk, version=elder.version, name="王德善")
    with pytest.raises(Stale):
        update_person(elder.pk, actor=clerk, version=elder.version, name="王得山")
    elder.refresh_from_db()
    assert elder.name == "王德善"
    assert elder.pinyin == "wang de shan"


@pytest.mark.parametrize("who", ["agent", "resident", "captain", "worker", "grid_worker2"])
def test_only_editors_in_reach_correct(cast, who):
    with pytest.raises((NotAllowed, NotFound)):
        update_person(cast.people["elder"].pk, actor=cast.actor(who), name="别名")


@pytest.mark.rule("SEC-06")
def test_unmasking_needs_permission_reach_and_purpose_and_is_recorded(cast, elder):
    clerk = cast.actor("clerk")
    shown = unmask(elder.pk, actor=clerk, field=SecretField.ID_NUMBER, purpose="核对高龄补贴")
    assert shown == NUMBER
    row = AuditRow.objects.get(action="unmask")
    assert (row.user_id, row.subject_id, row.purpose) == (clerk.user_id, elder.pk, "核对高龄补贴")
    assert row.data["field"] == "id_number"
    assert NUMBER not in str(row.data)
    with pytest.raises(PurposeMissing):
        unmask(elder.pk, actor=clerk, field=SecretField.ID_NUMBER, purpose=" 看 ")
    for who in ("agent", "secretary", "grid_worker"):
        with pytest.raises(NotAllowed):
            unmask(elder.pk, actor=cast.actor(who), field=SecretField.ID_NUMBER, purpose="想看一看")
    with pytest.raises(NotAllowed):
        unmask(elder.pk, actor=clerk, field=SecretField.HEALTH_NOTE, purpose="想看一看")
    for who in ("outsider", "captain", "grid_worker2", "resident"):
        with pytest.raises(NotFound):
            unmask(elder.pk, actor=cast.actor(who), field=SecretField.ID_NUMBER, purpose="想看一看")
    assert AuditRow.objects.filter(action="unmask").count() == 1


def test_masks():
    assert mask_identity("130591195003056181") == "13059******6181"
    assert mask_phone("13812341234") == "138****1234"
    assert mask_name("王德山") == "王*山"
    assert mask_name("王德") == "王*"


def test_the_dead_keep_their_history(cast, elder):
    lead = cast.actor("lead")
    plate = history_of(elder)[0].household.home.place.plate
    change_status(elder.pk, actor=lead, status=PersonStatus.DECEASED, since=date(2026, 3, 1))
    elder.refresh_from_db()
    line = history_of(elder)[0]
    assert (line.household.home.place.plate, line.until) == (plate, date(2026, 3, 1))
    assert line.household.until == date(2026, 3, 1)
    picture = picture_of(cast.actor("grid_worker"), elder)
    assert not picture.is_active
    with pytest.raises(BadDate):
        change_status(
            elder.pk, actor=lead, status=PersonStatus.ACTIVE, since=today() + timedelta(days=1)
        )


@pytest.mark.rule("DIS-02")
def test_a_certificate_is_read_checked_and_compared(cast, elder):
    lead = cast.actor("lead")
    assert read_certificate(NUMBER + "42").category == "physical"
    assert read_certificate(NUMBER + "42B1").grade == 2
    for bad in (NUMBER, NUMBER + "4", NUMBER + "82", NUMBER + "45", "1" * 20):
        assert read_certificate(bad) is None
    row, warnings = add_category(
        elder.pk, actor=lead, kind=CategoryKind.DISABILITY, source="残疾人证", code="hearing",
        grade=3, certificate=NUMBER + "42",
    )  # fmt: skip
    assert warnings == ["category", "grade"]
    assert (row.code, row.grade) == ("hearing", 3)
    with pytest.raises(BadCertificate):
        add_category(
            elder.pk, actor=lead, kind=CategoryKind.DISABILITY, source="证", certificate="1" * 20
        )
    other = cast.people["resident"]
    update_person(
        other.pk, actor=lead, id_number="13050219500305002" + check_digit("13050219500305002")
    )
    _, warnings = add_category(
        other.pk, actor=lead, kind=CategoryKind.DISABILITY, source="残疾人证",
        certificate=NUMBER + "42",
    )  # fmt: skip
    assert warnings == ["identity"]


@pytest.mark.rule("DIS-02")
def test_certificate_numbers_lie_encrypted(cast, elder):
    from django.db import connection

    add_category(
        elder.pk, actor=cast.actor("lead"), kind=CategoryKind.DISABILITY, source="残疾人证",
        certificate=NUMBER + "42",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT certificate, certificate_index FROM person_category")
        stored, index = cursor.fetchone()
        cursor.execute("SELECT id_number FROM person WHERE id = %s", [elder.pk])
        number = cursor.fetchone()[0]
    assert NUMBER.encode() not in bytes(stored) + bytes(index) + bytes(number)


@pytest.mark.rule("DIS-02")
def test_what_ends_soon_is_listed_for_those_who_may_know(cast, elder):
    lead = cast.actor("lead")
    add_category(
        elder.pk, actor=lead, kind=CategoryKind.DISABILITY, source="证", code="vision",
        valid_until=today() + timedelta(days=30),
    )  # fmt: skip
    add_category(
        elder.pk, actor=lead, kind=CategoryKind.AID, source="民政", code="minimum_allowance",
        valid_until=today() + timedelta(days=400),
    )  # fmt: skip
    assert [row.kind for row in list_expiring(lead)] == ["disability"]
    assert [row.kind for row in list_expiring(cast.actor("grid_worker"))] == ["disability"]
    assert list(list_expiring(cast.actor("grid_worker2"))) == []
    assert list(list_expiring(cast.actor("agent"))) == []
    with pytest.raises(NotAllowed):
        list_expiring(cast.actor("captain"))


@pytest.mark.rule("DIS-01")
def test_a_grade_is_never_worked_out(cast, elder):
    lead = cast.actor("lead")
    row, _ = add_category(
        elder.pk, actor=lead, kind=CategoryKind.DISABILITY, source="本人说", code="vision"
    )
    assert row.grade is None
    row, _ = add_category(
        elder.pk, actor=lead, kind=CategoryKind.DISABILITY, source="残疾人证", code="physical",
        grade=1,
    )  # fmt: skip
    assert row.grade == 1
    for over in ({"code": "blind"}, {"code": "speech", "grade": 5}, {"code": "speech", "grade": 0}):
        with pytest.raises(BadCategory):
            add_category(elder.pk, actor=lead, kind=CategoryKind.DISABILITY, source="证", **over)
    with pytest.raises(BadCategory):
        add_category(elder.pk, actor=lead, kind=CategoryKind.VETERAN, source="证", grade=1)


def test_health_is_known_to_few(cast, elder):
    lead = cast.actor("lead")
    row, _ = add_category(
        elder.pk, actor=lead, kind=CategoryKind.AID, source="民政", code="minimum_allowance"
    )
    add_category(elder.pk, actor=lead, kind=CategoryKind.ELDER_ALONE, source="走访")
    seen = {
        who: [c.kind for c in categories_for(cast.actor(who), elder)]
        for who in ("lead", "grid_worker", "agent", "clerk", "elder")
    }
    assert seen["agent"] == seen["clerk"] == ["elder_alone"]
    assert seen["lead"] == seen["grid_worker"] == seen["elder"] == ["aid", "elder_alone"]
    with pytest.raises(NotAllowed):
        end_category(row.pk, actor=cast.actor("clerk"), on=today())
    with pytest.raises(CategoryTwice):
        add_category(
            elder.pk, actor=lead, kind=CategoryKind.AID, source="x", code="minimum_allowance"
        )
    end_category(row.pk, actor=lead, on=today())
    row.refresh_from_db()
    assert row.ended_on == today()


@pytest.mark.rule("GRID-03")
def test_who_looked_again_and_when_is_kept(cast, elder):
    row, _ = add_category(
        elder.pk, actor=cast.actor("lead"), kind=CategoryKind.ELDER_ALONE, source="走访"
    )
    first = row.verified_at
    worker = cast.actor("grid_worker")
    verify_category(row.pk, actor=worker)
    row.refresh_from_db()
    assert row.verified_by_id == worker.user_id
    assert row.verified_at > first
