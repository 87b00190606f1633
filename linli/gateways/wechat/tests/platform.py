"""The platform's side, played: written from its documentation alone, with nothing of ours.

As a program (`python platform.py`) it is a process of its own: it signs and seals messages, posts
them to a callback, opens the answers, and serves the API that an account calls. It prints its
address and takes orders at /_play/…
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import sys
import threading
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

# 接收普通消息 and 接收事件推送, as the platform's documentation prints them
TEXT = """<xml>
  <ToUserName><![CDATA[{to}]]></ToUserName>
  <FromUserName><![CDATA[{openid}]]></FromUserName>
  <CreateTime>{at}</CreateTime>
  <MsgType><![CDATA[text]]></MsgType>
  <Content><![CDATA[{content}]]></Content>
  <MsgId>{msgid}</MsgId>
</xml>"""
IMAGE = """<xml>
  <ToUserName><![CDATA[{to}]]></ToUserName>
  <FromUserName><![CDATA[{openid}]]></FromUserName>
  <CreateTime>{at}</CreateTime>
  <MsgType><![CDATA[image]]></MsgType>
  <PicUrl><![CDATA[http://mmbiz.qpic.cn/x]]></PicUrl>
  <MediaId><![CDATA[{media}]]></MediaId>
  <MsgId>{msgid}</MsgId>
</xml>"""
VOICE = """<xml>
  <ToUserName><![CDATA[{to}]]></ToUserName>
  <FromUserName><![CDATA[{openid}]]></FromUserName>
  <CreateTime>{at}</CreateTime>
  <MsgType><![CDATA[voice]]></MsgType>
  <MediaId><![CDATA[{media}]]></MediaId>
  <Format><![CDATA[amr]]></Format>
  <Recognition><![CDATA[{content}]]></Recognition>
  <MsgId>{msgid}</MsgId>
</xml>"""
LOCATION = """<xml>
  <ToUserName><![CDATA[{to}]]></ToUserName>
  <FromUserName><![CDATA[{openid}]]></FromUserName>
  <CreateTime>{at}</CreateTime>
  <MsgType><![CDATA[location]]></MsgType>
  <Location_X>23.134521</Location_X>
  <Location_Y>113.358803</Location_Y>
  <Scale>20</Scale>
  <Label><![CDATA[{content}]]></Label>
  <MsgId>{msgid}</MsgId>
</xml>"""
LINK = """<xml>
  <ToUserName><![CDATA[{to}]]></ToUserName>
  <FromUserName><![CDATA[{openid}]]></FromUserName>
  <CreateTime>{at}</CreateTime>
  <MsgType><![CDATA[link]]></MsgType>
  <Title><![CDATA[{content}]]></Title>
  <Description><![CDATA[公众平台官网链接]]></Description>
  <Url><![CDATA[https://example.cn/a]]></Url>
  <MsgId>{msgid}</MsgId>
</xml>"""
VIDEO = """<xml>
  <ToUserName><![CDATA[{to}]]></ToUserName>
  <FromUserName><![CDATA[{openid}]]></FromUserName>
  <CreateTime>{at}</CreateTime>
  <MsgType><![CDATA[video]]></MsgType>
  <MediaId><![CDATA[{media}]]></MediaId>
  <ThumbMediaId><![CDATA[thumb]]></ThumbMediaId>
  <MsgId>{msgid}</MsgId>
</xml>"""
EVENT = """<xml>
  <ToUserName><![CDATA[{to}]]></ToUserName>
  <FromUserName><![CDATA[{openid}]]></FromUserName>
  <CreateTime>{at}</CreateTime>
  <MsgType><![CDATA[event]]></MsgType>
  <Event><![CDATA[{event}]]></Event>
  <EventKey><![CDATA[{content}]]></EventKey>
</xml>"""
FORMS = {"text": TEXT, "image": IMAGE, "voice": VOICE, "location": LOCATION, "link": LINK,
         "video": VIDEO, "event": EVENT}  # fmt: skip
_count = 0
_lock = threading.Lock()


def next_id() -> int:
    global _count
    with _lock:
        _count += 1
        return 6_349_323_426_000_000_000 + int(time.time() * 1000) % 10**9 * 1000 + _count


def make_xml(form: str, openid: str, to: str, **values: Any) -> str:
    """A message as it is documented; `msgid`, `at`, `content`, `media`, `event` may be given."""
    known = {"msgid": next_id(), "at": int(time.time()), "content": "", "media": "m", "event": ""}
    texts = known | values
    texts["content"] = str(texts["content"]).replace("]]>", "]]]]><![CDATA[>")
    return FORMS[form].format(openid=openid, to=to, **texts)


def sha1_of(*parts: str) -> str:
    """加密/校验流程: sort, join, SHA-1."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8")).hexdigest()


def aes_seal(text: str, aes_key: str, app_id: str) -> str:
    """AES-256-CBC of random(16B) + msg_len(4B) + msg + appid, PKCS#7 to 32, in base64."""
    key = base64.b64decode(aes_key + "=")
    raw = text.encode()
    plain = os.urandom(16) + struct.pack("!I", len(raw)) + raw + app_id.encode()
    n = 32 - len(plain) % 32
    machine = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(machine.update(plain + bytes([n] * n)) + machine.finalize()).decode()


def aes_open(sealed: str, aes_key: str, app_id: str) -> str:
    key = base64.b64decode(aes_key + "=")
    machine = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = machine.update(base64.b64decode(sealed)) + machine.finalize()
    plain = plain[: -plain[-1]]
    (n,) = struct.unpack("!I", plain[16:20])
    assert plain[20 + n :].decode() == app_id
    return plain[20 : 20 + n].decode()


@dataclass
class Account:
    """What the platform knows of an official account."""

    app_id: str
    original_id: str
    token: str
    aes_key: str
    secret: str
    mode: str = "plain"

    def address(self, sealed: str = "", *, at: int | None = None, nonce: str = "") -> str:
        """The query that goes with a call."""
        at = int(time.time()) if at is None else at
        nonce = nonce or str(int.from_bytes(os.urandom(5), "big"))
        query = {"timestamp": str(at), "nonce": nonce, "openid": "o"}
        query["signature"] = sha1_of(self.token, str(at), nonce)
        if sealed:
            query["encrypt_type"] = "aes"
            query["msg_signature"] = sha1_of(self.token, str(at), nonce, sealed)
        return urlencode(query)

    def post(self, xml: str, **signing: Any) -> tuple[str, bytes]:
        """(query, body) of a message in the account's mode."""
        if self.mode == "plain":
            return self.address(**signing), xml.encode()
        sealed = aes_seal(xml, self.aes_key, self.app_id)
        body = f"<xml><ToUserName><![CDATA[{self.original_id}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        if self.mode == "compat":
            body = xml.replace("</xml>", f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>")
        return self.address(sealed, **signing), body.encode()

    def read(self, body: bytes) -> dict[str, str]:
        """The fields of a passive reply, its signature checked; nothing for "success" and ""."""
        if body in (b"success", b""):
            return {}
        fields = {e.tag: e.text or "" for e in ET.fromstring(body)}
        if "Encrypt" not in fields:
            return fields
        right = sha1_of(self.token, fields["TimeStamp"], fields["Nonce"], fields["Encrypt"])
        assert fields["MsgSignature"] == right
        inside = aes_open(fields["Encrypt"], self.aes_key, self.app_id)
        return {e.tag: e.text or "" for e in ET.fromstring(inside)}


@dataclass
class Platform:
    """What happened so far: tokens given out, calls received, media kept."""

    account: Account
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    films: dict[str, bytes] = field(default_factory=dict)  # path of a video's address → MP4
    calls: list[dict[str, Any]] = field(default_factory=list)
    tokens: int = 0
    valid: str = ""
    codes: dict[str, str] = field(default_factory=dict)  # OAuth: code → openid
    holder: str = ""  # openid of whoever opens the authorise page
    refuse: int = 0  # errcode for the next API calls
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, query: dict[str, str], body: dict[str, Any]) -> tuple[str, bytes]:
        """Content type and bytes for a call of the API."""
        if path == "/cgi-bin/stable_token":
            return self._give_token(body)
        if path == "/sns/oauth2/access_token":
            openid = self.codes.pop(query["code"], "")
            return _json(
                {"openid": openid} if openid else {"errcode": 40029, "errmsg": "invalid code"}
            )
        if query.get("access_token") != self.valid:
            return _json({"errcode": 40001, "errmsg": "invalid credential"})
        if self.refuse:
            return _json({"errcode": self.refuse, "errmsg": "as told"})
        if path == "/cgi-bin/media/get":
            found = self.media.get(query["media_id"])
            return found or _json({"errcode": 40007, "errmsg": "invalid media_id"})
        with self.lock:
            self.calls.append({"path": path, **body})
        return _json({"errcode": 0, "errmsg": "ok", "msgid": len(self.calls)})

    def _give_token(self, body: dict[str, Any]) -> tuple[str, bytes]:
        if (body.get("appid"), body.get("secret")) != (self.account.app_id, self.account.secret):
            return _json({"errcode": 40125, "errmsg": "invalid appsecret"})
        with self.lock:
            self.tokens += 1
            self.valid = f"token-{self.tokens}"
        return _json({"access_token": self.valid, "expires_in": 7200})


def _json(value: dict[str, Any]) -> tuple[str, bytes]:
    return "application/json", json.dumps(value).encode()


def serve(platform: Platform, port: int = 0) -> ThreadingHTTPServer:
    """A server of the platform on a free port; call `serve_forever` on it."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            if parts.path == "/connect/oauth2/authorize":
                self._lead_back(query)
            elif parts.path == "/_play/calls":
                self._send(*_json({"calls": platform.calls, "tokens": platform.tokens}))
            elif parts.path in platform.films:
                self._send("video/mp4", platform.films[parts.path])
            else:
                self._send(*platform.answer(parts.path, query, {}))

        def _lead_back(self, query: dict[str, str]) -> None:
            code = base64.urlsafe_b64encode(os.urandom(9)).decode()
            platform.codes[code] = platform.holder
            more = urlencode({"code": code, "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{more}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(raw) if raw else {}
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            if parts.path == "/_play/send":
                self._send(*_json(send(platform.account, **body)))
            elif parts.path == "/_play/set":
                self._set(body)
            else:
                self._send(*platform.answer(parts.path, query, body))

        def _set(self, body: dict[str, Any]) -> None:
            if "media" in body:
                name, kind, data = body["media"]
                platform.media[name] = (kind, base64.b64decode(data))
            platform.holder = body.get("holder", platform.holder)
            platform.refuse = body.get("refuse", platform.refuse)
            self._send(*_json({}))

        def _send(self, kind: str, data: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def send(account: Account, *, to_url: str, form: str, openid: str, **values: Any) -> dict[str, Any]:
    """Post one message to a callback; its answer, opened: status and fields."""
    xml = make_xml(form, openid, account.original_id, **values)
    query, body = account.post(xml)
    request = urllib.request.Request(
        f"{to_url}?{query}", data=body, headers={"Content-Type": "text/xml"}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return {"status": answer.status, "fields": account.read(answer.read())}
    except urllib.error.HTTPError as error:
        return {"status": error.code, "fields": {}}


def main() -> None:
    server = serve(Platform(Account(**json.loads(sys.argv[1]))))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
