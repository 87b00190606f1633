"""What `linli serve` runs, under which settings, and when all of it answers."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from linli.base.postgres.api import Cluster
from linli.cli.errors import AddressUnknown, NotReady, PortInUse
from linli.cli.supervision import Child, python
from linli.web.configuration import Configuration
from linli.web.processes import SUPERVISED

BLOCKING_THREADS = 4  # of each web process; each holds one of PostgreSQL's 100 connections
READY_PATIENCE = 60.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Address:
    """Where to listen, and under which scheme browsers come."""

    host: str
    port: int
    tls: tuple[Path, Path] | None = None

    @property
    def url(self) -> str:
        scheme = "https" if self.tls else "http"
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return f"{scheme}://{f'[{shown}]' if ':' in shown else shown}:{self.port}/"


def refuse_used_ports(address: Address) -> None:
    """Raise PortInUse or AddressUnknown before anything is started."""
    for port in (address.port, address.port + 1):
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address.host, port))
            except OSError as error:
                if error.errno in (99, 49) or isinstance(error, socket.gaierror):
                    raise AddressUnknown(host=address.host) from error
                raise PortInUse(host=address.host, port=port, other=port + 20) from error


def child_environment(configuration: Configuration, cluster: Cluster | None) -> dict[str, str]:
    """The environment of the children: one address of the database, and never the owner's role.

    The address is fixed, since a child that starts while PostgreSQL is being started again could
    not ask for it.
    """
    metrics = configuration.var / "run" / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(parents=True, mode=0o700)
    app_url = cluster.app_url if cluster else configuration.database_url
    given = {k: v for k, v in os.environ.items() if k != "LINLI_DATABASE_OWNER_URL"}
    return given | {
        "DJANGO_SETTINGS_MODULE": "linli.web.settings",
        "LINLI_DATABASE_URL": app_url,
        "LINLI_VAR": str(configuration.var),
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
        "PYTHONUNBUFFERED": "1",
        SUPERVISED: str(os.getpid()),
    }


def make_children(address: Address, workers: int) -> list[Child]:
    """Pages, streams, background work."""
    pages = {
        "interface": "wsgi",
        "module": "linli.web.wsgi",
        "workers": workers,
        "blocking_threads": BLOCKING_THREADS,
        "blocking_threads_idle_timeout": 600,
    }
    streams = {"interface": "asgi", "module": "linli.web.live.asgi", "workers": 1}
    return [
        Child("web", _server(address, 0, pages)),
        Child("stream", _server(address, 1, streams)),
        Child("worker", python("-m", "linli.cli", "worker")),
    ]


def _server(address: Address, offset: int, orders: dict[str, object]) -> list[str]:
    place: dict[str, object] = {"address": address.host, "port": address.port + offset}
    if address.tls:
        certificate, key = address.tls
        place |= {"ssl_cert": str(certificate), "ssl_key": str(key)}
    return python("-m", "linli.cli.web_server", json.dumps(orders | place))


def await_ready(address: Address, host_name: str, look_after: Callable[[], bool]) -> bool:
    """Wait until /health/ready and the stream answer; False when `look_after` says to stop.

    Raises NotReady after a minute.
    """
    until, last = time.monotonic() + READY_PATIENCE, ""
    while time.monotonic() < until:
        if not look_after():
            return False
        status, last = _ask(address, 0, host_name, "/health/ready")
        if status == 200 and _ask(address, 1, host_name, "/live/health")[0] == 200:
            return True
        time.sleep(0.1)
    raise NotReady(reason=last or "timeout")


def _ask(address: Address, offset: int, host_name: str, path: str) -> tuple[int, str]:
    """Status and body; status 0 when nobody answers."""
    host = "127.0.0.1" if address.host in ("0.0.0.0", "::") else address.host  # noqa: S104
    port = address.port + offset
    connection: http.client.HTTPConnection
    if address.tls:
        context = ssl.create_default_context()
        context.check_hostname = False  # we ask ourselves, by address
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(host, port, timeout=5, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": f"{host_name}:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read(500).decode("utf-8", "replace")
    except OSError as error:
        return 0, str(error)
    finally:
        connection.close()
