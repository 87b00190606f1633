"""Filling in requests, reading answers and reports. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from linli.contact.messages.data import OutgoingText
from linli.gateways.sms.data import Report

MOST_REPORTS = 1000
_PLACE = re.compile(r"\{(address|body|key|title|language)\}")
_STATES = {"delivered": "delivered", "read": "read", "failed": "failed"}


def fill_json(template: str, message: OutgoingText) -> Any:
    """The JSON template with its places filled in, inside strings only: no text can break out.

    Raises ValueError when the template is no JSON.
    """
    return _fill(json.loads(template), message)


def _fill(value: Any, message: OutgoingText) -> Any:
    if isinstance(value, str):
        return _PLACE.sub(lambda match: str(getattr(message, match[1])), value)
    if isinstance(value, dict):
        return {str(name): _fill(part, message) for name, part in value.items()}
    return [_fill(part, message) for part in value] if isinstance(value, list) else value


def fill_address(url: str, message: OutgoingText) -> str:
    """An address with its places filled in, quoted."""
    return _PLACE.sub(lambda match: quote(str(getattr(message, match[1])), safe=""), url)


def is_success(rule: str, body: bytes) -> bool:
    """Whether a 2xx answer means accepted: `status`, or `json:data.code=0`."""
    if rule == "status":
        return True
    path, _equals, wanted = rule.removeprefix("json:").partition("=")
    try:
        value = json.loads(body)
    except ValueError:
        return False
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return (json.dumps(value) if isinstance(value, bool) else str(value)) == wanted


def is_rule(rule: str) -> bool:
    return rule == "status" or bool(re.fullmatch(r"json:[\w.]+=.*", rule))


def read_reports(body: bytes) -> list[Report]:
    """Delivery reports: `[{"key", "state", "error"}]`, one object, `{"reports": […]}`, or Aliyun's
    `[{"out_id", "success", "err_code"}]`. Raises ValueError for anything else."""
    try:
        value = json.loads(body)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if isinstance(value, dict):
        value = value.get("reports", [value])
    if not isinstance(value, list) or len(value) > MOST_REPORTS:
        raise ValueError("a list of at most 1000 reports is expected")
    return [_read_report(row) for row in value]


def _read_report(row: Any) -> Report:
    if not isinstance(row, dict):
        raise ValueError("a report is an object")
    if "out_id" in row:
        state = "delivered" if row.get("success") is True else "failed"
        return Report(str(row["out_id"]), state, str(row.get("err_code") or "")[:200])
    state = _STATES.get(str(row.get("state")), "")
    if not state or not isinstance(row.get("key"), str):
        raise ValueError("a report needs key and state")
    return Report(row["key"], state, str(row.get("error") or "")[:200])


def sign_aliyun(
    query: Mapping[str, str], headers: Mapping[str, str], *, key_id: str, secret: str
) -> str:
    """The Authorization header of a POST with an empty body, ACS3-HMAC-SHA256.

    After "V3 request structure and signature" of Alibaba Cloud; `headers` are those to be signed:
    host, x-acs-action, -content-sha256, -date, -signature-nonce, -version.
    """
    signed = {name.lower(): value.strip() for name, value in headers.items()}
    names = ";".join(sorted(signed))
    canonical = "\n".join(
        [
            "POST",
            "/",
            canonical_query(query),
            "".join(f"{name}:{signed[name]}\n" for name in sorted(signed)),
            names,
            signed["x-acs-content-sha256"],
        ]
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = f"ACS3-HMAC-SHA256\n{digest}".encode()
    signature = hmac.new(secret.encode(), to_sign, hashlib.sha256).hexdigest()
    return f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}"


def canonical_query(query: Mapping[str, str]) -> str:
    """Names and values percent-encoded after RFC 3986, in the order of the names."""
    return "&".join(f"{_encode(name)}={_encode(query[name])}" for name in sorted(query))


def _encode(text: str) -> str:
    return quote(text, safe="-_.~")
