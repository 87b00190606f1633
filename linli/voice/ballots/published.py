"""The file by which anybody recounts an assembly. Pure: no database, no Django.

One record a line, fields parted by tabs, so that a mistake has a line:

    linli-ballots 1 · assembly CODE · rule silence X · rule repeat X
    item POSITION MATTER TITLE
    unit CODE AREA_CM2 VOTER CHECK        (the frozen roll; several units of one voter are one head)
    ballot RECEIPT VOTER CHOICES CHECK    (the ballots that count, one a voter)
    roll COUNT ROOT · box COUNT ROOT      (roots of the trees over units and ballots)
    figure POSITION NAME HEADS AREA · verdict POSITION VERDICT
    end LINES

CHECK is the first eight signs of the line's leaf: it says which line was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from linli.base.errors import DomainError, translatable
from linli.voice.ballots.data import ItemResult, ItemRules, Silence, Sum
from linli.voice.ballots.rules import is_ballot
from linli.voice.ballots.seals import ballot_leaf, tree_root, unit_leaf
from linli.voice.ballots.tally import count_box

MAGIC, FORMAT = "linli-ballots", "1"
CHECK = 8
FIGURES = ("yes", "no", "abstain", "invalid", "participating", "silent", "total")
_LENGTHS = {
    "assembly": 2, "rule": 3, "item": 4, "unit": 5, "ballot": 5, "roll": 3, "box": 3,
    "figure": 5, "verdict": 3, "end": 2,
}  # fmt: skip


class FileBroken(DomainError):
    code = "ballots_file_broken"
    message = translatable("第 %(line)s 行读不懂：%(what)s。文件可能不完整或被改过，请重新下载。")


class FileChanged(DomainError):
    code = "ballots_file_changed"
    message = translatable("第 %(line)s 行被改过：%(what)s。请重新下载，并和公示的封存码比对。")


class FileDisagrees(DomainError):
    code = "ballots_file_disagrees"
    message = translatable("重新数出来的和文件里写的不一样：%(what)s。请把文件交给业委会和街道。")


@dataclass
class Contents:
    """A file as read. Line numbers are kept for what may be wrong later."""

    assembly: str = ""
    rules: dict[str, str] = field(default_factory=dict)
    items: list[ItemRules] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    areas: dict[str, int] = field(default_factory=dict)  # voter: cm²
    unit_leaves: list[bytes] = field(default_factory=list)
    ballots: dict[str, str] = field(default_factory=dict)  # voter: choices
    ballot_leaves: list[bytes] = field(default_factory=list)
    receipts: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    roots: dict[str, tuple[int, str]] = field(default_factory=dict)
    figures: dict[tuple[int, str], tuple[int, int, int]] = field(default_factory=dict)
    verdicts: dict[int, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Recount:
    """What came out: the counted items, the box's root to compare with the public page."""

    assembly: str
    titles: tuple[str, ...]
    results: tuple[ItemResult, ...]
    total: Sum
    units: int
    ballots: int
    root: str
    roll_root: str


def write_file(
    assembly: str,
    rules: Sequence[tuple[str, str]],
    items: Sequence[tuple[ItemRules, str]],
    units: Iterable[tuple[str, int, str]],
    ballots: Iterable[tuple[str, str, str]],
    results: Sequence[ItemResult],
) -> str:
    """The whole file. `units` are (code, area, voter), `ballots` (receipt, voter, choices)."""
    lines = [f"{MAGIC}\t{FORMAT}", f"assembly\t{assembly}"]
    lines += [f"rule\t{name}\t{value}" for name, value in rules]
    lines += [f"item\t{i.position}\t{i.matter}\t{_plain(title)}" for i, title in items]
    unit_leaves, box_leaves = [], []
    for code, area, voter in sorted(units):
        leaf = unit_leaf(assembly, code, area, voter)
        unit_leaves.append(leaf)
        lines.append(f"unit\t{code}\t{area}\t{voter}\t{leaf.hex()[:CHECK]}")
    for receipt, voter, choices in sorted(ballots):
        leaf = ballot_leaf(assembly, receipt, voter, choices)
        box_leaves.append(leaf)
        lines.append(f"ballot\t{receipt}\t{voter}\t{choices}\t{leaf.hex()[:CHECK]}")
    lines.append(f"roll\t{len(unit_leaves)}\t{tree_root(unit_leaves).hex()}")
    lines.append(f"box\t{len(box_leaves)}\t{tree_root(box_leaves).hex()}")
    lines += _result_lines(results)
    return "\n".join([*lines, f"end\t{len(lines) + 1}", ""])


def _plain(title: str) -> str:
    return " ".join(title.split())


def _result_lines(results: Sequence[ItemResult]) -> Iterator[str]:
    for result in results:
        for name in FIGURES:
            one: Sum = getattr(result, name)
            yield f"figure\t{result.position}\t{name}\t{one.heads}\t{one.area}"
        yield f"verdict\t{result.position}\t{result.verdict}"


def recount_file(text: str, expected_root: str = "") -> Recount:
    """Read, check and count. `expected_root` is what the public page shows, whole or begun.

    Raises FileBroken, FileChanged or FileDisagrees, each with the line or the figure.
    """
    contents = read_contents(text)
    root = _check_root(contents, "box", contents.ballot_leaves)
    roll_root = _check_root(contents, "roll", contents.unit_leaves)
    if expected_root and not root.startswith(expected_root.strip().lower()):
        raise FileDisagrees(what=f"{expected_root.strip()} ≠ {root}")
    total = Sum(len(contents.areas), sum(contents.areas.values()))
    cast = ((contents.areas[voter], choices) for voter, choices in contents.ballots.items())
    silence = Silence(contents.rules["silence"])
    results = count_box(contents.items, total, cast, silence)
    _compare(contents, results)
    return Recount(
        contents.assembly, tuple(contents.titles), tuple(results), total, len(contents.units),
        len(contents.ballots), root, roll_root,
    )  # fmt: skip


