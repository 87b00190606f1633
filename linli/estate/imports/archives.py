"""Looking into an .xlsx before anything opens it: bombs, macros, passwords, size."""

import io
import re
import zipfile
import zlib

from .errors import (
    DamagedWorkbook,
    EncryptedWorkbook,
    HasMacros,
    NotAWorkbook,
    OldWorkbook,
    TooManyCells,
    ZipBomb,
)

MAX_FILE_BYTES = 30 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 250 * 1024 * 1024
#: Office packs sheets of empty styled cells up to about 100 : 1; bombs start near 1000 : 1.
MAX_RATIO = 300
SMALL_ENTRY = 4 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 300

#: Files up to here (about a thousand people) are worked on while the page waits.
SMALL_UNPACKED = 1_500_000
SMALL_TEXT = 150_000

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The reader holds a sheet as one rectangle, so a single value far away would fill the memory.
VALUE = rb"[\"'][^<>]{0,200}(?<!/)>\s*<(?!/)"
START = rb"<(?:\w+:)?c\b[^<>]{0,200}?\br\s*=\s*[\"']"
FAR = re.compile(
    START
    + rb"(?:[A-Z]{1,3}0*[0-9]{6,}|[A-Z]{3}[0-9]+)"
    + VALUE
    # A far row whose cells do not say where they are.
    + rb"|<(?:\w+:)?row\b[^<>]{0,200}?\br\s*=\s*[\"']0*[0-9]{6,}[\"'][^<>]{0,200}(?<!/)>\s*"
    rb"<(?:\w+:)?c(?![^<>]*\br\s*=)"
)
TALL = re.compile(START + rb"[A-Z]{1,3}0*[0-9]{5,}" + VALUE)
WIDE = re.compile(START + rb"[C-Z][A-Z][0-9]+" + VALUE)
CHUNK = 4 * 1024 * 1024


def check_archive(data: bytes) -> None:
    """Raise the named error that fits, or return if `data` is a plain .xlsx of sane size."""
    if data.startswith(OLE_MAGIC):
        raise EncryptedWorkbook if "EncryptedPackage".encode("utf-16-le") in data else OldWorkbook
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            _check_kind({entry.filename for entry in entries})
            for entry in entries:
                _check_content(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise DamagedWorkbook from error


def is_small(data: bytes) -> bool:
    """Read within a second or so, whatever it holds."""
    if not data.startswith(ZIP_MAGIC):
        return len(data) <= SMALL_TEXT
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(entry.file_size for entry in archive.infolist()) <= SMALL_UNPACKED


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or len({e.filename for e in entries}) != len(entries):
        raise ZipBomb
    if any(entry.flag_bits & 1 for entry in entries):
        raise EncryptedWorkbook
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise ZipBomb
    for entry in entries:
        if entry.file_size > SMALL_ENTRY and entry.file_size > MAX_RATIO * entry.compress_size:
            raise ZipBomb


def _check_kind(names: set[str]) -> None:
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise HasMacros
    if any(name.startswith("xl/macrosheets/") for name in names):
        raise HasMacros
    if "xl/workbook.bin" in names:
        raise OldWorkbook
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise NotAWorkbook


def _check_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack piecewise: sizes in the directory may lie, entities may multiply."""
    if not entry.filename.lower().endswith((".xml", ".rels")):
        return
    is_sheet = entry.filename.startswith("xl/worksheets/")
    tall = wide = False
    rest = b""
    with archive.open(entry) as stream:
        while piece := stream.read(CHUNK):
            window = rest + piece
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise ZipBomb
            if b"macroEnabled" in piece and entry.filename == "[Content_Types].xml":
                raise HasMacros
            if is_sheet:
                tall = tall or bool(TALL.search(window))
                wide = wide or bool(WIDE.search(window))
                if (tall and wide) or FAR.search(window):
                    raise TooManyCells
            rest = window[-1024:]
