"""A provider as a process of its own: takes texts over HTTP, counts keys, misbehaves on request.

`python -m linli.gateways.sms.testing PORT_FILE` serves until it is ended. It keeps no memory of
what it was asked to do between two starts. By the text: [refuse] 400, [busy] 429, [down] 503,
[slow] no answer in time, [half] takes the text and breaks the line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_lock = threading.Lock()
_keys: Counter[str] = Counter()
_seen: list[dict[str, Any]] = []
_STATUS = {"[refuse]": 400, "[busy]": 429, "[down]": 503}


class Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    delay = 0.0

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        if query:
            self._aliyun(query)
            return
        message = self._read(data)
        text = str(message.get("text", ""))
        for sign, status in _STATUS.items():
            if sign in text:
                self._answer(status, {"code": status})
                return
        time.sleep(type(self).delay)
        self._keep(str(message.get("key", "")), message)
        if "[half]" in text:
            self.close_connection = True
            self.connection.close()
        elif "[slow]" in text:
            time.sleep(1.5)
        else:
            self._answer(200, {"code": 0, "data": {"ok": True}})

    def _read(self, data: bytes) -> dict[str, Any]:
        if "json" in (self.headers.get("Content-Type") or ""):
            found: dict[str, Any] = json.loads(data)
            return found
        return {k: v[0] for k, v in parse_qs(data.decode()).items()}

    def _aliyun(self, query: dict[str, str]) -> None:
        action = self.headers["x-acs-action"]
        if action == "QuerySendDetails":
            rows = [{"OutId": key} for key in _keys]
            self._answer(200, {"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": rows}})
            return
        text = query.get("TemplateParam", "")
        signed = {"Authorization": self.headers["Authorization"], **query}
        if "[refuse]" in text:
            self._answer(200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "号码不对"})
        elif "[busy]" in text:
            self._answer(200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "流控"})
        else:
            self._keep(query["OutId"], signed)
            self._answer(200, {"Code": "OK", "BizId": "1", "Message": "OK"})

    def do_GET(self) -> None:
        if self.path == "/counts":
            with _lock:
                self._answer(200, {"keys": dict(_keys), "seen": _seen[-20:]})
            return
        key = unquote(self.path.removeprefix("/messages/"))
        self._answer(200 if key in _keys else 404, {})

    def _keep(self, key: str, message: dict[str, Any]) -> None:
        with _lock:
            _keys[key] += 1
            _seen.append(message)
            del _seen[:-20]

    def _answer(self, status: int, value: dict[str, Any]) -> None:
        body = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "7")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        return


def serve(port_file: Path, delay: float) -> None:
    Provider.delay = delay
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    half = port_file.with_suffix(".half")
    half.write_text(str(server.server_port))
    half.rename(port_file)
    server.serve_forever()


@contextmanager
def provider(folder: Path, *, delay: float = 0.0) -> Iterator[str]:
    """The address of a provider that runs in a process of its own."""
    port_file = folder / "port"
    command = [sys.executable, "-m", "linli.gateways.sms.testing", str(port_file), str(delay)]
    child = subprocess.Popen(command)
    try:
        until = time.monotonic() + 20
        while not port_file.exists():
            if child.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the provider did not start")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port_file.read_text()}"
    finally:
        child.kill()
        child.wait()


def counts(url: str) -> dict[str, Any]:
    """`keys`: how often each key arrived; `seen`: the last requests."""
    with urllib.request.urlopen(f"{url}/counts", timeout=10) as answer:  # noqa: S310
        found: dict[str, Any] = json.loads(answer.read())
    return found


if __name__ == "__main__":
    serve(Path(sys.argv[1]), float(sys.argv[2]))
