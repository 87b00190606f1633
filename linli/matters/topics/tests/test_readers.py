"""What is read from texts, without database: places, dangers, categories, files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.matters.topics.readers.api import (
    CorpusError,
    Record,
    Trained,
    evaluate,
    find_danger,
    find_landmarks,
    find_spots,
    load_trained,
    read_records,
    save_trained,
)
from linli.matters.topics.readers.clusters import lean_on
from linli.matters.topics.readers.evaluation import TARGETS, score_pairs


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("7-3-502 来电", "7-3-502"),
        ("7号楼3单元502 漏水", "7-3-502"),
        ("七号楼门口", "7号楼"),
        ("十四号楼二单元", "14-2"),
        ("7幢一单元的灯不亮", "7-1"),
        ("我1102 住16-5 楼上砸墙", "16-5-1102"),
        ("12栋 那个井盖", "12号楼"),
    ],
)
def test_places_are_read_as_people_say_them(text: str, plate: str) -> None:
    assert find_spots(text)[0].plate == plate


@pytest.mark.parametrize("text", ["晚上7-9点跳舞", "一次10-20元", "电话0319-2345678", "你好", ""])
def test_times_and_money_are_no_places(text: str) -> None:
    assert find_spots(text) == []


def test_a_passage_between_buildings_names_both() -> None:
    assert [s.building for s in find_spots("5、7号楼之间的消防通道")] == ["5", "7"]
    assert find_landmarks("南门垃圾点又满了") == ["南门", "垃圾点"]


@pytest.mark.rule("REQ-02")
@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("锅里的油起火了 灭不了", "119"),
        ("水往配电箱里灌呢 滋滋响", "119"),
        ("老爷子嘴歪了 右手拿不住筷子", "120"),
        ("俩人拿着酒瓶子干起来了", "110"),
        ("我们卡在两层中间 电梯门打不开 出不去", "lift"),
        ("楼道一股天然气味", "gas"),
    ],
)
def test_danger_is_heard_without_a_model(text: str, to: str) -> None:
    sign = find_danger(text)
    assert sign is not None
    assert sign.to == to


def test_the_shipped_reader_knows_its_trade(trained: Trained) -> None:
    read = trained.reader.read
    assert read("电梯一直停在五楼 门也不开").categories[0][0] == "lift"
    assert read("家里暖气片冰凉 才十五度").categories[0][0] == "heating"
    assert read("妈呀厨房着火了 快来人救命").service == "119"
    assert read("物业费能不能开发票").service == ""
    assert sum(chance for _, chance in read("在不").categories) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    "text", ["", "啊", "👍👍👍", "\x00\x01", "第一条 业主" * 2_000, "1" * 10_000]
)
def test_any_text_is_read(trained: Trained, text: str) -> None:
    reading = trained.reader.read(text)
    assert len(reading.categories) == len(trained.reader.heads["category"].labels)
    assert reading.service in ("", "119", "120", "110", "gas", "lift")


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200))
def test_whatever_is_typed_is_read(trained: Trained, text: str) -> None:
    assert 0 <= trained.reader.read(text).danger <= 1
    find_spots(text)


def test_what_is_saved_reads_the_same(trained: Trained, tmp_path: Path) -> None:
    save_trained(trained, tmp_path / "r.npz")
    again = load_trained(tmp_path / "r.npz")
    text = "楼上装修电钻响一天"
    first, second = trained.reader.read(text), again.reader.read(text)
    assert first.categories[0][0] == second.categories[0][0]
    assert first.danger == pytest.approx(second.danger, abs=0.01)


def test_a_file_with_pickled_objects_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.npz"
    np.savez(path, notes=np.array([{"a": 1}], dtype=object), idf=np.zeros(3))
    with pytest.raises(ValueError, match="allow_pickle"):
        load_trained(path)


def test_pairs_are_counted_as_pairs() -> None:
    scores = score_pairs(["a", "a", "b", "b"], ["x", "x", "x", "y"])
    assert (scores.both, scores.said, scores.true) == (1, 2, 3)
    assert scores.f1 == pytest.approx(0.4)


def test_a_small_file_is_judged_online(trained: Trained) -> None:
    records = [
        Record("1", "wechat", "7号楼电梯困人了 快来", "lift", "help", "emergency", "lift",
               "lift7", "", "7", "", "", 0),
        Record("2", "hotline", "7号楼电梯困人,里面两个人", "lift", "help", "emergency", "lift",
               "lift7", "1", "7", "", "", 0),
        Record("3", "web", "请问物业费怎么交", "fees", "enquiry", "none", "", "", "", "", "", "", 1),
    ]  # fmt: skip
    report = evaluate(records, trained.reader, trained.judges)
    assert set(report.figures) == {name for name, _ in TARGETS}
    assert report.figures["emergency_recall"] == 1
    assert report.figures["category_accuracy"] == 1


def test_a_wrong_file_names_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text("text,day\n你好,昨天\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="row 2"):
        read_records(path)
    path.write_text("words\n你好\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="text"):
        read_records(path)


def test_a_text_leans_on_what_surely_speaks_of_the_same_problem() -> None:
    own = np.array([0.4, 0.6])
    others = np.array([[0.9, 0.1], [0.0, 1.0]])
    sure = lean_on(own, others, np.array([6.0, -6.0]))
    assert sure[0] > 0.6
    assert sure.sum() == pytest.approx(1)
    assert lean_on(own, others, np.array([-7.0, -7.0])) == pytest.approx(own, abs=0.01)
    assert lean_on(own, others[:0], np.zeros(0)) is own
