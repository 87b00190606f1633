"""A real server for the browser: the project's WSGI application in threads, on its own database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler

from django.core.servers.basehttp import ThreadedWSGIServer

from tests.journeys.stream_bridge import StreamBridge


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing: the browser's own log is the one that is read."""


@dataclass
class Live:
    """A served estate. `url` has no slash at its end; `cast` is everybody in it."""

    url: str
    cast: Any

    def scope(self) -> AbstractContextManager[None]:
        """Look into the estate's rows, or change them, beside the browser."""
        from linli.base.scopes.api import estate_scope

        return estate_scope(self.cast.estate.pk)

    def run_jobs(self) -> None:
        """Do all jobs that wait, as a worker does, and come back."""
        worker = threading.Thread(target=_work_off)
        worker.start()
        worker.join()


def _work_off() -> None:
    from django.db import connections
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    connections.close_all()


class LiveServer:
    """Serves `application`, and at /live the stream that a page's live parts listen to."""

    def __init__(self, application: Callable[..., Any]):
        self._application, self._streams = application, StreamBridge()
        self._server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
        self._server.daemon_threads = True
        self._server.set_app(self._answer)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._streams.stop()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"] != "/live":
            return self._application(environ, start_response)
        return self._streams.answer(environ, start_response)
