"""The public pages: what anybody reads, asks and takes, and what nobody finds there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from linli.base.calendars.api import SHANGHAI, clock_at
from linli.estate.models import Ownership, Place
from linli.matters.handling.api import Matter
from linli.matters.testing import load_rules
from linli.money.disclosure.api import Look, Objection, fold_all, publish_statement, read_quarter
from linli.money.disclosure.testing import household_pays, make_quarter
from linli.money.ledger.api import find_book, seal_book
from linli.money.spending.testing import make_payment, make_published_payment
from linli.web.accounts.testing import OutsideClient

NOON = datetime(2026, 10, 12, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def at_noon(settings: Any, tmp_path: Any) -> Any:
    settings.LINLI = settings.LINLI.model_copy(update={"var": tmp_path})
    with clock_at(NOON):
        yield


def here(cast: Any, rest: str = "") -> str:
    return f"/public/{cast.estate.code}/accounts/{rest}"


def publish(cast: Any) -> None:
    quarter = read_quarter("2026q3")
    assert quarter
    publish_statement("joint_account", quarter, actor=cast.actor("accountant"))


@pytest.mark.rule("FEE-06", "T6")
def test_anybody_reads_number_picture_and_lines(cast: Any) -> None:
    make_quarter(cast)
    publish(cast)
    page = OutsideClient().get(here(cast, "joint_account/2026q3"))
    text = page.content.decode()
    assert "600" in text
    for words in ("物业费", "保洁", "1号楼", "3 笔", "我对这笔账有疑问", "第 1 版", "封存"):
        assert words in text, words
    assert page["Cache-Control"] == "max-age=60"
    assert len(page.content) < 60_000
    assert "echarts" not in text.split("</head>")[0].replace("echarts-url", "").replace(
        "vendor/echarts/echarts.esm", ""
    )
    assert "600" in OutsideClient().get(here(cast), follow=True).content.decode()
    assert f"/public/{cast.estate.code}/accounts/" in (
        OutsideClient().get(f"/public/{cast.estate.code}/").content.decode()
    )


def secrets(cast: Any) -> list[str]:
    """Every name of the cast and every plate of a home."""
    people = [person.name for person in cast.people.values()]
    staff = [account.name for account in cast.accounts.values()]
    homes = Place.objects.filter(kind="home").values_list("plate", flat=True)
    return [*people, *staff, *homes]


@pytest.mark.rule("FEE-06")
def test_no_name_and_no_home_is_ever_on_a_public_page(cast: Any) -> None:
    load_rules(cast.estate)
    make_quarter(cast)
    make_published_payment(cast, payee="张秀兰")
    make_payment(
        cast, book="maintenance_fund", category="lift", is_emergency=True,
        emergency_reason="钢丝断股", place_id=cast.places["building1"].pk,
    )  # fmt: skip
    household_pays(cast, "1-1-101", 777, date(2026, 10, 3))
    publish(cast)
    client = OutsideClient()
    client.post(
        here(cast, "joint_account/2026q4/ask"),
        {"text": "张秀兰 1-1-101 交了吗", "contact": "13900000000", "form_key": "k"},
    )
    asked = here(cast, f"asked/{Objection.objects.get().token}")
    paths = [here(cast), asked]
    for book in ("joint_account", "common_income", "maintenance_fund"):
        paths += [here(cast, f"check/{book}"), here(cast, f"check/{book}/file")]
        for quarter in ("2026q3", "2026q4"):
            stem = f"{book}/{quarter}"
            paths += [here(cast, stem), here(cast, f"{stem}/ask"), here(cast, f"{stem}/as.csv")]
    for language in ("zh-hans", "en"):
        client.cookies["linli_language"] = language
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            body = b"".join(answer) if answer.streaming else answer.content
            text = body.decode(errors="ignore")
            found = [word for word in secrets(cast) if word in text]
            assert not found, (path, found)


def test_a_voucher_is_shown_only_when_it_may_be(cast: Any) -> None:
    shown = make_published_payment(cast)
    hidden = make_payment(cast, purpose="日常保洁", category="cleaning")
    client = OutsideClient()
    page = client.get(here(cast)).content.decode()
    assert "楼道灯更换" in page
    assert "宏达机电有限公司" in page
    assert "凭证遮好后公开" in page
    answer = client.get(here(cast, f"voucher/{shown.request.files.get().pk}"))
    assert answer["Content-Type"] == "image/webp"
    assert client.get(here(cast, f"voucher/{hidden.request.files.get().pk}")).status_code == 404


@pytest.mark.rule("FEE-06")
def test_a_question_becomes_a_matter_and_its_answer_stands_there(cast: Any, sign_in: Any) -> None:
    load_rules(cast.estate)
    make_quarter(cast)
    client = OutsideClient()
    path = here(cast, "joint_account/2026q3/ask")
    form = {"text": "保洁怎么这么贵?", "form_key": "k1", "line": "2026-08-20 保洁", "entry": "5"}
    answer = client.post(path, form, follow=True)
    assert "最迟" in answer.content.decode()
    client.post(path, form)  # a double click
    objection = Objection.objects.get()
    assert objection.matter.kind.code == "objection"
    assert objection.matter.due_at > NOON
    page = client.get(here(cast, "joint_account/2026q3")).content.decode()
    assert "没有答复的疑问 1 个" in page
    accountant = sign_in(cast.accountant)
    assert "保洁怎么这么贵" in accountant.get("/disclosure/").content.decode()
    reply = {"question": "保洁费的组成", "answer": "含两次高压冲洗。"}
    assert accountant.post(f"/disclosure/answer/{objection.pk}", reply).status_code == 302
    assert accountant.post(f"/disclosure/answer/{objection.pk}", reply).status_code == 422
    page = client.get(here(cast, "joint_account/2026q3")).content.decode()
    assert "含两次高压冲洗" in page
    assert "怎么这么贵" not in page  # what was asked may hold names: it stays with who answers
    assert "含两次高压冲洗" in client.get(here(cast, f"asked/{objection.token}")).content.decode()


def test_a_resident_asks_under_the_own_name(cast: Any, sign_in: Any) -> None:
    load_rules(cast.estate)
    make_quarter(cast)
    resident = sign_in(cast.resident)
    path = here(cast, "joint_account/2026q3/ask")
    resident.post(path, {"text": "广告收入是哪来的?", "form_key": "k9"})
    assert Matter.objects.get().reporter_id == cast.people["resident"].pk
    assert resident.post(path, {"text": " ", "form_key": "k8"}).status_code == 422


def test_a_flood_of_questions_is_slowed_down(cast: Any) -> None:
    load_rules(cast.estate)
    make_quarter(cast)
    client = OutsideClient()
    path = here(cast, "joint_account/2026q3/ask")
    answers = [client.post(path, {"text": f"问 {n}", "form_key": f"f{n}"}) for n in range(6)]
    assert [a.status_code for a in answers] == [302] * 5 + [422]
    assert "问得太多了" in answers[-1].content.decode()
    assert Matter.objects.count() == 5


def test_files_of_a_quarter(cast: Any) -> None:
    make_quarter(cast)
    client = OutsideClient()
    for kind, start in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        answer = client.get(here(cast, f"joint_account/2026q3/as.{kind}"))
        assert answer.content.startswith(start)
    assert client.get(here(cast, "joint_account/2026q3/as.exe")).status_code == 404


@pytest.mark.parametrize(
    "rest",
    ["joint_account/2026q5", "joint_account/2030q1", "aid_fund/2026q3", "nothing/2026q3",
     "check/aid_fund", "check/aid_fund/file", "voucher/999999"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(cast: Any, rest: str) -> None:
    make_quarter(cast)
    assert OutsideClient().get(here(cast, rest)).status_code == 404


def test_another_estates_reader_stays_at_home(cast: Any, sign_in: Any) -> None:
    make_quarter(cast)
    assert sign_in(cast.foreign_lead).get(here(cast)).status_code == 404


def test_the_book_is_taken_by_anybody(cast: Any) -> None:
    book = make_quarter(cast)
    seal_book(book.pk)
    answer = OutsideClient().get(here(cast, "check/joint_account/file"))
    assert b"".join(answer).startswith(b"\x1f\x8b")
    page = OutsideClient().get(here(cast, "check/joint_account")).content.decode()
    assert "linli ledger verify" in page


def test_english_readers_read_english(cast: Any) -> None:
    make_quarter(cast)
    client = OutsideClient()
    client.cookies["linli_language"] = "en"
    page = client.get(here(cast, "joint_account/2026q3")).content.decode()
    assert "Property fee" in page
    assert "I have a question about this" in page


def test_staff_publish_and_correct_on_their_pages(cast: Any, sign_in: Any) -> None:
    make_quarter(cast)
    fold_all()
    accountant = sign_in(cast.accountant)
    assert "2026" in accountant.get("/disclosure/").content.decode()
    path = "/disclosure/prepare/joint_account/2026q3"
    assert "公布以后不能再改" in accountant.get(path).content.decode()
    assert accountant.post(path).status_code == 302
    assert accountant.post(path, {"reason": "补一笔"}).status_code == 422
    assert sign_in(cast.lead).get("/disclosure/setting").status_code == 200
    for name in ("resident", "clerk", "property_manager", "outsider"):
        assert sign_in(cast.accounts[name]).get("/disclosure/").status_code in (403, 404)


@pytest.mark.rule("OWN-15")
def test_owners_look_into_the_papers_and_it_is_logged(cast: Any, sign_in: Any) -> None:
    payment = make_payment(cast)
    assert Ownership.objects.filter(person=cast.people["owner"]).exists()
    owner = sign_in(cast.owner)
    assert "楼道灯更换" in owner.get("/disclosure/inspect").content.decode()
    paper = payment.request.files.get().pk
    assert owner.get(f"/disclosure/inspect/{paper}")["Content-Type"] == "image/webp"
    looks = list(Look.objects.values_list("account", "what").order_by("pk"))
    assert looks == [(cast.owner.pk, "index"), (cast.owner.pk, f"paper:{paper}")]
    assert "赵业" in sign_in(cast.accountant).get("/disclosure/looks").content.decode()
    for name in ("tenant", "resident", "outsider", "captain"):
        client = sign_in(cast.accounts[name])
        assert client.get("/disclosure/inspect").status_code == 404
        assert client.get(f"/disclosure/inspect/{paper}").status_code == 404


def test_the_fund_has_a_page(cast: Any) -> None:
    make_quarter(cast)
    find_book("maintenance_fund")
    page = OutsideClient().get(here(cast, "maintenance_fund/2026q3"))
    assert "还没有进出" in page.content.decode()
