"""Checking an exported book: no database, no account, no Django.

The file comes in segments, the entries of a seal and the seal. Each is checked by itself, in
several processes where it pays; what goes through all of them (the chain, the balances, that no
entry comes twice) is added up in order.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from array import array
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from linli.base.errors import DomainError, translatable
from linli.money.ledger.merkle import LEAF, chain_root, tree_root
from linli.money.ledger.texts import VERSION, book_text, seal_text

BLOCK = 1 << 20
LONGEST = 1 << 28  # bytes between two seals: a file that goes on for longer is no book
MOST_FAULTS = 100
_HEAD = len('["') + 64 + len('",')  # what stands before an entry's text in its line
_SEAL = b'\n{"seal":'


class FileUnreadable(DomainError):
    code = "ledger_file_unreadable"
    message = translatable("第 %(line)s 行读不懂：%(reason)s。请重新下载这份文件。")


@dataclass(frozen=True)
class Fault:
    """What does not hold, and where; `entry` and `seal` are numbers, 0 where it is neither."""

    what: str
    seal: int = 0
    entry: int = 0
    detail: str = ""


@dataclass
class Report:
    """What a file holds and what is wrong with it. Balances are debits minus credits by label."""

    estate: int = 0
    book: str = ""
    unit: str = ""
    entries: int = 0
    lines: int = 0
    seals: int = 0
    root: str = ""
    sealed_at: str = ""
    balances: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.faults


@dataclass
class Segment:
    """What checking the entries of one seal found; sent between processes."""

    seal: dict[str, Any]
    tree: bytes
    leaves: int
    ids: array[int]
    lines: int
    balances: dict[str, int]
    faults: list[Fault]


def verify_file(path: Path, *, processes: int | None = None) -> Report:
    """Check a file, gzipped or not. Raises FileUnreadable for what is no exported book."""
    count = processes if processes is not None else min(2, os.cpu_count() or 1)
    try:
        with _open(path) as stream:
            return _verify(stream, count)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileUnreadable(line="?", reason=translatable("压缩文件不完整")) from error


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _verify(stream: IO[bytes], processes: int) -> Report:
    report = Report()
    accounts = _read_head(stream, report)
    chain = _Chain(report)
    end = b""
    for found in _checked(stream, processes):
        if isinstance(found, Segment):
            chain.add(found)
        else:
            end = found
    _check_end(report, end)
    chain.check_ids()
    for label in sorted(set(report.balances) - set(accounts)):
        _blame(report, Fault(ACCOUNT_UNKNOWN, detail=label))
    if sum(report.balances.values()):
        _blame(report, Fault(BOOK_UNBALANCED, detail=str(sum(report.balances.values()))))
    return report


UNBALANCED = translatable("借贷不平，差 %(detail)s")
TOO_FEW = translatable("不足两行")
CHANGED = translatable("内容和封存时不一样：被改过")
GONE = translatable("这笔在账上找不到了：被删过")
TWICE = translatable("这笔出现了两次")
TREE_WRONG = translatable("封存的根和里面的账目对不上")
CHAIN_BROKEN = translatable("这次封存接不上前一次：前后有一处被改过")
COUNT_WRONG = translatable("笔数不对：写的和实有的不一样（%(detail)s）")
NUMBER_WRONG = translatable("封存的编号不连续：中间少了或多了")
CUT = translatable("文件不完整：这次封存之后的部分缺失")
END_WRONG = translatable("文件末尾的合计和内容不一样（%(detail)s）")
ACCOUNT_UNKNOWN = translatable("科目 %(detail)s 不在科目表里")
BOOK_UNBALANCED = translatable("整本账借贷不平，差 %(detail)s")


def _blame(report: Report, fault: Fault) -> None:
    if len(report.faults) < MOST_FAULTS:
        report.faults.append(fault)


def _read_head(stream: IO[bytes], report: Report) -> dict[str, int]:
    """The book and its accounts."""
    first, second = stream.readline(BLOCK), stream.readline(LONGEST)
    try:
        book = json.loads(first)
        if book["ledger"] != VERSION:
            raise FileUnreadable(line=1, reason=translatable("这个版本的程序不认识它的格式"))
        report.estate, report.book, report.unit = book["estate"], book["book"], book["unit"]
        report.root = chain_root(b"", book_text(report.estate, report.book, report.unit)).hex()
    except (ValueError, KeyError, TypeError) as error:
        raise FileUnreadable(line=1, reason=translatable("不是导出的账本")) from error
    try:
        accounts: dict[str, int] = json.loads(second)["accounts"]
    except (ValueError, KeyError, TypeError) as error:
        raise FileUnreadable(line=2, reason=translatable("没有科目表")) from error
    return accounts


def _checked(stream: IO[bytes], processes: int) -> Iterator[Segment | bytes]:
    """Checked segments in order, then what follows the last seal."""
    if processes <= 1:
        for line, data in _segments(stream):
            yield check_segment(data, line) if line else data
        return
    # as many segments at once as keep all busy, no more: the file may be larger than memory
    with ProcessPoolExecutor(processes) as pool:
        waiting: deque[Future[Segment]] = deque()
        for line, data in _segments(stream):
            if not line:
                yield from (future.result() for future in waiting)
                yield data
                return
            waiting.append(pool.submit(check_segment, data, line))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()


def _segments(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """(number of its first line, bytes) of each seal with its entries; (0, rest) at the end."""
    line, kept, searched = 3, b"\n", 0
    while block := stream.read(BLOCK):
        kept += block
        while (at := kept.find(_SEAL, searched)) >= 0:
            stop = kept.find(b"\n", at + 1)
            if stop < 0:
                break
            data, kept, searched = kept[1:stop], kept[stop:], 0
            yield line, data
            line += data.count(b"\n") + 1
        else:
            searched = max(0, len(kept) - len(_SEAL))
        if len(kept) > LONGEST:
            raise FileUnreadable(line=line, reason=translatable("找不到封存"))
    yield 0, kept[1:]


def check_segment(data: bytes, first_line: int) -> Segment:
    """Check the entries of one seal by themselves; `data` ends with the seal's own line."""
    *lines, last = data.split(b"\n")
    rows, seal = _parse(lines, last, first_line)
    leaves = [sha256(LEAF + line[_HEAD:-1]).digest() for line in lines]
    try:
        found = _add_up(rows, seal)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise FileUnreadable(line=first_line, reason=translatable("账目的格式不对")) from error
    if b"".join(leaves).hex().encode() != b"".join([line[2:66] for line in lines]):
        found.faults += _changed(lines, leaves, rows, seal)
    found.tree = tree_root(leaves) if leaves else b""
    return found


