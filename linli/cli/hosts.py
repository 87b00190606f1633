"""Under which names and addresses this machine answers."""

from __future__ import annotations

import json
import os
import socket

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
_FAR = ("192.0.2.1", 9)  # a documentation address: asking for the way there sends nothing


def answer_under(host: str) -> None:
    """Add what `--host` names to LINLI_HOSTS, before the settings are read."""
    given = os.environ.get("LINLI_HOSTS", "")
    known: list[str] = json.loads(given) if given else ["127.0.0.1", "localhost"]
    added = lan_addresses() if host in EVERYWHERE else [host]
    os.environ["LINLI_HOSTS"] = json.dumps(list(dict.fromkeys([*known, *added])))


def lan_addresses() -> list[str]:
    """This machine's name and its address on the way out."""
    found = [socket.gethostname().lower()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_FAR)
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass  # no network: the name alone
    return found
