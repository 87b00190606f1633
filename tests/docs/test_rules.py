from __future__ import annotations

import subprocess
import sys


def test_rules_page_is_what_the_marks_say() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/rules.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
