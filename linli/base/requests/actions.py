from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, transaction

from linli.base.accounts.data import Actor
from linli.base.calendars.clock import now
from linli.base.errors import DomainError, translatable
from linli.base.requests.models import RequestKey


class KeyReused(DomainError):
    code = "key_reused"
    message = translatable("这张表单已经提交过别的内容。请打开新的表单再填。")
    status = 409


def do_once(key: str, action: str, content: Any, *, actor: Actor, work: Callable[[], Any]) -> Any:
    """Run `work` once per (person, key) and return its JSON result; repeats get the first answer.

    `content` is what the client sent (JSON-serialisable): the same key with other content raises
    KeyReused. Two requests at once wait for each other (advisory lock on the key).
    """
    user_id = actor.user_id or 0
    fingerprint = hashlib.sha256(
        json.dumps([action, content], sort_keys=True, default=str).encode()
    ).digest()[:16]
    with transaction.atomic():
        _lock_key(actor.estate_id, user_id, key)
        known = RequestKey.objects.filter(user_id=user_id, key=key).first()
        if known:
            if bytes(known.fingerprint) != fingerprint:
                raise KeyReused
            return known.result
        result = work()
        _keep_answer(user_id, key, action, fingerprint, result)
    return result


def _lock_key(estate_id: int, user_id: int, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{estate_id}:{user_id}:{key}"],
        )


def _keep_answer(user_id: int, key: str, action: str, fingerprint: bytes, result: Any) -> None:
    try:
        RequestKey.objects.create(
            user_id=user_id,
            key=key,
            action=action,
            fingerprint=fingerprint,
            result=result,
            at=now(),
        )
    except IntegrityError as error:  # the lock makes this unreachable but for a hash collision
        raise KeyReused from error
