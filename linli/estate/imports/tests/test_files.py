"""Files that are opened, and files that are not."""

import io
import zipfile

import pytest

from linli.estate.imports import archives
from linli.estate.imports.errors import (
    DamagedWorkbook,
    EncryptedWorkbook,
    FileTooLarge,
    HasMacros,
    NotAWorkbook,
    OldWorkbook,
    RegisterFileError,
    ZipBomb,
)
from linli.estate.imports.reader import read_register, read_sheets

from .registers import AS_OF, ESTATE, number, workbook

PEOPLE = (["房号", "姓名", "身份证号"], ["3-1-101", "张三\n丰", number()])


def repack(data, **entries):
    """The archive with entries added or replaced (`__` stands for a slash, `_0` for a dot)."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            if item.filename not in entries:
                new.writestr(item.filename, old.read(item))
        for name, content in entries.items():
            new.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_table_as_text(encoding, mark):
    lines = [
        mark.join(["房号", "姓名", "身份证号"]),
        mark.join(["3-1-101", '"欧阳\n秀英"', number()]),
    ]
    data = "\r\n".join(lines).encode(encoding)
    result = read_register(data, "3号楼.csv", as_of=AS_OF, estate=ESTATE)
    assert [(p.name, p.id_number) for p in result.persons] == [("欧阳秀英", number())]
    assert result.rows[0].mention.sheet == "3号楼"


def test_a_workbook_reads_like_its_sheet(tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(workbook(*PEOPLE))
    result = read_register(path, path.name, as_of=AS_OF, estate=ESTATE)
    assert [(p.name, p.home.number) for p in result.persons] == [("张三丰", 101)]


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.xls", archives.OLE_MAGIC + b"\0" * 600, OldWorkbook),
        ("a.xlsx", archives.OLE_MAGIC + "EncryptedPackage".encode("utf-16-le"), EncryptedWorkbook),
        ("a.xlsx", b"hello", DamagedWorkbook),
        ("a.xlsx", b"PK\x03\x04 broken", DamagedWorkbook),
        ("a.csv", b"", NotAWorkbook),
        ("a.csv", b"\x00\x01\x02" * 50, NotAWorkbook),
        ("a.csv", b"<html><table></table></html>", NotAWorkbook),
        ("a.pdf", b"%PDF-1.7", NotAWorkbook),
        ("a.xlsm", workbook(*PEOPLE), HasMacros),
        ("a.xlsx", repack(workbook(*PEOPLE), **{"xl/vbaProject.bin": b"x"}), HasMacros),
        ("a.xlsx", repack(workbook(*PEOPLE), **{"xl/big.xml": b" " * 50_000_000}), ZipBomb),
        (
            "a.xlsx",
            repack(workbook(*PEOPLE), **{"xl/x.xml": b"<!DOCTYPE a [<!ENTITY b ''>]>"}),
            ZipBomb,
        ),
        ("a.xlsx", repack(workbook(*PEOPLE), **{"xl/workbook.xml": b"<workbook"}), DamagedWorkbook),
    ],
    # names of their own: a workbook's bytes carry the minute in which it was made
    ids=[
        "old",
        "encrypted",
        "text",
        "broken",
        "empty",
        "bytes",
        "html",
        "pdf",
        "xlsm",
        "macros",
        "bomb",
        "entity",
        "damaged",
    ],
)
def test_a_file_that_is_not_opened(name, data, error):
    with pytest.raises(error) as caught:
        read_sheets(data, name)
    assert "%(" not in str(caught.value)
    assert isinstance(caught.value, RegisterFileError)


def test_too_many_entries():
    data = repack(workbook(*PEOPLE), **{f"xl/{n}.txt": b"" for n in range(archives.MAX_ENTRIES)})
    with pytest.raises(ZipBomb):
        read_sheets(data, "a.xlsx")


def test_an_archive_that_is_no_workbook():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(NotAWorkbook):
        read_sheets(buffer.getvalue(), "a.xlsx")


def sheet_xml(cells):
    head = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return (head + cells + "</sheetData></worksheet>").encode()


def test_a_value_far_away_is_refused_before_it_fills_the_memory():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    data = repack(workbook(*PEOPLE), **{"xl/worksheets/sheet1.xml": sheet_xml(cells)})
    with pytest.raises(FileTooLarge):
        read_sheets(data, "a.xlsx")


def test_empty_formatted_cells_far_away_do_no_harm():
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="1"/><c r="XFD1048576" s="1"></c></row>'
    )
    data = repack(workbook(*PEOPLE), **{"xl/worksheets/sheet1.xml": sheet_xml(cells)})
    assert read_sheets(data, "a.xlsx")[0].rows == [["姓名"]]


def test_a_csv_with_too_many_columns():
    with pytest.raises(FileTooLarge):
        read_sheets((",".join("x" * 400) + "\n").encode(), "a.csv")
