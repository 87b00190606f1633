from __future__ import annotations

from django.db.models import QuerySet

from linli.contact.messages.models import Message


def recent_messages(limit: int = 50) -> QuerySet[Message]:
    """The newest messages of all estates; for the page of the demo only."""
    return Message.objects.order_by("-queued_at", "-id")[:limit]
