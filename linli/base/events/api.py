from linli.base.events.actions import handles, has_handlers, publish, relay_news
from linli.base.events.data import Event
from linli.base.events.models import HandledEvent, QuietNews

__all__ = ["Event", "HandledEvent", "QuietNews", "handles", "has_handlers", "publish", "relay_news"]