def read_contents(text: str) -> Contents:
    """Every line taken in and checked by itself. Raises FileBroken or FileChanged."""
    lines = text.split("\n")
    if lines[0].rstrip("\r") != f"{MAGIC}\t{FORMAT}":
        raise FileBroken(line=1, what=lines[0][:40])
    if lines[-1] != "" or not lines[-2].startswith("end\t"):
        raise FileBroken(line=len(lines), what="end")
    contents = Contents()
    for number, line in enumerate(lines[1:-1], start=2):
        fields = line.split("\t")
        kind = fields[0]
        if _LENGTHS.get(kind) != len(fields):
            raise FileBroken(line=number, what=line[:40])
        try:
            _TAKERS[kind](contents, fields, number)
        except (ValueError, KeyError) as error:
            raise FileBroken(line=number, what=line[:40]) from error
    if not {"silence", "repeat"} <= set(contents.rules) or set(contents.roots) != {"roll", "box"}:
        raise FileBroken(line=len(lines), what="rule / roll / box")
    return contents


def _take_assembly(contents: Contents, fields: list[str], number: int) -> None:
    contents.assembly = fields[1]


def _take_rule(contents: Contents, fields: list[str], number: int) -> None:
    if fields[1] == "silence":
        Silence(fields[2])
    contents.rules[fields[1]] = fields[2]


def _take_item(contents: Contents, fields: list[str], number: int) -> None:
    item = ItemRules(int(fields[1]), int(fields[2]))
    if item.position != len(contents.items) + 1 or not 1 <= item.matter <= 9:
        raise ValueError(fields)
    contents.items.append(item)
    contents.titles.append(fields[3])


def _take_unit(contents: Contents, fields: list[str], number: int) -> None:
    _, code, area_text, voter, check = fields
    area = int(area_text)
    leaf = unit_leaf(contents.assembly, code, area, voter)
    if not leaf.hex().startswith(check) or len(check) != CHECK or area <= 0:
        raise FileChanged(line=number, what=f"{code} {area_text}")
    if code in contents.units:
        raise FileChanged(line=number, what=code)
    contents.units.add(code)
    contents.areas[voter] = contents.areas.get(voter, 0) + area
    contents.unit_leaves.append(leaf)


def _take_ballot(contents: Contents, fields: list[str], number: int) -> None:
    _, receipt, voter, choices, check = fields
    leaf = ballot_leaf(contents.assembly, receipt, voter, choices)
    if leaf.hex()[:CHECK] != check:
        raise FileChanged(line=number, what=f"{receipt} {choices}")
    doubled = voter in contents.ballots or receipt in contents.receipts
    if doubled or voter not in contents.areas:
        raise FileChanged(line=number, what=receipt)
    if not is_ballot(choices, len(contents.items), on_paper=True):
        raise FileBroken(line=number, what=choices)
    contents.ballots[voter] = choices
    contents.receipts.add(receipt)
    contents.ballot_leaves.append(leaf)


def _take_root(contents: Contents, fields: list[str], number: int) -> None:
    contents.roots[fields[0]] = (int(fields[1]), fields[2])


def _take_figure(contents: Contents, fields: list[str], number: int) -> None:
    contents.figures[int(fields[1]), fields[2]] = (int(fields[3]), int(fields[4]), number)


def _take_verdict(contents: Contents, fields: list[str], number: int) -> None:
    contents.verdicts[int(fields[1])] = (fields[2], number)


def _take_end(contents: Contents, fields: list[str], number: int) -> None:
    if int(fields[1]) != number:
        raise FileBroken(line=number, what=f"end {fields[1]}")


_TAKERS = {
    "assembly": _take_assembly, "rule": _take_rule, "item": _take_item, "unit": _take_unit,
    "ballot": _take_ballot, "roll": _take_root, "box": _take_root, "figure": _take_figure,
    "verdict": _take_verdict, "end": _take_end,
}  # fmt: skip


def _check_root(contents: Contents, kind: str, leaves: list[bytes]) -> str:
    count, claimed = contents.roots[kind]
    if count != len(leaves):
        raise FileDisagrees(what=f"{kind}: {count} ≠ {len(leaves)}")
    root = tree_root(leaves).hex()
    if root != claimed:
        raise FileDisagrees(what=f"{kind}: {claimed[:16]} ≠ {root[:16]}")
    return root


def _compare(contents: Contents, results: Sequence[ItemResult]) -> None:
    """What the file claims against what came out, figure by figure."""
    for result in results:
        for name in FIGURES:
            one: Sum = getattr(result, name)
            heads, area, line = contents.figures.get((result.position, name), (-1, -1, 0))
            if (heads, area) != (one.heads, one.area):
                what = f"{result.position} {name} {heads}/{area} ≠ {one.heads}/{one.area}"
                raise FileDisagrees(what=f"{what} ({line})")
        verdict, line = contents.verdicts.get(result.position, ("", 0))
        if verdict != result.verdict:
            raise FileDisagrees(what=f"{result.position} {verdict} ≠ {result.verdict} ({line})")
