"""WeChat Pay's side, played: written from its documentation alone, with nothing of ours.

As a program it is a process of its own with real RSA keys: it checks the signature of every
request, signs its answers, seals and signs callbacks and posts them. It prints one line of JSON
(address and keys) and takes orders at /_play/…
"""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import json
import re
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

CHINA = timezone(timedelta(hours=8))
HEADER = ("交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
          "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
          "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注")  # fmt: skip


def sign(key: rsa.RSAPrivateKey, text: str) -> str:
    raw = key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(raw).decode()


def seal(api_key: str, value: dict[str, Any], aad: str = "transaction") -> dict[str, str]:
    """AEAD_AES_256_GCM as 证书和回调报文解密 describes it."""
    nonce = uuid.uuid4().hex[:12]
    raw = AESGCM(api_key.encode()).encrypt(nonce.encode(), json.dumps(value).encode(), aad.encode())
    return {"algorithm": "AEAD_AES_256_GCM", "nonce": nonce, "associated_data": aad,
            "ciphertext": base64.b64encode(raw).decode(), "original_type": aad}  # fmt: skip


def make_certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com Root CA (played)")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=400)).sign(key, hashes.SHA256())
    )  # fmt: skip


@dataclass
class Peer:
    """What the platform knows: the merchant, its orders and refunds, and its own keys."""

    mch_id: str
    app_id: str
    api_key: str
    cert_serial: str
    merchant_key: str  # PEM of the public half
    mode: str = "key"  # "key": signs by public-key ID; "certificate": by certificate serial
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    refund_status: str = "PROCESSING"
    bad_answers: bool = False  # sign answers with another key
    certificate_calls: int = 0
    refused: int = 0
    callbacks: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.other_key = rsa.generate_private_key(65537, 2048)
        self.certificate = make_certificate(self.key)
        self.key_id = "PUB_KEY_ID_0117" + uuid.uuid4().hex[:24]
        self.merchant = serialization.load_pem_public_key(self.merchant_key.encode())
        self.lock = threading.Lock()

    @property
    def serial(self) -> str:
        number = format(self.certificate.serial_number, "X")
        return self.key_id if self.mode == "key" else number

    @property
    def public_pem(self) -> str:
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()  # fmt: skip

    def is_signed(self, method: str, target: str, body: str, header: str) -> bool:
        found = dict(re.findall(r'(\w+)="([^"]*)"', header))
        text = f"{method}\n{target}\n{found.get('timestamp')}\n{found.get('nonce_str')}\n{body}\n"
        if (found.get("mchid"), found.get("serial_no")) != (self.mch_id, self.cert_serial):
            return False
        if abs(time.time() - int(found["timestamp"])) > 300:
            return False
        try:
            self.merchant.verify(
                base64.b64decode(found["signature"]), text.encode(), padding.PKCS1v15(),
                hashes.SHA256(),
            )  # fmt: skip
        except InvalidSignature:
            return False
        return True

    # --- the API

    def answer(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Any:
        """(status, content) of one call."""
        number = path.rsplit("/", 1)[-1]
        if path == "/v3/certificates":
            return self._certificates()
        if path in ("/v3/pay/transactions/native", "/v3/pay/transactions/jsapi"):
            return self._order(path, body)
        if path.endswith("/close"):
            return self._close(path.split("/")[-2], body)
        if path.startswith("/v3/pay/transactions/out-trade-no/"):
            if query.get("mchid") != self.mch_id:
                return 400, {"code": "PARAM_ERROR"}
            order = self.orders.get(number)
            return (200, self.tell(order)) if order else (404, {"code": "ORDER_NOT_EXIST"})
        if path == "/v3/refund/domestic/refunds" and method == "POST":
            return self._refund(body)
        if path.startswith("/v3/refund/domestic/refunds/"):
            refund = self.refunds.get(number)
            return (200, refund) if refund else (404, {"code": "RESOURCE_NOT_EXISTS"})
        if path == "/v3/bill/tradebill":
            return self._bill(query)
        return 404, {"code": "NOT_FOUND"}

    def _certificates(self) -> Any:
        self.certificate_calls += 1
        if self.mode == "key":
            return 403, {"code": "NO_AUTH"}
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        nonce = uuid.uuid4().hex[:12]
        raw = AESGCM(self.api_key.encode()).encrypt(nonce.encode(), pem.encode(), b"certificate")
        sealed = {"algorithm": "AEAD_AES_256_GCM", "nonce": nonce,
                  "associated_data": "certificate", "ciphertext": base64.b64encode(raw).decode()}  # fmt: skip
        row = {"serial_no": self.serial, "effective_time": "2026-01-01T00:00:00+08:00",
               "expire_time": "2030-01-01T00:00:00+08:00", "encrypt_certificate": sealed}  # fmt: skip
        return 200, {"data": [row]}

    def _order(self, path: str, body: dict[str, Any]) -> Any:
        total = body.get("amount", {}).get("total")
        if (body.get("mchid"), body.get("appid")) != (self.mch_id, self.app_id):
            return 400, {"code": "APPID_MCHID_NOT_MATCH"}
        if not isinstance(total, int) or total < 1 or "?" in body["notify_url"]:
            return 400, {"code": "PARAM_ERROR"}
        with self.lock:
            known = self.orders.get(body["out_trade_no"])
            if known and known["state"] != "NOTPAY":
                return 400, {"code": "ORDERPAID"}
            self.orders[body["out_trade_no"]] = {**body, "state": "NOTPAY"}
        if path.endswith("jsapi"):
            return 200, {"prepay_id": "wx" + uuid.uuid4().hex}
        return 200, {"code_url": f"weixin://wxpay/bizpayurl?pr={uuid.uuid4().hex[:9]}"}

    def _close(self, number: str, body: dict[str, Any]) -> Any:
        order = self.orders.get(number)
        if order is None or body.get("mchid") != self.mch_id:
            return 404, {"code": "ORDER_NOT_EXIST"}
        if order["state"] == "SUCCESS":
            return 400, {"code": "ORDERPAID"}
        order["state"] = "CLOSED"
        return 204, None

    def tell(self, order: dict[str, Any]) -> dict[str, Any]:
        """An order as the platform tells of it."""
        told = {"appid": self.app_id, "mchid": self.mch_id, "out_trade_no": order["out_trade_no"],
                "trade_state": order["state"], "trade_state_desc": "…", "trade_type": "NATIVE",
                "amount": {"total": order["amount"]["total"], "currency": "CNY"}}  # fmt: skip
        if order["state"] in ("SUCCESS", "REFUND"):
            told |= {"transaction_id": order["transaction_id"], "bank_type": "OTHERS",
                     "success_time": order["success_time"], "payer": {"openid": "oPayer"}}  # fmt: skip
            told["amount"] |= {"payer_total": order["amount"]["total"], "payer_currency": "CNY"}
        return told

    def _refund(self, body: dict[str, Any]) -> Any:
        order = self.orders.get(body.get("out_trade_no", ""))
        if order is None or order["state"] not in ("SUCCESS", "REFUND"):
            return 404, {"code": "RESOURCE_NOT_EXISTS"}
        known = self.refunds.get(body["out_refund_no"])
        if known:
            return 200, known
        gone = sum(r["amount"]["refund"] for r in self.refunds.values()
                   if r["out_trade_no"] == order["out_trade_no"])  # fmt: skip
        if gone + body["amount"]["refund"] > order["amount"]["total"]:
            return 400, {"code": "INVALID_REQUEST"}
        refund = {"refund_id": uuid.uuid4().hex, "out_refund_no": body["out_refund_no"],
                  "transaction_id": order["transaction_id"], "out_trade_no": order["out_trade_no"],
                  "status": self.refund_status, "amount": body["amount"],
                  "notify": body.get("notify_url", "")}  # fmt: skip
        self.refunds[body["out_refund_no"]] = refund
        order["state"] = "REFUND"
        return 200, refund

    def bill(self) -> str:
        """The trade bill: every value with a back-tick before it, sums below."""
        text = io.StringIO()
        columns = HEADER.split(",")
        rows = []
        for order in self.orders.values():
            if order["state"] in ("SUCCESS", "REFUND"):
                yuan = f"{order['amount']['total'] / 100:.2f}"
                rows.append({"交易状态": "SUCCESS", "商户订单号": order["out_trade_no"],
                             "应结订单金额": yuan, "退款金额": "0.00"})  # fmt: skip
        for refund in self.refunds.values():
            yuan = f"{refund['amount']['refund'] / 100:.2f}"
            rows.append({"交易状态": "REFUND", "商户订单号": refund["out_trade_no"],
                         "商户退款单号": refund["out_refund_no"], "应结订单金额": "0.00",
                         "退款金额": yuan})  # fmt: skip
        text.write("\ufeff" + HEADER + "\r\n")
        for row in rows:
            csv.writer(text, quoting=csv.QUOTE_NONE, escapechar="\\").writerow(
                ["`" + row.get(column, "") for column in columns]
            )
        text.write("总交易单数,应结订单总金额,退款总金额\r\n`1,`1.00,`0.00\r\n")
        return text.getvalue()

    def _bill(self, query: dict[str, str]) -> Any:
        if query["bill_date"] > datetime.now(CHINA).date().isoformat() or not self.orders:
            return 400, {"code": "NO_STATEMENT_EXIST"}
        digest = hashlib.sha1(self.bill().encode("utf-8")).hexdigest()
        return 200, {"hash_type": "SHA1", "hash_value": digest,
                     "download_url": f"{self.url}/v3/billdownload/file?token=x"}  # fmt: skip

    url = ""

    # --- callbacks

    def pay(self, number: str, *, told: bool = True) -> list[int]:
        """Somebody pays; the statuses of the callback's answer."""
        order = self.orders[number]
        with self.lock:
            if order["state"] == "NOTPAY":
                at = datetime.now(CHINA).isoformat(timespec="seconds")
                order |= {"state": "SUCCESS", "transaction_id": f"42000{uuid.uuid4().int % 10**20}",
                          "success_time": at}  # fmt: skip
        return [self.tell_of(number)] if told else []

    def tell_of(self, number: str, **over: Any) -> int:
        """A callback about an order; `over` changes fields of the resource or of the envelope."""
        order = self.orders.get(over.pop("of", number)) or self.orders[number]
        resource = self.tell(order) | over.pop("resource", {})
        return self.send(
            order["notify_url"], "TRANSACTION.SUCCESS", resource, "transaction", **over
        )

    def finish_refund(self, number: str, status: str = "SUCCESS", **over: Any) -> int:
        refund = self.refunds[number]
        refund["status"] = status
        resource = {k: v for k, v in refund.items() if k not in ("status", "notify")}
        resource |= {"mchid": self.mch_id, "refund_status": status} | over.pop("resource", {})
        kind = {"SUCCESS": "REFUND.SUCCESS", "CLOSED": "REFUND.CLOSED"}.get(
            status, "REFUND.ABNORMAL"
        )
        return self.send(refund["notify"], kind, resource, "refund", **over)

    def send(
        self, url: str, kind: str, resource: dict[str, Any], aad: str, *, notice_id: str = "",
        shift: int = 0, key: str = "own", serial: str = "", api_key: str = "", spoil: str = "",
        body: str = "",
    ) -> int:  # fmt: skip
        """Post one callback, possibly wrong in one thing; its status."""
        notice = {"id": notice_id or str(uuid.uuid4()), "resource_type": "encrypt-resource",
                  "create_time": datetime.now(CHINA).isoformat(timespec="seconds"),
                  "event_type": kind, "summary": "支付成功",
                  "resource": seal(api_key or self.api_key, resource, aad)}  # fmt: skip
        text = body or json.dumps(notice, ensure_ascii=False)
        stamp, nonce = str(int(time.time()) + shift), uuid.uuid4().hex
        signing = self.key if key == "own" else self.other_key
        headers = {
            "Content-Type": "application/json", "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce, "Wechatpay-Serial": serial or self.serial,
            "Wechatpay-Signature": sign(signing, f"{stamp}\n{nonce}\n{text}\n"),
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        }  # fmt: skip
        if spoil == "body":
            text = text.replace("支付成功", "支付成了")
        elif spoil:
            headers.pop(spoil)
        self.callbacks.append((url, headers, text))
        return post(url, headers, text)

    def replay(self) -> int:
        """The very last callback once more, byte for byte."""
        return post(*self.callbacks[-1])


def post(url: str, headers: dict[str, str], text: str) -> int:
    request = urllib.request.Request(url, data=text.encode(), headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)


def serve(peer: Peer, port: int = 0) -> ThreadingHTTPServer:
    """A server of the peer on a free port; call `serve_forever` on it."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            self._work("GET", "")

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._work("POST", self.rfile.read(length).decode())

        def _work(self, method: str, body: str) -> None:
            parts = urlsplit(self.path)
            content = json.loads(body) if body else {}
            if parts.path.startswith("/_play/"):
                self._send(200, play(peer, parts.path[7:], content))
                return
            if not peer.is_signed(method, self.path, body, self.headers.get("Authorization", "")):
                peer.refused += 1
                self._send(401, {"code": "SIGN_ERROR"})
                return
            if parts.path == "/v3/billdownload/file":
                self._raw(200, gzip.compress(peer.bill().encode("utf-8")), "application/x-gzip")
                return
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            self._send(*peer.answer(method, parts.path, query, content))

        def _send(self, status: int, content: Any) -> None:
            data = b"" if content is None else json.dumps(content).encode()
            self._raw(status, data, "application/json; charset=utf-8")

        def _raw(self, status: int, data: bytes, kind: str) -> None:
            stamp, nonce = str(int(time.time())), uuid.uuid4().hex
            key = peer.other_key if peer.bad_answers else peer.key
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Wechatpay-Timestamp", stamp)
            self.send_header("Wechatpay-Nonce", nonce)
            self.send_header("Wechatpay-Serial", peer.serial)
            self.send_header("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048")
            if kind.startswith("application/json"):
                text = f"{stamp}\n{nonce}\n{data.decode()}\n"
                self.send_header("Wechatpay-Signature", sign(key, text))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    peer.url = f"http://127.0.0.1:{server.server_port}"
    return server


def play(peer: Peer, order: str, content: dict[str, Any]) -> Any:
    """Orders to the peer: pay, tell_of, finish_refund, replay, state, set."""
    if order == "state":
        return {"orders": peer.orders, "refunds": peer.refunds, "refused": peer.refused,
                "certificate_calls": peer.certificate_calls}  # fmt: skip
    if order == "set":
        for name, value in content.items():
            setattr(peer, name, value)
        return {}
    return {"answer": getattr(peer, order)(**content)}


def main() -> None:
    settings = json.loads(sys.argv[1])
    peer = Peer(**settings)
    server = serve(peer)
    keys = {"url": peer.url, "public_key": peer.public_pem, "public_key_id": peer.key_id}
    print(json.dumps(keys), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
