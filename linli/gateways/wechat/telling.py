"""From the queue to the phone: what is said of a matter goes to the chats of those who wait."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from linli.contact.messages.api import queue_message
from linli.gateways.wechat import answers
from linli.gateways.wechat.conversations import keep_step
from linli.gateways.wechat.data import Step
from linli.gateways.wechat.filing import Speaker
from linli.gateways.wechat.models import WechatAccount, WechatContact, WechatConversation
from linli.gateways.wechat.queries import account_in_scope, actor_behind, contacts_to_tell
from linli.gateways.wechat.rules import UNFILED
from linli.matters.handling.api import Matter, MatterEntry

CHANNEL = "wechat"
_NEXT = {"asked": Step.ANSWER, "done": Step.RESULT}


@transaction.atomic
def tell_waiting(matter_id: int, entry_id: int, kind: str, person_ids: tuple[int, ...]) -> int:
    """Queue one message for each chat that waits for news of a matter; how many there were."""
    account = account_in_scope()
    if account is None or not account.is_active:
        return 0
    matter = Matter.objects.select_related("kind", "category").get(pk=matter_id)
    entry = MatterEntry.objects.select_related("text").get(pk=entry_id)
    words = entry.text.body if entry.text is not None else ""
    contacts = [
        # whoever just said so in the chat has been answered there
        contact
        for contact in contacts_to_tell(matter_id, person_ids)
        if contact.account_id is None or contact.account_id != entry.actor_id
    ]
    for contact in contacts:
        language = contact.account.language if contact.account is not None else contact.language
        with translation.override(language):
            body = answers.told_by_staff(kind, matter, words)
        tell_contact(account, contact, matter, body, key=f"wechat:{entry_id}:{contact.pk}")
        _expect_answer(account, contact, matter, kind, entry_id)
    return len(contacts)


def tell_contact(
    account: WechatAccount, contact: WechatContact, matter: Matter, body: str, *, key: str
) -> None:
    """One message about a matter to one chat; the same key once."""
    if contact.is_subscribed:
        queue_message(
            key=key, channel=CHANNEL, address=contact.openid, body=body,
            purpose=f"matter:{matter.pk}", estate_id=account.estate_id,
        )  # fmt: skip


def _expect_answer(
    account: WechatAccount, contact: WechatContact, matter: Matter, kind: str, entry_id: int
) -> None:
    """The next words may be the answer, unless the person is just telling something else."""
    step = _NEXT.get(kind)
    if step is None:
        return
    WechatContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    busy = WechatConversation.objects.filter(contact=contact.pk, step__in=UNFILED)
    if not busy.exists():
        speaker = Speaker(account, contact, actor_behind(contact))
        keep_step(speaker, step, f"entry-{entry_id}", matter=matter)
