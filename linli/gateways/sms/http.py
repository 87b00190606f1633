"""One request to a provider: what happened, in the words of `contact.messages`."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from http.client import HTTPException

from linli.contact.messages.api import PerhapsSent, SendingFailed, TooFast
from linli.gateways.sms.data import Answer

MOST_BYTES = 1024 * 1024
_PERHAPS = frozenset({502, 504})  # a gateway before the provider gave up: who knows
_AGAIN = frozenset({408, 425})
_lock = threading.Lock()
_next_turn = 0.0


class Unanswered(Exception):
    """The provider was not reached, or is not well: try later."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A text must not wander to an address that nobody has set."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def ask(url: str, data: bytes | None, headers: Mapping[str, str], *, timeout: float) -> Answer:
    """POST, or GET without `data`; any status is an answer.

    Raises Unanswered when the request did not get out, PerhapsSent when it did.
    """
    # the address is the administrator's setting, never somebody's input
    request = urllib.request.Request(url, data=data, headers=dict(headers))  # noqa: S310
    try:
        with _opener.open(request, timeout=timeout) as answer:
            return Answer(answer.status, answer.read(MOST_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read(MOST_BYTES), _seconds(error.headers))
    except urllib.error.URLError as error:
        raise Unanswered(str(error.reason)) from error
    except (OSError, HTTPException) as error:  # the line broke before the answer was whole
        raise PerhapsSent(type(error).__name__) from error


def _seconds(headers: Message) -> float | None:
    text = headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def judge_status(answer: Answer) -> None:
    """Raise what a status other than 2xx means for the message."""
    if 200 <= answer.status < 300:
        return
    words = f"HTTP {answer.status} {answer.body[:120].decode('utf-8', 'replace')}".strip()
    if answer.status == 429:
        raise TooFast(answer.retry_after or 60)
    if answer.status in _PERHAPS:
        raise PerhapsSent(words)
    if answer.status in _AGAIN or answer.status >= 500:
        raise Unanswered(words)
    raise SendingFailed(words)


def await_turn(per_second: int) -> None:
    """Wait until this process may send the next text; turns are evenly spread."""
    global _next_turn
    with _lock:
        turn = max(_next_turn, time.monotonic())
        _next_turn = turn + 1 / per_second
    time.sleep(max(0.0, turn - time.monotonic()))
