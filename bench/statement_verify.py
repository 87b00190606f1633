"""Verify an exported book, print how many entries it holds; fails when it is not sound."""

from __future__ import annotations

import sys
from pathlib import Path

from linli.money.ledger.verifying import verify_file

if __name__ == "__main__":
    report = verify_file(Path(sys.argv[1]))
    assert report.is_sound, report.faults[:3]
    print(report.entries)
