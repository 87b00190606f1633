"""A file is seen by whoever may see what it hangs on, and runs nothing."""

from __future__ import annotations

from typing import Any

import pytest

from linli.base.files.api import StoredFile, file_path, keep_upload
from linli.base.files.tests import specimens
from linli.matters.handling.api import add_note, open_matter
from linli.matters.routing.api import list_categories, load_catalogue
from linli.web.accounts.testing import OutsideClient


@pytest.fixture
def estate(cast: Any, tmp_path: Any, settings: Any) -> Any:
    settings.LINLI = settings.LINLI.model_copy(update={"var": tmp_path})
    load_catalogue(cast.estate)
    return cast


def keep(estate: Any, who: str, data: bytes | None = None) -> StoredFile:
    sent = specimens.upload(data or specimens.encoded("JPEG"), "门口 “东”.jpg")
    return keep_upload(sent, actor=estate.actor(who))


def report(estate: Any, who: str, *files: StoredFile) -> Any:
    category = next(c.code for c in list_categories() if not c.is_sensitive)
    return open_matter(
        actor=estate.actor(who), kind="request", category=category, channel="resident",
        text="门坏了", files=[file.pk for file in files],
    )  # fmt: skip


def status(sign_in: Any, estate: Any, who: str, stored: StoredFile) -> int:
    client = OutsideClient() if who == "visitor" else sign_in(getattr(estate, who))
    answers = {client.get(f"/files/{stored.token}{way}").status_code for way in ("", "/thumbnail")}
    assert len(answers) == 1, "picture and thumbnail have one door"
    return answers.pop()


EVERYBODY = ["visitor", "outsider", "elder", "volunteer", "administrator", "foreign_lead"]


def test_a_loose_file_is_the_uploaders_alone(estate: Any, sign_in: Any) -> None:
    stored = keep(estate, "resident")
    assert status(sign_in, estate, "resident", stored) == 200
    for who in [*EVERYBODY, "agent", "lead"]:
        assert status(sign_in, estate, who, stored) in (302, 404), who


def test_a_picture_of_a_matter_is_seen_by_who_sees_the_matter(estate: Any, sign_in: Any) -> None:
    stored = keep(estate, "resident")
    report(estate, "resident", stored)
    for who in ("resident", "agent", "lead"):
        assert status(sign_in, estate, who, stored) == 200, who
    for who in EVERYBODY:
        assert status(sign_in, estate, who, stored) in (302, 404), who


def test_a_picture_of_an_internal_note_is_not_the_residents(estate: Any, sign_in: Any) -> None:
    matter = report(estate, "resident")
    stored = keep(estate, "lead")
    add_note(matter.pk, actor=estate.actor("lead"), text="内部照片", files=[stored.pk])
    assert status(sign_in, estate, "agent", stored) == 200
    assert status(sign_in, estate, "resident", stored) == 404


def test_a_letters_page_is_for_the_desk(estate: Any, sign_in: Any) -> None:
    from django.apps import apps

    from linli.base.calendars.api import now, today

    stored = keep(estate, "clerk")
    letter = apps.get_model("matters", "Letter").objects.create(
        received_on=today(), scanned_by=estate.clerk, scanned_at=now()
    )
    apps.get_model("matters", "LetterPage").objects.create(letter=letter, file=stored, position=1)
    assert status(sign_in, estate, "agent", stored) == 200
    for who in [*EVERYBODY, "worker", "resident"]:
        assert status(sign_in, estate, who, stored) in (302, 404), who


def test_the_answer_lets_a_browser_run_and_share_nothing(estate: Any, sign_in: Any) -> None:
    stored = keep(estate, "resident")
    answer = sign_in(estate.resident).get(f"/files/{stored.token}")
    assert b"".join(answer.streaming_content) == file_path(stored).read_bytes()
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert "“" not in answer["Content-Disposition"]


def test_an_unchanged_picture_is_not_sent_again(estate: Any, sign_in: Any) -> None:
    stored = keep(estate, "resident")
    client = sign_in(estate.resident)
    etag = client.get(f"/files/{stored.token}")["ETag"]
    again = client.get(f"/files/{stored.token}", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_document_is_a_document(estate: Any, sign_in: Any) -> None:
    stored = keep(estate, "resident", specimens.plain_document())
    client = sign_in(estate.resident)
    answer = client.get(f"/files/{stored.token}?download=1")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(f"/files/{stored.token}/thumbnail").status_code == 404


def test_bytes_that_are_gone_are_told(estate: Any, sign_in: Any) -> None:
    stored = keep(estate, "resident")
    file_path(stored).unlink()
    assert sign_in(estate.resident).get(f"/files/{stored.token}").status_code == 410


@pytest.mark.parametrize("token", ["x", "00000000-0000-0000-0000-000000000000", "../../etc/passwd"])
def test_a_token_that_is_none_finds_nothing(estate: Any, sign_in: Any, token: str) -> None:
    assert sign_in(estate.agent).get(f"/files/{token}").status_code == 404
