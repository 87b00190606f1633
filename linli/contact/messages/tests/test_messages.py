"""One message a key; sent, tried again, given up."""

from __future__ import annotations

from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.contact.messages.actions import LAST_ATTEMPT, NotSentYet
from linli.contact.messages.api import (
    Message,
    OutgoingText,
    SendingFailed,
    send_message,
    send_text,
)
from linli.web.accounts.testing import OutsideClient

sent: list[OutgoingText] = []
trouble: list[Exception] = []


class SenderOfTests:
    def send(self, message: OutgoingText) -> None:
        if trouble:
            raise trouble.pop(0)
        sent.append(message)


@pytest.fixture(autouse=True)
def own_sender(settings: Any) -> None:
    sent.clear()
    trouble.clear()
    path = f"{__name__}.SenderOfTests"
    settings.LINLI = settings.LINLI.model_copy(update={"sms_sender": path})


def queue(key: str = "k1", purpose: str = "notice") -> Message:
    return send_text("13700001111", "您的事办好了 🎉 㐂", purpose=purpose, key=key)


def work(message: Message, attempts: int = 0) -> None:
    Message.objects.filter(pk=message.pk, attempts__lt=attempts).update(attempts=attempts)
    try:
        send_message.func(message_id=message.pk)
    finally:
        message.refresh_from_db()


def test_the_same_key_is_sent_once(db: None) -> None:
    first, again = queue(), queue()
    assert first.pk == again.pk
    assert ProcrastinateJob.objects.filter(task_name="linli.send_message").count() == 1
    work(first)
    work(first)
    assert [(text.address, text.key) for text in sent] == [("13700001111", "k1")]
    assert (first.state, bool(first.sent_at)) == ("sent", True)


def test_a_trouble_is_tried_again_and_then_given_up(db: None) -> None:
    message = queue()
    trouble[:] = [ConnectionError("gateway"), ConnectionError("gateway")]
    with pytest.raises(NotSentYet):
        work(message)
    assert message.state == "queued"
    work(message, attempts=LAST_ATTEMPT - 1)
    assert (message.state, message.error) == ("failed", "ConnectionError: gateway")


def test_a_refusal_for_good_is_not_tried_again(db: None) -> None:
    message = queue()
    trouble[:] = [SendingFailed("空号")]
    work(message)
    assert (message.state, message.error) == ("failed", "空号")


def test_a_code_is_forgotten_once_it_is_sent(db: None) -> None:
    message = queue(purpose="sign_in_code")
    work(message)
    assert sent[0].body.startswith("您的事")
    assert message.body == "······"


def test_a_rolled_back_request_sends_nothing(db: None) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="linli.send_message").exists()


def test_the_page_of_the_demo_shows_them_and_only_there(db: None, settings: Any) -> None:
    queue()
    assert OutsideClient().get("/messages/shown/").status_code == 404
    settings.LINLI = settings.LINLI.model_copy(update={"demo": True})
    page = OutsideClient().get("/messages/shown/").content.decode()
    assert "13700001111" in page
    assert "🎉" in page
