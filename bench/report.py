from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure held against its target; `at_most` says which side is good."""

    name: str
    value: float
    target: float
    at_most: bool = True
    unit: str = ""

    @property
    def is_met(self) -> bool:
        return self.value <= self.target if self.at_most else self.value >= self.target

    def line(self) -> str:
        sign = "<=" if self.at_most else ">="
        word = "ok" if self.is_met else "short"
        return f"BENCH {self.name} {self.value:.3g}{self.unit} target {sign}{self.target:g} {word}"


def print_figures(figures: list[Figure]) -> None:
    print()
    for figure in figures:
        print(figure.line(), flush=True)
