"""What happens by itself: chats end, old signatures and answers are forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app

from linli.base.calendars.api import now
from linli.base.scopes.api import all_estates, estate_scope
from linli.gateways.wechat import answers, conversations, media
from linli.gateways.wechat.filing import Speaker
from linli.gateways.wechat.models import (
    WechatContact,
    WechatConversation,
    WechatMedia,
    WechatMessage,
    WechatNonce,
)
from linli.gateways.wechat.queries import account_in_scope, actor_behind, conversation_of
from linli.gateways.wechat.telling import tell_contact

KEEP_NONCES = timedelta(minutes=30)  # thrice the window in which a signature counts
KEEP_ANSWERS = timedelta(days=400)  # a message names its matter: whose it was may be asked


@app.periodic(cron="* * * * *")
@app.task(name="linli.end_wechat_chats", queue="clocks", queueing_lock="end_wechat_chats")
def end_chats(timestamp: int) -> None:
    """Words whose place never came become matters; other chats just end."""
    with all_estates():
        rows = WechatConversation.objects.filter(ends_at__lte=now()).order_by("ends_at")
        found = list(rows.values_list("estate_id", "contact_id")[:500])
    for estate_id, contact_id in found:
        with estate_scope(estate_id), transaction.atomic():
            end_chat(contact_id)


def end_chat(contact_id: int) -> None:
    """Bring one chat to its end, unless its person writes at this moment."""
    rows = WechatContact.objects.select_for_update(of=("self",), skip_locked=True)
    contact = rows.select_related("account").filter(pk=contact_id).first()
    account = account_in_scope()
    if contact is None or account is None:
        return
    row = conversation_of(contact)
    if row is None or row.ends_at > now():
        return
    speaker = Speaker(account, contact, actor_behind(contact))
    matter = conversations.bring_to_end(speaker, row)
    if matter is not None:
        language = contact.account.language if contact.account is not None else contact.language
        with translation.override(language):
            words = answers.filed_without_place(matter)
        tell_contact(account, contact, matter, words, key=f"wechat-late:{row.key}")


@app.periodic(cron="*/20 * * * *")
@app.task(name="linli.purge_wechat", queue="default", queueing_lock="purge_wechat")
def purge(timestamp: int) -> None:
    """Forget signatures out of their window, and answers that nobody can ask for again."""
    with all_estates():
        edge = int((now() - KEEP_NONCES).timestamp())
        WechatNonce.objects.filter(timestamp__lt=edge).delete()
        old = WechatMessage.objects.filter(received_at__lt=now() - KEEP_ANSWERS)
        WechatMedia.objects.filter(message__in=old).update(message=None)
        old.delete()


__all__ = ["end_chats", "media", "purge"]