def _parse(lines: list[bytes], last: bytes, first_line: int) -> tuple[list[Any], dict[str, Any]]:
    try:
        return json.loads(b"[" + b",".join(lines) + b"]"), json.loads(last)
    except ValueError:
        for number, line in enumerate([*lines, last], first_line):
            try:
                json.loads(line)
            except ValueError as error:
                raise FileUnreadable(line=number, reason=translatable("内容残缺")) from error
        raise


def _add_up(rows: list[Any], seal: dict[str, Any]) -> Segment:
    """Sums of each entry and of each label; the order of ids."""
    found = Segment(seal, b"", len(rows), array("q"), 0, {}, [])
    balances, number = found.balances, seal["seal"]
    count = 0
    for _, entry in rows:
        total = 0
        lines = entry["lines"]
        for label, amount in lines:
            if type(amount) is not int:
                raise TypeError(amount)
            total += amount
            balances[label] = balances.get(label, 0) + amount
        count += len(lines)
        if total:
            found.faults.append(Fault(UNBALANCED, number, entry["entry"], str(total)))
        elif len(lines) < 2 and lines:
            found.faults.append(Fault(TOO_FEW, number, entry["entry"]))
    found.ids.extend([entry["entry"] for _, entry in rows])
    found.lines = count
    return found


def _changed(
    lines: list[bytes], leaves: list[bytes], rows: list[Any], seal: dict[str, Any]
) -> list[Fault]:
    return [
        Fault(CHANGED if row[1]["lines"] else GONE, seal["seal"], row[1]["entry"])
        for line, leaf, row in zip(lines, leaves, rows, strict=True)
        if line[2:66] != leaf.hex().encode()
    ][:MOST_FAULTS]


class _Chain:
    """What runs through all seals: numbers, totals, roots, and that no entry comes twice."""

    def __init__(self, report: Report) -> None:
        self.report, self.ids = report, array("q")

    def add(self, part: Segment) -> None:
        report, seal = self.report, part.seal
        report.entries += part.leaves
        report.lines += part.lines
        for label, amount in part.balances.items():
            report.balances[label] += amount
        self.ids.extend(part.ids)
        for fault in part.faults:
            _blame(report, fault)
        try:
            self._check_seal(part, seal)
        except (KeyError, TypeError, ValueError) as error:
            reason = translatable("封存的格式不对")
            raise FileUnreadable(line=f"seal {report.seals + 1}", reason=reason) from error

    def _check_seal(self, part: Segment, seal: dict[str, Any]) -> None:
        report, number = self.report, seal["seal"]
        if number != report.seals + 1:
            _blame(report, Fault(NUMBER_WRONG, number))
        if (seal["entries"], seal["total"]) != (part.leaves, report.entries):
            detail = f"{seal['entries']}/{part.leaves}, {seal['total']}/{report.entries}"
            _blame(report, Fault(COUNT_WRONG, number, detail=detail))
        tree = bytes.fromhex(seal["tree"])
        if tree != part.tree:
            _blame(report, Fault(TREE_WRONG, number))
        text = seal_text(number, seal["entries"], seal["total"], seal["at"], tree)
        if chain_root(bytes.fromhex(report.root), text).hex() != seal["root"]:
            _blame(report, Fault(CHAIN_BROKEN, number))
        report.seals, report.root, report.sealed_at = number, seal["root"], seal["at"]

    def check_ids(self) -> None:
        """Runs of rising ids, merged by sorting them."""
        ids = sorted(self.ids)
        for one, two in pairwise(ids):
            if one == two:
                _blame(self.report, Fault(TWICE, entry=one))


def _check_end(report: Report, data: bytes) -> None:
    try:
        end = json.loads(data)["end"]
        said = (end["entries"], end["lines"], end["seals"], end["root"], end["balances"])
    except (ValueError, KeyError, TypeError):
        _blame(report, Fault(CUT, report.seals))
        return
    found = (report.entries, report.lines, report.seals, report.root, dict(report.balances))
    for name, one, two in zip(("entries", "lines", "seals", "root", "balances"), said, found,
                              strict=True):  # fmt: skip
        if one != two:
            detail = name if isinstance(one, dict) else f"{name}: {one} / {two}"
            _blame(report, Fault(END_WRONG, detail=detail))
