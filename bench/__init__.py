"""Measurements behind the performance claims. `make bench-NAME` runs `python -m bench.NAME`.

Each prints, last, one line per figure: `BENCH <name> <figure> target <target> ok|short`.
"""
