"""What comes in: cleaned or refused, with a word that helps."""

from __future__ import annotations

import hashlib
import stat
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image

from linli.base.audit.api import AuditRow
from linli.base.files.api import file_path, keep_upload, thumbnail_path
from linli.base.files.errors import (
    DocumentBroken,
    DocumentLocked,
    DocumentTooLong,
    FileEmpty,
    FileRefused,
    FileTooLarge,
    PictureAnimated,
    PictureBroken,
    PictureTooBig,
    TypeRefused,
)
from linli.base.files.models import StoredFile
from linli.base.files.storage import files_folder
from linli.base.files.tests import specimens
from linli.base.files.tests.specimens import upload


def keep(
    cast: Any, data: bytes, name: str = "照片.jpg", content_type: str = "image/jpeg"
) -> StoredFile:
    return keep_upload(upload(data, name, content_type), actor=cast.actor("resident"))


def nothing_kept() -> bool:
    files = [path for path in files_folder().rglob("*") if path.is_file()]
    return not files and not StoredFile.objects.exists()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Any, settings: Any) -> None:
    settings.LINLI = settings.LINLI.model_copy(update={"var": tmp_path})


def test_a_photo_loses_place_maker_and_note_and_stands_upright(cast: Any) -> None:
    sent = specimens.photo_with_place()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825), "the specimen bears a place"
    stored = keep(cast, sent)
    data = file_path(stored).read_bytes()
    image = Image.open(BytesIO(data))
    assert not image.getexif()
    assert {"exif", "icc_profile", "comment", "xmp"}.isdisjoint(image.info)
    assert b"Zhang" not in data
    assert b"secret" not in data
    assert image.size == (480, 640), "orientation 6 is turned"
    assert image.getpixel((240, 10))[0] > 150, "the red half is on top"
    assert (stored.content_type, stored.width, stored.height) == ("image/webp", 480, 640)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_format_of_phones_becomes_webp(cast: Any, kind: str) -> None:
    stored = keep(cast, specimens.encoded(kind), f"x.{kind.lower()}")
    image = Image.open(file_path(stored))
    assert (image.format, image.size) == ("WEBP", (640, 480))


def test_the_longest_side_is_2560(cast: Any) -> None:
    stored = keep(cast, specimens.encoded("JPEG", specimens.drawing(8000, 2000)))
    assert (stored.width, stored.height) == (2560, 640)


def test_bytes_on_disk_are_what_the_row_says_and_nobody_elses(cast: Any) -> None:
    stored = keep(cast, specimens.encoded("PNG"))
    path = file_path(stored)
    data = path.read_bytes()
    assert stored.byte_count == len(data)
    assert bytes(stored.sha256) == hashlib.sha256(data).digest()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stored.uploaded_by_id == cast.resident.pk
    assert AuditRow.objects.get(action="keep_file").subject_id == stored.pk


def test_the_name_neither_decides_nor_steers(cast: Any) -> None:
    stored = keep(cast, specimens.encoded("PNG"), "..\\..\\/etc/pass\r\nwd\u202egpj.exe")
    assert stored.content_type == "image/webp"
    assert "/" not in stored.original_name
    assert stored.original_name == "passwdgpj.exe"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (b"MZ\x90\x00" + b"\0" * 400, TypeRefused),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", TypeRefused),
        (b"<html><body>%PDX</body></html>", TypeRefused),
        (b"GIF89a" + b"\0" * 100, TypeRefused),
        (specimens.encoded("JPEG")[:-2000], PictureBroken),
        (specimens.encoded("PNG")[:-400], PictureBroken),
        (b"\xff\xd8\xff" + b"junk" * 100, PictureBroken),
        (b"RIFF\x10\0\0\0WEBPVP8 junk", PictureBroken),
        (b"\0\0\0\x18ftypheic" + b"junk" * 50, PictureBroken),
        (specimens.animated("PNG"), PictureAnimated),
        (specimens.animated("WEBP"), PictureAnimated),
        (specimens.bomb(), PictureTooBig),
        (specimens.bomb(9000, 9000), PictureTooBig),
        (b"%PDF-1.7\n" + b"junk" * 100, DocumentBroken),
        (specimens.saved(pikepdf.new()), DocumentBroken),
        (specimens.plain_document(301), DocumentTooLong),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_bad_uploads_are_refused_and_leave_nothing(
    cast: Any, data: bytes, error: type[FileRefused]
) -> None:
    with pytest.raises(error):
        keep(cast, data)
    assert nothing_kept()


def test_thirty_megabytes_are_refused_by_size_alone(cast: Any) -> None:
    with pytest.raises(FileTooLarge) as refusal:
        keep(cast, b"\xff\xd8\xff" + b"\0" * 30 * 1024 * 1024)
    assert "31 MB" in str(refusal.value)
    assert "20 MB" in str(refusal.value)
    assert nothing_kept()


def test_a_lying_size_does_not_help(cast: Any) -> None:
    sent = upload(b"\xff\xd8\xff" + b"\0" * 21 * 1024 * 1024)
    sent.size = 5
    with pytest.raises(FileTooLarge):
        keep_upload(sent, actor=cast.actor("resident"))


def test_a_document_loses_scripts_attachment_form_and_author(cast: Any) -> None:
    sent = specimens.armed_document()
    assert b"/JavaScript" in sent
    stored = keep(cast, sent, "合同.pdf", "application/pdf")
    data = file_path(stored).read_bytes()
    assert (stored.content_type, stored.page_count) == ("application/pdf", 1)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not pdf.attachments
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert not len(pdf.docinfo) if "/Info" in pdf.trailer else True
        everything = b"".join(
            thing.unparse(resolved=True)
            for thing in pdf.objects
            if not isinstance(thing, pikepdf.Stream)
        )
    for unwanted in (b"JavaScript", b"/JS", b"SubmitForm", b"EmbeddedFile", b"Zhang", b"/AA"):
        assert unwanted not in everything + data


def test_the_pages_of_a_document_stay(cast: Any) -> None:
    stored = keep(cast, specimens.plain_document(3), "a.pdf")
    assert stored.page_count == 3


@pytest.mark.parametrize("user", ["", "open sesame"])
def test_a_locked_document_is_refused(cast: Any, user: str) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    locked = specimens.saved(pdf, encryption=pikepdf.Encryption(owner="o", user=user))
    with pytest.raises(DocumentLocked):
        keep(cast, locked, "a.pdf")


def test_a_thumbnail_is_drawn_once(cast: Any) -> None:
    stored = keep(cast, specimens.encoded("JPEG"))
    first = thumbnail_path(stored)
    assert Image.open(first).size == (320, 240)
    before = first.stat().st_mtime_ns
    assert thumbnail_path(stored).stat().st_mtime_ns == before
