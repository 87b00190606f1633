"""Granian with our application loaded before its workers are forked.

One load serves all workers: they share its memory, and a killed one is back at once. Run as
`python -m linli.cli.web_server '{"interface": "wsgi", …}'`, where the JSON holds the arguments of
granian's server and "module", whose `application` is served.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import Server

from linli.web.processes import end_with_server


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    orders: dict[str, Any] = json.loads(sys.argv[1])
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")  # nothing of ours runs in threads yet
    module = orders.pop("module")
    application = import_module(module).application
    for name in ("ssl_cert", "ssl_key"):
        orders[name] = Path(orders[name]) if orders.get(name) else None
    server = Server(
        f"{module}:application",
        interface=Interfaces(orders.pop("interface")),
        log_level=LogLevels.warning,
        ssl_protocol_min=SSLProtocols.tls12,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=4,
        **orders,
    )
    server.serve(target_loader=_loader(application), wrap_loader=False)


def _loader(application: Callable[..., Any]) -> Callable[[], Callable[..., Any]]:
    """What a worker calls after its fork."""

    def load() -> Callable[..., Any]:
        end_with_server()
        return application

    return load


if __name__ == "__main__":
    main()
