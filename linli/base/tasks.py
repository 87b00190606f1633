"""All jobs of this group, for the worker to find."""

from linli.base.events import actions as events
from linli.base.files import actions as files

__all__ = ["events", "files"]
