from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from linli.base.audit.api import AuditRow
from linli.base.errors import NotAllowed
from linli.estate.exports.api import FileFormat, export_register
from linli.estate.imports.api import preview_register
from linli.estate.imports.data import EstateShape
from linli.estate.imports.reader import read_register
from linli.estate.people.api import (
    CategoryKind,
    PersonStatus,
    PurposeMissing,
    add_category,
    change_status,
    update_person,
)
from linli.estate.testing import make_household, make_person

NUMBER = "130502195003050016"


def _number(first17):
    from linli.estate.people.rules import check_digit

    return first17 + check_digit(first17)


@pytest.fixture
def register(cast):
    lead = cast.actor("lead")
    elder = update_person(
        cast.people["elder"].pk, actor=lead, id_number=_number("13050219500305001")
    )
    cast.people["elder"] = elder
    add_category(
        elder.pk, actor=lead, kind=CategoryKind.DISABILITY, source="残疾人证",
        certificate=elder.id_number + "42",
    )  # fmt: skip
    make_household("3-1-101", make_person("=王小二", phone="13900001111"), low_income=True)
    gone = make_person("已走人")
    make_household("3-1-102", gone)
    change_status(gone.pk, actor=lead, status=PersonStatus.DECEASED, since=date(2026, 1, 2))
    return cast


def _read(file):
    shape = EstateShape.from_pattern(range(1, 4), range(1, 3), range(1, 4))
    return read_register(file.content, file.name, estate=shape, as_of=date(2026, 11, 23))


@pytest.mark.rule("SEC-06")
@pytest.mark.parametrize("file_format", list(FileFormat))
def test_an_export_is_read_back_as_it_was(register, file_format):
    file = export_register(
        actor=register.actor("lead"), purpose="年度核对名册", file_format=file_format,
        identity=True, health=True,
    )  # fmt: skip
    result = _read(file)
    people = {person.name: person for person in result.persons}
    elder = people["王德山"]
    assert elder.id_number == register.people["elder"].id_number
    assert elder.birth_date == "1950-03-05"
    assert elder.relation_code == "head"
    assert elder.disability == "肢体二级"
    assert elder.disability_cert == elder.id_number + "42"
    assert (elder.home.building, elder.home.entrance, elder.home.number) == (1, 1, 201)
    assert elder.area_cm2 == 800_000
    assert elder.tenure == "public_rental"
    assert people["已走人"].status == "deceased"
    assert len(result.persons) == file.rows == 6


@pytest.mark.rule("SEC-06")
def test_every_export_says_who_took_it_and_why(register):
    lead = register.actor("lead")
    file = export_register(actor=lead, purpose="年度核对名册", file_format=FileFormat.XLSX)
    row = AuditRow.objects.get(action="export_register")
    assert (row.purpose, row.user_id, row.data["rows"]) == ("年度核对名册", lead.user_id, 6)
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    for sheet in book.worksheets:
        assert "年度核对名册" in sheet["A1"].value
        assert lead.name in sheet["A1"].value
        assert row.data["mark"] in sheet["A1"].value
    header = [cell.value for cell in book["1号楼"][2]]
    assert "身份证号" not in header
    assert "低保" not in header
    assert b"1305021950" not in file.content


@pytest.mark.rule("SEC-06")
def test_numbers_and_health_go_out_only_with_the_permission(register):
    for name, chosen in (("clerk", {"health": True}), ("agent", {}), ("grid_worker", {}),
                         ("outsider", {}), ("resident", {})):  # fmt: skip
        with pytest.raises(NotAllowed):
            export_register(
                actor=register.actor(name),
                purpose="随便看看吧",
                file_format=FileFormat.CSV,
                **chosen,
            )
    with pytest.raises(PurposeMissing):
        export_register(actor=register.actor("lead"), purpose=" ", file_format=FileFormat.CSV)
    assert not AuditRow.objects.filter(action="export_register").exists()


def test_no_cell_can_become_a_formula(register):
    lead = register.actor("lead")
    file = export_register(actor=lead, purpose="核对登记表", file_format=FileFormat.XLSX)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content))["3号楼"]
    name = next(cell for row in sheet for cell in row if cell.value == "=王小二")
    assert name.data_type == "s"
    assert name.quotePrefix
    table = export_register(actor=lead, purpose="核对登记表", file_format=FileFormat.CSV)
    assert ",'=王小二," in table.content.decode("utf-8-sig")


@pytest.mark.rule("SEC-06")
@pytest.mark.parametrize("file_format", list(FileFormat))
@pytest.mark.parametrize("sensitive", [True, False])
def test_an_export_changes_nothing_when_it_is_imported(register, file_format, sensitive):
    lead = register.actor("lead")
    baby = make_person("王小花", sex="female")
    household = register.people["elder"].memberships.get().household
    household.memberships.create(person=baby, relation="grandchild")
    file = export_register(
        actor=lead, purpose="年度核对名册", file_format=file_format, identity=sensitive,
        health=sensitive,
    )  # fmt: skip
    run = preview_register(
        file.content, file.name, actor=register.actor("clerk"), as_of=date(2026, 11, 23)
    )
    assert {k: n for k, n in run.totals.items() if k in ("new", "changed", "refused") and n} == {}
    assert run.totals["unchanged"] == file.rows == 7
