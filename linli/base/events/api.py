from linli.base.events.actions import handles, publish
from linli.base.events.data import Event
from linli.base.events.models import HandledEvent

__all__ = ["Event", "HandledEvent", "handles", "publish"]
