from linli.base.events.actions import handles, publish
from linli.base.events.data import Event

__all__ = ["Event", "handles", "publish"]
